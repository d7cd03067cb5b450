/**
 * Tables of CDS (with a ReadMe) and machine-readable tables as a table format.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableData } from '../../table/column/table-data.js';
import { formatOf, type ReadTableOptions, type TableFile, type TableFormat } from '../../table/files/formats.js';

/**
 * Fixed-width tables with a byte-by-byte description (`.dat`, `.mrt`): in the file `ReadMe` in the folder of the table, in the
 * one that the option `readme` names, or at the top of the table itself.
 *
 * Blank cells, and those that hold the text of `?=`, are missing. Columns of type I are int32 up to nine
 * digits, else int64; F, E and D are float64; A is text without blanks around it. Units stay as CDS writes
 * them. Limits (`[0,60]`) are in `meta.limits`, title, authors, description and notes in `meta`. A table with
 * RAh, RAm, RAs, DE-, DEd, DEm and DEs gets two columns more at its end: `RAdeg` and `DEdeg`.
 *
 * A `.dat` file without a description is read as plain text if it has several columns. Cannot be written.
 */
export const cdsFormat: TableFormat = {
  name: 'cds',
  extensions: ['.dat', '.mrt'],
  recognizes: head => /^[ \t]*Byte-by-byte Description of file/im.test(String.fromCharCode(...head)),
  read: readDescribed,
};

async function readDescribed(file: TableFile, options: ReadTableOptions): Promise<TableData> {
  const { readCds } = await import('./read-cds.js');
  const table = await readCds(file, options);
  if (table !== null) return table;
  const { path } = file;
  const { read } = formatOf(path, 'text');
  const isChosen = options.format !== undefined || options.readme !== undefined;
  if (!isChosen && read !== undefined && hasColumns(await file.text())) return read(file, options);
  throw new PhotometryError(
    'bad-table',
    `${path}: no description of its columns was found, neither in a ReadMe in its folder nor in its first lines. Give { readme } or { format }`,
    { path },
  );
}

/** Whether the first line that is not a comment contains a column separator. */
function hasColumns(text: string): boolean {
  return /\S[\s,;|]+\S/.test(/^[ \t]*[^#\s].*/m.exec(text)?.[0] ?? '');
}
