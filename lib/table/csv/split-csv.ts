/**
 * Text to records: the quoting rules of RFC 4180, and nothing about types.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** A cell: its text without quotes, or null if it is empty and was not quoted. */
export type CsvCell = string | null;

/** Takes the records of a CSV text one by one. */
export interface CsvSink {
  /** A cell. `quoted` tells whether it stood in quotes. */
  cell(text: CsvCell, column: number, quoted: boolean): void;
  /** The end of a record of `cells` cells that began in line `line`, counted from 1. */
  endRecord(cells: number, line: number): void;
}

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Walks through `text` from `start`. Lines end in LF, CRLF or CR; the last may do without. Blanks
 * around a cell that is not quoted are taken off. An empty line is passed over, unless
 * `emptyLineIsRecord()`: in a table of one column it is a missing value.
 *
 * @param name the file's name, for messages
 * @throws PhotometryError `bad-csv` naming the line, for a quote that is not closed or is followed by text
 */
export function splitCsv(
  text: string,
  delimiter: string,
  name: string,
  sink: CsvSink,
  start: { offset: number; line: number },
  emptyLineIsRecord: () => boolean,
): void {
  const comma = delimiter.charCodeAt(0);
  const { length } = text;
  let at = start.offset;
  let line = start.line;
  while (at < length) {
    const recordLine = line;
    let column = 0;
    let more = true;
    while (more) {
      let end = skipBlanks(text, at, comma);
      if (text.charCodeAt(end) === QUOTE) {
        const close = closingQuote(text, end + 1);
        if (close < 0)
          throw new PhotometryError('bad-csv', `${name}, line ${line}: a quote is opened and never closed`, { line });
        const inner = text.slice(end + 1, close);
        sink.cell(inner.includes('""') ? inner.replaceAll('""', '"') : inner, column, true);
        line += countLines(inner);
        end = skipBlanks(text, close + 1, comma);
        if (end < length && !isEnd(text.charCodeAt(end), comma))
          throw new PhotometryError(
            'bad-csv',
            `${name}, line ${line}, column ${column + 1}: text follows a closing quote; double a quote inside quotes ("")`,
            { line, column: column + 1 },
          );
      } else {
        const begin = end;
        while (end < length && !isEnd(text.charCodeAt(end), comma)) end++;
        const cell = text.slice(begin, end).trimEnd();
        if (cell === '' && column === 0 && (end === length || text.charCodeAt(end) !== comma) && !emptyLineIsRecord())
          column = -1; // an empty line
        else sink.cell(cell === '' ? null : cell, column, false);
      }
      more = end < length && text.charCodeAt(end) === comma;
      at = end + 1;
      if (text.charCodeAt(end) === CR && text.charCodeAt(at) === LF) at++;
      column++;
    }
    if (column > 0) sink.endRecord(column, recordLine);
    line++;
  }
}

function isEnd(code: number, comma: number): boolean {
  return code === comma || code === LF || code === CR;
}

function skipBlanks(text: string, from: number, comma: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); (code === 32 || code === 9) && code !== comma; code = text.charCodeAt(at)) at++;
  return at;
}

/** Where the quote is that closes a cell begun before `from`; a doubled quote does not close. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

function countLines(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
