/**
 * Where the bytes of a table are, and the errors that say what is wrong with them.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { ByteSource } from '../../../platform/types.js';
import type { Header } from '../../header/header.js';

/** A table HDU as it is to be read; of a compressed table, its bytes once unpacked. */
export interface StoredTable {
  /** The cards that describe the columns. */
  readonly header: Header;
  readonly source: ByteSource;
  /** First byte of the rows in the source. */
  readonly dataStart: number;
  /** Bytes of rows, gap and heap. */
  readonly dataLength: number;
  /** What messages call the file. */
  readonly path: string;
  /** Number of the HDU. */
  readonly hdu: number;
}

/** A structural card, or a column's, that is absent or absurd. */
export function badCard(table: StoredTable, keyword: string, why: string): PhotometryError {
  const { path, hdu, header } = table;
  return new PhotometryError('bad-header', `${path}, HDU ${hdu}: ${keyword} ${why}. The table is damaged`, {
    path,
    hdu,
    keyword,
    value: header.get(keyword),
  });
}

/** A cell that makes no sense. `row` counts from 0. */
export function badCell(table: StoredTable, column: string, row: number, why: string, byte?: number): PhotometryError {
  const { path, hdu } = table;
  const at = byte === undefined ? '' : ` (byte ${byte} of the file)`;
  return new PhotometryError('bad-table', `${path}, HDU ${hdu}, row ${row}, column '${column}': ${why}${at}`, {
    path,
    hdu,
    row,
    column,
    ...(byte === undefined ? {} : { byte }),
  });
}

/** The file ends before the rows or the heap that were asked for. */
export function cutOff(table: StoredTable, needed: number, what: string, hint: string): PhotometryError {
  const { path, hdu, source } = table;
  return new PhotometryError(
    'truncated-file',
    `${path}, HDU ${hdu}: the file is cut off. ${what} end at byte ${needed}, but the file ends at byte ${source.byteLength}. ${hint}`,
    { path, hdu, byte: source.byteLength, expected: needed },
  );
}
