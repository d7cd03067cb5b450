/**
 * The table that stores a compressed image or a compressed table, with one row per tile.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.1.3 (columns), 7.3.5 (variable-length arrays)
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';

/** Length of one element by TFORM letter [byte]. */
const SIZE: Readonly<Record<string, number>> = {
  L: 1,
  X: 1 / 8,
  B: 1,
  A: 1,
  I: 2,
  J: 4,
  E: 4,
  K: 8,
  D: 8,
  C: 8,
  M: 16,
  P: 8,
  Q: 16,
};

interface TileColumn {
  readonly offset: number;
  readonly type: string;
  /** Length of one element of a variable-length array [byte]. */
  readonly elementSize: number;
}

/** The byte range of a variable-length array, relative to the start of the data. */
export interface Extent {
  readonly start: number;
  readonly length: number;
}

/** The rows of a table of tiles, without the arrays they point to. */
export interface TileTable {
  readonly rows: number;
  /** Whether the table has a column, given by its TTYPE or its number, as in `#1`. */
  has(column: string): boolean;
  /** Returns the number in a row; NaN if there is no such column. */
  number(column: string, row: number): number;
  /** Returns the range of a variable-length array; its length is 0 if there is no such column. */
  extent(column: string, row: number): Extent;
}

/**
 * Reads the rows of the table, but not the arrays they point to.
 *
 * @throws PhotometryError `bad-header` for columns that do not fit into a row, or rows that do not fit into the data
 */
export async function readTileTable(source: ByteSource, hdu: Hdu, path: string): Promise<TileTable> {
  const { storedHeader: header, dataStart, dataLength } = hdu;
  const rowLength = header.number('NAXIS1');
  const rows = header.number('NAXIS2');
  const columns = columnsOf(hdu, path, rowLength);
  if (rowLength * rows > dataLength)
    throw badTable(hdu, path, `${rows} rows of ${rowLength} bytes do not fit into ${dataLength} bytes of data`);
  const heapStart = header.has('THEAP') ? header.number('THEAP') : rowLength * rows;
  const data = await source.read(dataStart, dataStart + rowLength * rows);
  if (data.length < rowLength * rows) throw badTable(hdu, path, `the file ends within its ${rows} rows`);
  const view = new DataView(data.buffer, data.byteOffset, data.length);

  const number = (column: string, row: number): number => {
    const found = columns.get(column);
    return found === undefined ? Number.NaN : numberAt(view, row * rowLength + found.offset, found.type);
  };
  const extent = (column: string, row: number): Extent => {
    const found = columns.get(column);
    if (found === undefined || (found.type !== 'P' && found.type !== 'Q')) return { start: 0, length: 0 };
    const at = row * rowLength + found.offset;
    const isLong = found.type === 'Q';
    const length = found.elementSize * (isLong ? Number(view.getBigInt64(at)) : view.getInt32(at));
    const start = heapStart + (isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4));
    if (length === 0 || (length > 0 && start >= heapStart && start + length <= dataLength)) return { start, length };
    throw new PhotometryError(
      'truncated-file',
      `${path}, HDU ${hdu.index}, tile ${row + 1}: ${column} points to bytes ${start} to ${start + length}, but the data have ${dataLength} bytes`,
      { path, hdu: hdu.index, row },
    );
  };
  return { rows, has: column => columns.has(column), number, extent };
}

function numberAt(view: DataView, at: number, type: string): number {
  if (type === 'D') return view.getFloat64(at);
  if (type === 'E') return view.getFloat32(at);
  if (type === 'J') return view.getInt32(at);
  if (type === 'I') return view.getInt16(at);
  return type === 'K' ? Number(view.getBigInt64(at)) : Number.NaN;
}

function columnsOf(hdu: Hdu, path: string, rowLength: number): Map<string, TileColumn> {
  const { storedHeader: header } = hdu;
  const columns = new Map<string, TileColumn>();
  const count = header.number('TFIELDS');
  let offset = 0;
  for (let i = 1; i <= count; i++) {
    const text = header.text(`TFORM${i}`);
    const form = /^\s*(\d*)([LXBAIJEKDCMPQ])([LXBAIJEKDCM])?/.exec(text);
    if (form === null) throw badTable(hdu, path, `TFORM${i} is '${text}'`);
    const [, repeat, type, element = 'B'] = form;
    const length = Math.ceil((repeat === '' ? 1 : Number(repeat)) * SIZE[type]);
    if (length === 0) continue;
    const column = { offset, type, elementSize: SIZE[element] };
    columns.set(`#${i}`, column);
    columns.set(header.text(`TTYPE${i}`).toUpperCase(), column);
    offset += length;
  }
  if (offset > rowLength) throw badTable(hdu, path, `its columns need ${offset} bytes, a row has ${rowLength}`);
  return columns;
}

/** Returns the error for a table of tiles with an invalid header. */
export function badTable(hdu: Hdu, path: string, why: string): PhotometryError {
  return new PhotometryError(
    'bad-header',
    `${path}, HDU ${hdu.index}: the table of compressed tiles is damaged: ${why}`,
    {
      path,
      hdu: hdu.index,
    },
  );
}
