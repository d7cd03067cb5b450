/**
 * CSV and TSV text to a table.
 *
 * @module
 */
import { betweenFrames, boundToCell } from '../../core/ambient.js';
import type { ByteSource } from '../../platform/types.js';
import type { TableData } from '../column/table-data.js';
import { CsvReader, type CsvReadOptions } from './csv-reader.js';

/** Number of bytes read at once. */
const PIECE = 1 << 23;

/**
 * Reads a CSV text or its bytes: a header line with names, then one line per row.
 *
 * Lines before the header that begin with `#` are comments; one of the form `# units: px,px,electron`
 * gives the units, and all are kept in `meta.comments`. Types follow from the cells (see
 * `ColumnBuilder`). In a file whose header is quoted, quotes say nothing about types. A column without
 * a name is called `col1` by its place, the second of a name gets `_2`.
 *
 * @throws PhotometryError `bad-csv` naming line and column; `missing-column`
 */
export function parseCsv(text: string | Uint8Array, options: CsvReadOptions = {}): TableData {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const reader = new CsvReader(bytes.length, options);
  do reader.take(bytes.subarray(reader.start), true);
  while (reader.mustReread());
  return reader.finish();
}

/**
 * Reads a CSV file in pieces: neither its bytes nor its text are in memory as a whole. Between two pieces it
 * reports its progress in megabytes and obeys the signal of the cell that runs it.
 *
 * @param pieceLength number of bytes read at once; more if a row is longer
 * @throws PhotometryError as {@link parseCsv}; `aborted`
 */
export async function readCsv(
  source: ByteSource,
  options: CsvReadOptions = {},
  pieceLength: number = PIECE,
): Promise<TableData> {
  const { byteLength } = source;
  const reader = new CsvReader(byteLength, options);
  const cell = boundToCell({});
  do {
    let at = reader.start;
    let length = pieceLength;
    let isLast = false;
    while (!isLast && !reader.isFinished) {
      const bytes = await source.read(at, at + length);
      isLast = at + bytes.length >= byteLength || bytes.length < length; // the file may have become shorter
      const used = reader.take(bytes, isLast);
      length = used === 0 ? 2 * length : pieceLength;
      at += used;
      if (!isLast)
        await betweenFrames(cell, { step: 'read CSV (MB)', done: megabytes(at), total: megabytes(byteLength) });
    }
  } while (reader.mustReread());
  return reader.finish();
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
