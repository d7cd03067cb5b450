/**
 * Converts the lines of a plain text table to one form: names first, cells separated by tabs.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** A text table in one form. */
interface PlainLines {
  /** Names and rows, cells set apart by tabs. */
  readonly lines: string;
  /** Comment lines above the names, without `#`. */
  readonly comments: readonly string[];
}

/** Delimiters in the order in which they are tried; a blank means any number of blanks. */
const DELIMITERS: readonly string[] = ['\t', ',', ';', '|', ' '];

/** Lines that a delimiter is judged by. */
const SAMPLE = 50;

/**
 * Finds the delimiter and the names.
 *
 * @param wanted the delimiter, if it is known
 * @throws PhotometryError `bad-table` naming the first line that does not have as many cells as the others
 */
export function readPlainLines(text: string, path: string, wanted?: string): PlainLines {
  const { rows, comments, numbers } = splitLines(text);
  if (rows.length === 0)
    throw new PhotometryError('bad-table', `${path}: this file has no rows, only comments or nothing`, { path });
  const delimiter = wanted ?? guessDelimiter(rows);
  const cells = rows.map(row => splitCells(row, delimiter));
  const width = cells[0].length;
  const odd = cells.findIndex(row => row.length !== width);
  if (odd >= 0)
    throw new PhotometryError(
      'bad-table',
      `${path}, line ${numbers[odd]}: expected ${width} cells as in line ${numbers[0]}, got ${cells[odd].length}. Give { delimiter } if ${JSON.stringify(delimiter)} is not what sets them apart`,
      { path, line: numbers[odd], expected: width, got: cells[odd].length },
    );
  const inComment = namesInComments(comments, width, delimiter);
  const hasNames = inComment === null && cells[0].every(cell => !isNumber(cell) && cell !== '');
  const names = inComment?.names ?? (hasNames ? cells[0] : cells[0].map((_, i) => `col${i + 1}`));
  const body = withoutEmptyQuotes(hasNames ? cells.slice(1) : cells);
  return {
    lines: `${[names, ...body].map(row => row.map(asCell).join('\t')).join('\n')}\n`,
    comments: comments.filter((_, i) => i !== inComment?.place),
  };
}

interface SplitLines {
  readonly rows: readonly string[];
  readonly comments: readonly string[];
  /** Line number of each row, counted from 1. */
  readonly numbers: readonly number[];
}

/** Rows and the comments before the first of them; later comments and empty lines are skipped. */
function splitLines(text: string): SplitLines {
  const rows: string[] = [];
  const numbers: number[] = [];
  const comments: string[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    if (!trimmed.startsWith('#')) {
      rows.push(line);
      numbers.push(index + 1);
    } else if (rows.length === 0) comments.push(trimmed.replace(/^#+\s?/, ''));
  }
  return { rows, comments, numbers };
}

/** The delimiter that splits every line of the sample into equally many cells, more than one, ignoring quoted texts; else a blank. */
function guessDelimiter(rows: readonly string[]): string {
  const sample = rows.slice(0, SAMPLE).map(row => row.replaceAll(/"(?:[^"]|"")*"/g, '""'));
  const splitsAlike = (delimiter: string): boolean => {
    const widths = new Set(sample.map(row => splitCells(row, delimiter).length));
    return widths.size === 1 && !widths.has(1);
  };
  return DELIMITERS.find(splitsAlike) ?? ' ';
}

/** Cells of a line; a delimiter within quotes is part of its cell. */
function splitCells(line: string, delimiter: string): string[] {
  if (!line.includes('"'))
    return delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter).map(cell => cell.trim());
  const cells: string[] = [];
  const blank = delimiter === ' ';
  const pattern = blank
    ? /"((?:[^"]|"")*)"|(\S+)/g
    : new RegExp(`\\s*"((?:[^"]|"")*)"\\s*(?:\\${delimiter}|$)|([^\\${delimiter}]*)(?:\\${delimiter}|$)`, 'gy');
  for (const match of line.matchAll(pattern)) {
    if (!blank && match[0] === '' && match.index === line.length && !line.endsWith(delimiter)) break;
    cells.push(match[1] === undefined ? match[2].trim() : `"${match[1]}"`);
  }
  return cells;
}

/**
 * The names in the last comment, or in the first as astropy writes them, if it has as many words as the rows have cells, and
 * none of them is a number.
 */
function namesInComments(
  comments: readonly string[],
  width: number,
  delimiter: string,
): { names: string[]; place: number } | null {
  if (width === 1) return null;
  for (const place of [comments.length - 1, 0])
    for (const way of new Set([delimiter, ' '])) {
      const names = splitCells(comments[place] ?? '', way);
      if (names.length === width && !names.some(isNumber)) return { names, place };
    }
  return null;
}

/** Empty quotes among numbers or booleans are a missing value, which blanks as delimiters require. */
function withoutEmptyQuotes(rows: readonly string[][]): readonly string[][] {
  const isTyped = (cell: string): boolean => isNumber(cell) || /^(true|false)$/i.test(cell);
  const isToEmpty = (k: number): boolean =>
    rows.some(row => row[k] === '""') &&
    rows.some(row => isTyped(row[k])) &&
    rows.every(({ [k]: cell }) => cell === '""' || cell === '' || isTyped(cell));
  const columns = (rows[0] ?? []).map((_, k) => isToEmpty(k));
  if (!columns.includes(true)) return rows;
  return rows.map(row => row.map((cell, k) => (columns[k] && cell === '""' ? '' : cell)));
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$|^[+-]?(nan|inf(inity)?)$/i.test(text);
}

/** A cell that CSV reads as the same text. */
function asCell(cell: string): string {
  if (cell.startsWith('"') && cell.endsWith('"') && cell.length > 1) return cell;
  const exponent = /^([+-]?\d*\.?\d*)[dD]([+-]?\d+)$/.exec(cell); // FORTRAN's double precision
  if (exponent !== null && /\d/.test(exponent[1])) return `${exponent[1]}e${exponent[2]}`;
  return /["\t]|^#/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
