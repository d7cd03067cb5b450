/**
 * The table in which a compressed image, or a compressed table, is stored: one row a tile.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.1.3 (columns), 7.3.5 (variable-length arrays)
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';

/** Bytes of one element of each TFORM letter. */
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
  /** Bytes of one element of a variable-length array. */
  readonly elementSize: number;
}

/** Where the bytes of a variable-length array stand, counted from the start of the data. */
export interface Extent {
  readonly start: number;
  readonly length: number;
}

/** The rows of a table of tiles, without what they point to. */
export interface TileTable {
  readonly rows: number;
  /** Is there such a column? By its TTYPE, or by its number, `#1`. */
  has(column: string): boolean;
  /** The number in a row; NaN without the column. */
  number(column: string, row: number): number;
  /** Where a variable-length array stands; of no length without the column. */
  extent(column: string, row: number): Extent;
}

/**
 * Reads the rows of the table; what they point to is not read.
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
      `${path}, HDU ${hdu.index}, tile ${row + 1}: ${column} points to bytes ${start} to ${start + length} of data that have ${dataLength}`,
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

/** A table of tiles whose header makes no sense. */
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
