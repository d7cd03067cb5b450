/**
 * One record of CSV text: the header, or a comment with units. Rows are split as bytes, by `splitRows`.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** A record taken from a text. */
export interface CsvRecord {
  /** The cells' texts, without quotes. */
  readonly cells: readonly string[];
  /** Whether each cell was quoted. */
  readonly quoted: readonly boolean[];
  /** Where the next record begins. */
  readonly next: number;
  /** The line in which it begins. */
  readonly nextLine: number;
}

/**
 * Takes the record that begins at `from`, in line `line`, by the rules of RFC 4180; blanks around a cell
 * that is not quoted are taken off.
 *
 * @param isWhole whether the text ends where the file ends
 * @returns null if the record may go on beyond the text
 * @throws PhotometryError `bad-csv` naming the line, for a quote that is not closed or is followed by text
 */
export function splitRecord(
  text: string,
  from: number,
  line: number,
  delimiter: string,
  name: string,
  isWhole: boolean,
): CsvRecord | null {
  const cells: string[] = [];
  const quoted: boolean[] = [];
  let at = from;
  let nextLine = line + 1;
  for (;;) {
    at = skipBlanks(text, at, delimiter);
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0 && !isWhole) return null;
      if (close < 0)
        throw new PhotometryError('bad-csv', `${name}, line ${line}: a quote is opened and never closed`, { line });
      const inner = text.slice(at + 1, close);
      cells.push(inner.replaceAll('""', '"'));
      quoted.push(true);
      nextLine += inner.match(/\r\n|\n|\r/g)?.length ?? 0;
      at = skipBlanks(text, close + 1, delimiter);
      if (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r')
        throw new PhotometryError(
          'bad-csv',
          `${name}, line ${line}, column ${cells.length}: text follows a closing quote; double a quote inside quotes ("")`,
          { line, column: cells.length },
        );
    } else {
      const end = cellEnd(text, at, delimiter);
      cells.push(text.slice(at, end).replace(/[ \t]+$/, ''));
      quoted.push(false);
      at = end;
    }
    if (text[at] !== delimiter) break;
    at++;
  }
  // a CR at the end of the text may be half of a CRLF
  if (!isWhole && at + 1 >= text.length) return null;
  return { cells, quoted, next: at + (text.startsWith('\r\n', at) ? 2 : 1), nextLine };
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at++;
  return at;
}

function cellEnd(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** Where the quote is that closes a cell begun before `from`; a doubled quote does not close. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
