/**
 * Plain text tables, whose columns are set apart by blanks, commas, tabs, semicolons or bars.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableData } from '../../table/column/table-data.js';
import { parseCsv } from '../../table/csv/parse-csv.js';
import type { ReadTableOptions, TableFile, TableFormat } from '../../table/files/formats.js';
import { readPlainLines } from './plain-lines.js';
import { writePlain } from './write-plain.js';

/** Texts of missing values in the output of IRAF and of many scripts. */
const MISSING: readonly string[] = ['INDEF', '--', 'N/A', 'null'];

/**
 * Plain text (`.txt`, `.dat`, `.asc`, `.lst`), read if its content is of no other format.
 *
 * The delimiter is the one that splits all lines alike, unless `delimiter` is given. The names are in the first
 * line, or in the last of the comment lines (`#`) that come before it; a file without names has the columns `col1`,
 * `col2` ... Values that mean missing: INDEF, --, N/A, null, and empty cells between delimiters. Written with
 * blanks, aligned, under a line of names that begins with `#`.
 */
export const plainFormat: TableFormat = {
  name: 'text',
  extensions: ['.txt', '.dat', '.asc', '.lst'],
  read: readPlain,
  write: writePlain,
};

async function readPlain(file: TableFile, { delimiter, columns, schema }: ReadTableOptions): Promise<TableData> {
  const text = await file.text();
  if (text.includes('\0'))
    throw new PhotometryError(
      'bad-table',
      `${file.path}: this is not text: byte ${text.indexOf('\0')} is zero. Name the format with { format }`,
      { path: file.path, byte: text.indexOf('\0') },
    );
  const { lines, comments } = readPlainLines(text, file.path, delimiter);
  const data = parseCsv(lines, { delimiter: '\t', columns, schema, missing: MISSING, name: file.path });
  return comments.length === 0 ? data : { ...data, meta: { ...data.meta, comments } };
}
