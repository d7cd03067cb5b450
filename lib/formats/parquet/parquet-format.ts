/**
 * Parquet: columns on their own, packed, in groups of rows.
 *
 * @module
 */
import type { TableFormat } from '../../table/files/formats.js';
import { asBadTable } from '../binary/as-bad-table.js';

/** `PAR1`, with which a file begins and ends. */
const MAGIC: readonly number[] = [0x50, 0x41, 0x52, 0x31];

/**
 * Reads Parquet of any encoding and packing; heeds `columns` and `rows`, and reads no more of the file than they need.
 *
 * Small integers become int32, uint32 float64, uint64 int64 (`unsupported` from 2^63 on), timestamps and days dates,
 * times of day float64 in ms, us or ns, decimals the nearest float64. Lists of fixed size (by Arrow's schema) become
 * vectors, others lists; a struct a column for each member; maps and deeper nesting JSON text. Units come from Arrow's
 * field metadata (LSST), astropy's header or VOParquet's VOTable.
 *
 * Writes Snappy, or plain with `compress: 'none'`, in groups of 100 000 rows, with units where both find them.
 */
export const parquetFormat: TableFormat = {
  name: 'parquet',
  extensions: ['.parquet', '.parq', '.pq'],
  readsRows: true,
  recognizes: head => MAGIC.every((letter, i) => head[i] === letter),
  read: async (file, options) => {
    const { readParquet } = await import('./read-parquet.js');
    return asBadTable(file.path, 'Parquet', () => readParquet(file, options));
  },
  write: async (...all) => (await import('./write-parquet.js')).writeParquet(...all),
};
