/**
 * A CSV text to cells by column, with the lines they came from.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type CsvCell, splitCsv } from './split-csv.js';

/** A CSV text taken apart; nothing is known of types yet. */
export interface CsvRecords {
  /** The columns' names. */
  readonly names: readonly string[];
  /** Whether all names stood in quotes. */
  readonly headerQuoted: boolean;
  /** The cells of each column, below the header. */
  readonly cells: readonly (readonly CsvCell[])[];
  /** Whether a cell of the column stood in quotes. */
  readonly quoted: readonly boolean[];
  /** The line each row began in, counted from 1. */
  readonly lines: readonly number[];
  /** The `#` lines above the header, without the sign. */
  readonly comments: readonly string[];
}

/**
 * Takes a CSV text apart.
 *
 * @throws PhotometryError `bad-csv` naming the line: no header, a record with more or fewer cells
 */
export function readRecords(text: string, delimiter: string, name: string): CsvRecords {
  const head = readComments(text);
  const names: string[] = [];
  const cells: CsvCell[][] = [];
  const quoted: boolean[] = [];
  const lines: number[] = [];
  let headerQuoted = true;
  let inHeader = true;
  splitCsv(
    text,
    delimiter,
    name,
    {
      cell(cell, column, isQuoted) {
        if (inHeader) {
          names.push(cell ?? '');
          cells.push([]);
          quoted.push(false);
          headerQuoted &&= isQuoted;
        } else if (column < names.length) {
          cells[column].push(cell);
          if (isQuoted) quoted[column] = true;
        }
      },
      endRecord(count, line) {
        if (inHeader) inHeader = false;
        else if (count === names.length) lines.push(line);
        else
          throw new PhotometryError(
            'bad-csv',
            `${name}, line ${line}: ${count} cells, but the header names ${names.length} columns (${names.join(', ')})`,
            { line, cells: count, columns: names.length },
          );
      },
    },
    head,
    () => names.length === 1 && !inHeader,
  );
  if (names.length === 0)
    throw new PhotometryError('bad-csv', `${name}: no header line; the first line must name the columns`);
  return { names, headerQuoted, cells, quoted, lines, comments: head.comments };
}

/** The lines above the header that begin with `#`, and where the header begins. */
function readComments(text: string): { comments: string[]; offset: number; line: number } {
  const comments: string[] = [];
  let offset = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  while (text[offset] === '#') {
    const length = text.slice(offset).search(/[\r\n]/);
    const end = length < 0 ? text.length : offset + length;
    comments.push(text.slice(offset + 1, end).trim());
    offset = end + (text.startsWith('\r\n', end) ? 2 : 1);
    line++;
  }
  return { comments, offset, line };
}
