/**
 * Splits bytes into rows of cells by the quoting rules of RFC 4180, without regard to types.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type CellBlock, DOUBLED, QUOTED } from './cells/cell-block.js';

/** What a CSV file is written in. */
interface Dialect {
  /** The byte between cells. */
  readonly comma: number;
  /** The file's name, for messages. */
  readonly name: string;
  /** The columns' names, for messages. */
  readonly names: readonly string[];
  /** Whether a line that begins with # ends the table. */
  readonly commentEnds?: boolean;
}

/** Where in the file one is. */
export interface Place {
  /** The line, counted from 1. */
  line: number;
}

const QUOTE = 34;
const BLANK = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
const HASH = 35;

/**
 * Takes rows from `bytes`, from `from` on, until the block is full or the bytes are used up.
 *
 * Lines end in LF, CRLF or CR; the last may do without. Blanks around a cell that is not quoted are
 * removed. An empty line is skipped, except in a table of one column, where it is a missing value.
 *
 * @param isLast whether the file ends with these bytes; if not, a row that may go on is left for the next
 * @returns where the first row begins that was not taken; a comment that ends the table counts as one
 * Cells beyond the last column are allowed where they are empty: a delimiter at the end of a line.
 *
 * @throws PhotometryError `bad-csv` naming the line: a row of more or fewer cells; a quote that is not
 *   closed or is followed by text
 */
export function splitRows(
  block: CellBlock,
  bytes: Uint8Array,
  from: number,
  isLast: boolean,
  dialect: Dialect,
  place: Place,
): number {
  block.clear(bytes);
  const { columns, capacity, starts, ends, lines } = block;
  const { comma } = dialect;
  const endsCell = endsOfCells(comma);
  const { length } = bytes;
  let at = from;
  let row = 0;
  while (row < capacity && at < length) {
    const rowStart = at;
    const line = place.line;
    if (dialect.commentEnds && bytes[at] === HASH) return leave(block, row, place, line, rowStart);
    let cell = row * columns;
    let column = 0;
    let isEmpty = true;
    let isTooLong = false;
    for (;;) {
      while (at < length && (bytes[at] === BLANK || bytes[at] === TAB) && bytes[at] !== comma) at++;
      if (at < length && bytes[at] === QUOTE) {
        isEmpty = false;
        if (column >= columns) isTooLong = true;
        at = takeQuoted(block, bytes, at, isLast, cell, column, dialect, place);
        if (at < 0) return leave(block, row, place, line, rowStart);
      } else {
        const start = at;
        while (at < length && endsCell[bytes[at]] === 0) at++;
        let end = at;
        while (end > start && (bytes[end - 1] === BLANK || bytes[end - 1] === TAB)) end--;
        if (column < columns) {
          starts[cell] = start;
          ends[cell] = end;
        }
        if (end > start) {
          isEmpty = false;
          if (column >= columns) isTooLong = true;
        }
      }
      column++;
      cell++;
      if (at === length || bytes[at] !== comma) break;
      at++;
    }
    // a CR at the end of the bytes may be half of a CRLF
    if (!isLast && (at === length || (at + 1 === length && bytes[at] === CR)))
      return leave(block, row, place, line, rowStart);
    if (at < length) at += bytes[at] === CR && at + 1 < length && bytes[at + 1] === LF ? 2 : 1;
    place.line++;
    if (column === 1 && isEmpty && columns !== 1) continue;
    if (column < columns || isTooLong) throw badLength(dialect, line, column);
    lines[row++] = line;
  }
  block.rows = row;
  return at;
}

/**
 * Takes the quoted cell that begins at `at`.
 *
 * @returns where it ends, blanks included; -1 if it may go on after these bytes
 */
function takeQuoted(
  block: CellBlock,
  bytes: Uint8Array,
  at: number,
  isLast: boolean,
  cell: number,
  column: number,
  dialect: Dialect,
  place: Place,
): number {
  const { length } = bytes;
  const close = closingQuote(bytes, at + 1);
  const after = close < 0 ? length : skipBlanks(bytes, close + 1, dialect.comma);
  if (after === length && !isLast) return -1;
  if (close < 0) throw badRow(dialect, place.line, 'a quote is opened and never closed');
  if (column < block.columns) markQuoted(block, cell, at + 1, close);
  place.line += linesBetween(bytes, at + 1, close);
  if (after < length && endsOfCells(dialect.comma)[bytes[after]] === 0)
    throw badRow(
      dialect,
      place.line,
      `column ${column + 1}: text follows a closing quote; double a quote inside quotes ("")`,
    );
  return after;
}

/** Stops before a row that is not complete. */
function leave(block: CellBlock, rows: number, place: Place, line: number, rowStart: number): number {
  block.rows = rows;
  place.line = line;
  return rowStart;
}

let lastComma = -1;
const table = new Uint8Array(256);

/** 1 for the bytes that end a cell which is not quoted. */
function endsOfCells(comma: number): Uint8Array {
  if (comma !== lastComma) {
    table.fill(0);
    table[LF] = table[CR] = table[comma] = 1;
    lastComma = comma;
  }
  return table;
}

function skipBlanks(bytes: Uint8Array, from: number, comma: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] === BLANK || bytes[at] === TAB) && bytes[at] !== comma) at++;
  return at;
}

/** Where the quote is that closes a cell begun before `from`, -1 if there is none; a doubled quote does not close. */
function closingQuote(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(QUOTE, from);
  while (at >= 0 && at + 1 < bytes.length && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2);
  return at;
}

function markQuoted(block: CellBlock, cell: number, start: number, end: number): void {
  block.hasQuotes = true;
  block.starts[cell] = start;
  block.ends[cell] = end;
  const quote = block.bytes.indexOf(QUOTE, start);
  block.marks[cell] = quote >= 0 && quote < end ? DOUBLED : QUOTED;
}

function linesBetween(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let i = start; i < end; i++) if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) lines++;
  return lines;
}

function badRow({ name }: Dialect, line: number, what: string): PhotometryError {
  const join = what.startsWith('column') ? ',' : ':';
  return new PhotometryError('bad-csv', `${name}, line ${line}${join} ${what}`, { line });
}

function badLength({ name, names }: Dialect, line: number, cells: number): PhotometryError {
  const list = names.length <= 30 ? ` (${names.join(', ')})` : '';
  return new PhotometryError(
    'bad-csv',
    `${name}, line ${line}: ${cells} cells, but the header names ${names.length} columns${list}`,
    { line, cells, columns: names.length },
  );
}
