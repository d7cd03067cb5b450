/**
 * A table as aligned plain text.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { dateText } from '../../table/column/iso-date.js';
import { isNumeric, type StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';

/** Text of a missing value. */
const MISSING = '--';

/**
 * A line of names that begins with `#`, then one line per row, columns separated by blanks. Numbers keep every digit.
 *
 * A single name, and names without rows, are written without `#`, or they would be read as a comment.
 *
 * @throws PhotometryError `unsupported` for a column of vectors or lists, a text of several lines, a table without columns
 */
export function writePlain(data: TableData): string {
  if (data.stored.size === 0)
    throw new PhotometryError('unsupported', 'Plain text cannot hold a table without columns');
  const mark = data.stored.size === 1 || data.length === 0 ? '' : '# ';
  const columns = [...data.stored].map(([name, column], place) => {
    const cells = cellsOf(name, column);
    const title = place === 0 ? `${mark}${quoted(name)}` : quoted(name);
    const width = cells.reduce((widest, cell) => Math.max(widest, cell.length), title.length);
    const pad = (cell: string): string => (isNumeric(column) ? cell.padStart(width) : cell.padEnd(width));
    return { title: place === 0 ? title.padEnd(width) : pad(title), cells: cells.map(pad) };
  });
  const lines = Array.from({ length: data.length }, (_, row) => columns.map(column => column.cells[row]).join(' '));
  return [columns.map(column => column.title).join(' '), ...lines].map(line => `${line.trimEnd()}\n`).join('');
}

function cellsOf(name: string, column: StoredColumn): string[] {
  const { valid } = column;
  const text = cellText(name, column);
  return Array.from({ length: column.values.length }, (_, row) =>
    valid !== null && valid[row] === 0 ? MISSING : text(row),
  );
}

function cellText(name: string, column: StoredColumn): (row: number) => string {
  switch (column.kind) {
    case 'string':
      return row => quoted(oneLine(name, column.values[row]));
    case 'boolean':
      return row => String(column.values[row] === 1);
    case 'date':
      return row => dateText(column.values[row]);
    case 'vector':
    case 'list':
      throw new PhotometryError(
        'unsupported',
        `Plain text cannot hold the ${column.kind}s of column '${name}'; write FITS, ECSV or Parquet, or derive a column for each element`,
        { column: name },
      );
    default:
      return row => numberText(column.values[row]);
  }
}

function numberText(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function oneLine(name: string, text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  throw new PhotometryError(
    'unsupported',
    `Plain text cannot hold a text of several lines, as column '${name}' has; write CSV, ECSV or Parquet, or replace the line ends with derive`,
    { column: name },
  );
}

/** A text as one word: in quotes if it contains blanks or a delimiter, or would be read as a number or as missing. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z_][^\s"#,;|]*$/.test(text) && !/^(nan|inf|infinity|indef|null|n\/a|true|false)$/i.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}
