/**
 * A table as aligned plain text.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { dateText } from '../../table/iso-date.js';
import { isNumeric, type StoredColumn } from '../../table/stored-column.js';
import type { TableData } from '../../table/table-data.js';

/** What stands for a missing value. */
const MISSING = '--';

/**
 * A line of names that begins with `#`, then a line a row, columns set apart by blanks. Numbers keep every digit.
 *
 * @throws PhotometryError `unsupported` for a column of vectors or lists
 */
export function writePlain(data: TableData): string {
  const columns = [...data.stored].map(([name, column], place) => {
    const cells = cellsOf(name, column);
    const title = place === 0 ? `# ${quoted(name)}` : quoted(name);
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
      return row => quoted(column.values[row]);
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
      return row => String(column.values[row]);
  }
}

/** A text as one word: in quotes if it holds blanks, or would be taken for a number or for missing. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z_][^\s"#]*$/.test(text) && !/^(nan|inf|infinity|indef|null|n\/a|true|false)$/i.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""').replace(/[\r\n\t]+/g, ' ')}"`;
}
