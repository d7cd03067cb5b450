/**
 * The header of a DAOPHOT or APPHOT text database: keywords, and the columns of each line of a record.
 *
 * `#K` lines hold keywords; `#N`, `#U` and `#F` lines names, units and printf formats. A record takes as many
 * lines as there are `#N` lines, and each column as many characters as its format says.
 *
 * @see IRAF's APPHOT manual, "txdump" and "pconvert"
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** A keyword as the file writes it. */
interface DaophotKeyword {
  /** A number, text or truth value by the keyword's format; null for INDEF. */
  readonly value: number | string | boolean | null;
  readonly unit: string;
  readonly format: string;
}

/** A column of one line of a record. */
export interface DaophotColumn {
  readonly name: string;
  /** Unit of the column; empty where the file writes `##`. */
  readonly unit: string;
  /** How its values are printed, as in C: `%-10.3f`. */
  readonly format: string;
  readonly start: number;
  /** End position (exclusive); infinite for the last column of a line. */
  readonly end: number;
}

/** What the header says. */
export interface DaophotHeader {
  readonly keywords: ReadonlyMap<string, DaophotKeyword>;
  /** The columns, line by line of a record. */
  readonly blocks: readonly (readonly DaophotColumn[])[];
}

/**
 * Reads the lines that begin with `#`.
 *
 * @throws PhotometryError `bad-table` naming the line
 */
export function readDaophotHeader(lines: readonly string[], path: string): DaophotHeader {
  const keywords = new Map<string, DaophotKeyword>();
  const names: string[][] = [];
  const units: string[][] = [];
  const formats: string[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('#')) continue;
    const words = line
      .slice(2)
      .replace(/\\\s*$/, '')
      .trim()
      .split(/\s+/);
    if (line.startsWith('#N')) names.push(words);
    else if (line.startsWith('#U')) units.push(words);
    else if (line.startsWith('#F')) formats.push(words);
    else if (line.startsWith('#K')) {
      const keyword = readKeyword(line.slice(2));
      if (keyword === null)
        throw badHeader(path, index, `'${line.trim()}' is not a keyword of the form: name = value unit format`);
      keywords.set(...keyword);
    }
  }
  const blocks = names.map((words, i) => blockOf(words, units[i] ?? [], formats[i] ?? [], path));
  if (blocks.length === 0) throw new PhotometryError('bad-table', `${path}: no #N lines name the columns`, { path });
  return { keywords, blocks };
}

function badHeader(path: string, index: number, problem: string): PhotometryError {
  return new PhotometryError('bad-table', `${path}, line ${index + 1}: ${problem}`, { path, line: index + 1 });
}

/** Whether a line goes on in the next one: it ends in a backslash. */
export function goesOn(line: string): boolean {
  return line.trimEnd().endsWith('\\');
}

/** A line without the backslash at its end. */
export function withoutMark(line: string): string {
  return goesOn(line) ? line.trimEnd().slice(0, -1) : line;
}

/** `MERGERAD = INDEF  scaleunit  %-23.7g`; the value may be absent or hold blanks. */
function readKeyword(text: string): [string, DaophotKeyword] | null {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals).trim();
  const words = text
    .slice(equals + 1)
    .trim()
    .split(/\s+/);
  const format = words.pop() ?? '';
  const unit = words.pop();
  if (equals === -1 || !/^\w+$/.test(name) || unit === undefined || !format.startsWith('%')) return null;
  return [name, { value: typed(words.join(' '), format), unit, format }];
}

function typed(text: string, format: string): number | string | boolean | null {
  if (text === 'INDEF') return null;
  const letter = format.at(-1) ?? '';
  if (letter === 'b') return text === 'yes';
  const number = Number(text);
  if ('dgfe'.includes(letter) && text !== '' && !Number.isNaN(number)) return number;
  return text.replace(/^"(.*)"$/, '$1');
}

/** The columns of a line of the record. */
function blockOf(
  names: readonly string[],
  units: readonly string[],
  formats: readonly string[],
  path: string,
): DaophotColumn[] {
  let end = 0;
  return names.map((name, i) => {
    const start = end;
    const width = /^%-?(\d+)/.exec(formats[i] ?? '')?.[1];
    if (width === undefined)
      throw new PhotometryError('bad-table', `${path}: column '${name}' has no #F format with its width`, {
        path,
        column: name,
      });
    end += Number(width);
    const isLast = i === names.length - 1;
    const unit = units[i] === '##' ? '' : (units[i] ?? '');
    return { name, unit, format: formats[i], start, end: isLast ? Number.POSITIVE_INFINITY : end };
  });
}
