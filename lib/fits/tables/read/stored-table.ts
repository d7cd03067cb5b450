/**
 * The location of a table's bytes, and the errors for damaged ones.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { ByteSource } from '../../../platform/types.js';
import type { Header } from '../../header/header.js';

/** A table HDU to be read; for a compressed table, its decompressed bytes. */
export interface StoredTable {
  /** The cards that describe the columns. */
  readonly header: Header;
  readonly source: ByteSource;
  /** Byte offset of the rows in the source. */
  readonly dataStart: number;
  /** Length of rows, gap and heap together [byte]. */
  readonly dataLength: number;
  /** Name of the file in messages. */
  readonly path: string;
  /** Index of the HDU. */
  readonly hdu: number;
}

/** Returns the error for a card of the structure or of a column that is absent or invalid. */
export function badCard(table: StoredTable, keyword: string, why: string): PhotometryError {
  const { path, hdu, header } = table;
  return new PhotometryError('bad-header', `${path}, HDU ${hdu}: ${keyword} ${why}. The table is damaged`, {
    path,
    hdu,
    keyword,
    value: header.get(keyword),
  });
}

/** Returns the error for an invalid cell. `row` is counted from 0. */
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

/** Returns the error for a file that ends before the requested rows or heap. */
export function cutOff(table: StoredTable, needed: number, what: string, hint: string): PhotometryError {
  const { path, hdu, source } = table;
  return new PhotometryError(
    'truncated-file',
    `${path}, HDU ${hdu}: the file is cut off. ${what} end at byte ${needed}, but the file ends at byte ${source.byteLength}. ${hint}`,
    { path, hdu, byte: source.byteLength, expected: needed },
  );
}
