/**
 * A table to IPAC's format.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { fullDateText } from '../../table/column/iso-date.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData, TableMeta } from '../../table/column/table-data.js';
import { float32Text, float64Text } from '../text/number-text.js';

/** What the columns' names may be, by the format's definition. */
const NAME = /^[A-Za-z0-9_]{1,40}$/;
/** Characters in a comment. */
const COMMENT_WIDTH = 78;
/** Candidates for the text of a missing value; the first that is not a value of the column is used. */
const NULLS = ['null', '-', 'N/A', '--null--'];

/**
 * Writes an IPAC table, each column as wide as its widest cell.
 *
 * float64 is written as `double`, float32 as `float`, int32 and uint8 as `int`, int64 as `long`, dates as
 * `date`, text and booleans as `char`. Numbers keep every digit. A missing value, and NaN, is `null`. Blanks
 * at the ends of a text are lost; in a row of only empty texts the first is written as missing. Of `meta`, comments and the texts and numbers whose name is one word are
 * written.
 *
 * @throws PhotometryError `unsupported` for vectors and lists, for a name that is not of letters, digits
 *   and `_` (40 at most), for a text with line ends, and for a table without columns
 */
export function writeIpac(data: TableData): string {
  const columns = [...data.stored].map(([name, column]) => writtenColumn(name, column));
  if (columns.length === 0) throw new PhotometryError('unsupported', 'IPAC cannot hold a table without columns');
  const widths = columns.map(({ header, cells }) =>
    [...header, ...cells].reduce((width, text) => Math.max(width, text.length), 0),
  );
  const lines = noteLines(data.meta);
  for (let i = 0; i < 4; i++)
    lines.push(`|${columns.map(({ header }, c) => header[i].padStart(widths[c])).join('|')}|`);
  for (let row = 0; row < data.length; row++) {
    const cells = columns.map(column => column.cells[row]);
    if (cells.every(cell => cell.trim() === '')) cells[0] = columns[0].header[3]; // an empty line would not be a row
    lines.push(` ${cells.map((cell, c) => cell.padStart(widths[c])).join(' ')} `);
  }
  return `${lines.join('\n')}\n`;
}

interface WrittenColumn {
  /** Name, type, unit and the text of a missing value. */
  readonly header: readonly [string, string, string, string];
  readonly cells: readonly string[];
}

function writtenColumn(name: string, column: StoredColumn): WrittenColumn {
  if (!NAME.test(name))
    throw new PhotometryError(
      'unsupported',
      `IPAC column names hold letters, digits and _, at most 40; rename '${name}' first`,
      { column: name },
    );
  const { type, write } = cellWriter(name, column);
  const { valid } = column;
  const texts = Array.from({ length: column.values.length }, (_, row) => (valid?.[row] === 0 ? null : write(row)));
  const nullText = NULLS.find(word => !texts.includes(word)) ?? '__missing__';
  return {
    header: [name, type, oneLine(column.unit, name), nullText],
    cells: texts.map(text => text ?? nullText),
  };
}

/** A column's type in the file, and the function that returns the text of a cell (null if missing). */
function cellWriter(name: string, column: StoredColumn): { type: string; write: (row: number) => string | null } {
  switch (column.kind) {
    case 'float64':
      return { type: 'double', write: row => presentText(column.values[row], float64Text) };
    case 'float32':
      return { type: 'float', write: row => presentText(column.values[row], float32Text) };
    case 'int32':
    case 'uint8':
      return { type: 'int', write: row => String(column.values[row]) };
    case 'int64':
      return { type: 'long', write: row => String(column.values[row]) };
    case 'date':
      return { type: 'date', write: row => fullDateText(column.values[row]) };
    case 'boolean':
      return { type: 'char', write: row => (column.values[row] === 1 ? 'true' : 'false') };
    case 'string':
      return { type: 'char', write: row => oneLine(column.values[row], name) };
    default:
      throw new PhotometryError(
        'unsupported',
        `IPAC cannot hold the ${column.kind}s of column '${name}'; drop it, derive a column for each element, or write ECSV`,
        { column: name },
      );
  }
}

function presentText(value: number, print: (value: number) => string): string | null {
  return Number.isNaN(value) ? null : print(value);
}

function oneLine(text: string, name: string): string {
  if (!/[\r\n\t]/.test(text)) return text;
  throw new PhotometryError(
    'unsupported',
    `IPAC texts have neither tabs nor line ends; column '${name}' has ${JSON.stringify(text)}`,
    {
      column: name,
    },
  );
}

/** Keywords and comments. */
function noteLines(meta: TableMeta): string[] {
  const keywords = Object.entries(meta).flatMap(([key, value]) => keywordLine(key, value));
  const comments = Array.isArray(meta.comments) ? meta.comments.flatMap(comment => wrapped(String(comment))) : [];
  return [...keywords, ...comments.map(comment => `\\ ${comment}`)];
}

function keywordLine(key: string, value: unknown): string[] {
  if (!/^\w+$/.test(key)) return [];
  if (typeof value === 'number' && Number.isFinite(value)) return [`\\${key} = ${value}`];
  if (typeof value === 'bigint' || typeof value === 'boolean') return [`\\${key} = ${value}`];
  if (typeof value !== 'string' || /[\r\n]/.test(value)) return [];
  const quote = value.includes("'") ? '"' : "'";
  return [`\\${key} = ${quote}${value}${quote}`];
}

/** A comment in lines of words, none longer than allowed unless a single word is. */
function wrapped(comment: string): string[] {
  const lines: string[] = [];
  for (const word of comment.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= COMMENT_WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
