/**
 * Reads a table from an open file, with its provenance.
 *
 * @module
 */
import { withStep } from '../../core/provenance.js';
import type { TableData } from '../../table/column/table-data.js';
import type { ReadTableHduOptions } from '../tables/read/read-table-hdu.js';
import type { FitsSource } from './open-fits.js';
import { tableOfFile } from './table-of-file.js';

/** Settings of `FitsFile.table`. */
export interface ReadFitsTableOptions extends ReadTableHduOptions {}

/**
 * Reads the table of the requested HDU, by default the first table with rows, or else the first table.
 *
 * @throws PhotometryError `no-such-hdu` if there is no table; `bad-argument` if the HDU is not a table; `bad-table` and
 * others
 */
export async function readFitsTable(
  file: FitsSource,
  which: number | string | undefined,
  options: ReadFitsTableOptions = {},
): Promise<TableData> {
  const { hdu, data } = await tableOfFile(file, which, options);
  const isPart = options.columns !== undefined || options.rows !== undefined;
  const files = [{ path: file.path, sha256: isPart ? '' : await file.sha256() }];
  const step = { verb: 'readTable', options: { hdu: hdu.index, ...options }, files };
  return { ...data, provenance: withStep(data.provenance, step) };
}
