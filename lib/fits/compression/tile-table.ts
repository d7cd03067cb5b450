/**
 * The table in which a compressed image is stored: one row a tile.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.1.3 (columns), 7.3.5 (variable-length arrays)
 */
import { PhotometryError } from '../../core/errors.js';
import type { Hdu } from '../hdu.js';

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

/** The rows of a table of tiles. */
export interface TileTable {
  readonly rows: number;
  /** Is there such a column? */
  has(column: string): boolean;
  /** The number in a row; NaN without the column. */
  number(column: string, row: number): number;
  /** The bytes of a variable-length array; empty without the column. */
  bytes(column: string, row: number): Uint8Array;
}

/**
 * Reads the layout of the table from its header.
 *
 * @param data rows and heap of the HDU
 * @throws PhotometryError `bad-header` for columns that do not fit into a row
 */
export function tileTable(data: Uint8Array, hdu: Hdu, path: string): TileTable {
  const { storedHeader: header } = hdu;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const rowLength = header.number('NAXIS1');
  const rows = header.number('NAXIS2');
  const heapStart = header.has('THEAP') ? header.number('THEAP') : rowLength * rows;
  const columns = columnsOf(hdu, path, rowLength);
  if (rowLength * rows > data.length)
    throw badTable(hdu, path, `${rows} rows of ${rowLength} bytes do not fit into ${data.length} bytes of data`);

  const number = (column: string, row: number): number => {
    const found = columns.get(column);
    if (found === undefined) return NaN;
    const at = row * rowLength + found.offset;
    if (found.type === 'D') return view.getFloat64(at);
    if (found.type === 'E') return view.getFloat32(at);
    if (found.type === 'J') return view.getInt32(at);
    return found.type === 'I' ? view.getInt16(at) : Number(found.type === 'K' ? view.getBigInt64(at) : NaN);
  };
  const bytes = (column: string, row: number): Uint8Array => {
    const found = columns.get(column);
    if (found === undefined || (found.type !== 'P' && found.type !== 'Q')) return new Uint8Array(0);
    const at = row * rowLength + found.offset;
    const isLong = found.type === 'Q';
    const length = found.elementSize * (isLong ? Number(view.getBigInt64(at)) : view.getInt32(at));
    const start = heapStart + (isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4));
    if (length >= 0 && start >= heapStart && start + length <= data.length) return data.subarray(start, start + length);
    throw new PhotometryError(
      'truncated-file',
      `${path}, HDU ${hdu.index}, tile ${row + 1}: ${column} points to bytes ${start} to ${start + length} of data that have ${data.length}`,
      { path, hdu: hdu.index, row },
    );
  };
  return { rows, has: column => columns.has(column), number, bytes };
}

function columnsOf(hdu: Hdu, path: string, rowLength: number): Map<string, TileColumn> {
  const { storedHeader: header } = hdu;
  const columns = new Map<string, TileColumn>();
  const count = header.number('TFIELDS');
  let offset = 0;
  for (let i = 1; i <= count; i++) {
    const form = /^\s*(\d*)([LXBAIJEKDCMPQ])([LXBAIJEKDCM])?/.exec(header.text(`TFORM${i}`));
    if (form === null) throw badTable(hdu, path, `TFORM${i} is '${header.text(`TFORM${i}`)}'`);
    const [, repeat, type, element = 'B'] = form;
    columns.set(header.text(`TTYPE${i}`).toUpperCase(), { offset, type, elementSize: SIZE[element] });
    offset += Math.ceil((repeat === '' ? 1 : Number(repeat)) * SIZE[type]);
  }
  if (offset > rowLength) throw badTable(hdu, path, `its columns need ${offset} bytes, a row has ${rowLength}`);
  return columns;
}

function badTable(hdu: Hdu, path: string, why: string): PhotometryError {
  return new PhotometryError(
    'bad-header',
    `${path}, HDU ${hdu.index}: the table of compressed tiles is damaged: ${why}`,
    {
      path,
      hdu: hdu.index,
    },
  );
}
