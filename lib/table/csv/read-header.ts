/**
 * Reads what is above the rows of a CSV file: comments and the names of the columns.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { decodeText } from './cells/text-decoding.js';
import { excelHintLength } from './guess-delimiter.js';
import { type CsvRecord, splitRecord } from './split-record.js';

/** The head of a CSV file. */
export interface CsvHeader {
  /** The names as in the file: some may be empty or equal. */
  readonly names: readonly string[];
  /** Whether all names were quoted. */
  readonly isQuoted: boolean;
  /** The `#` lines above the names, without the sign. */
  readonly comments: readonly string[];
  /** Where the rows begin [byte]. */
  readonly end: number;
  /** The line in which they begin, counted from 1. */
  readonly line: number;
  /** Units below the names, as VizieR writes them; empty if there are none. */
  readonly units: readonly string[];
  /** Whether a line of dashes is below the names: in such a file a line that begins with # ends the table. */
  readonly hasRule: boolean;
}

/** Bytes in which the head is sought first; then ever more. */
const FIRST = 1 << 14;
/** Maximum total length of the names; longer ones are not names, but a binary file, say. */
const LONGEST = 1 << 24;
/** Maximum number of columns of a table. */
const MAX_COLUMNS = 100_000;

/**
 * Reads the head of a CSV file from its first bytes.
 *
 * @param isLast whether these are all bytes of the file
 * @returns null if the head may go on beyond the bytes
 * @throws PhotometryError `bad-csv` if there are no names or more than 100,000, or naming the line of a bad quote
 */
export function readHeader(bytes: Uint8Array, isLast: boolean, delimiter: string, name: string): CsvHeader | null {
  const most = Math.min(bytes.length, LONGEST);
  const isWhole = isLast && most === bytes.length;
  for (let length = Math.min(FIRST, most); ; length = Math.min(4 * length, most)) {
    const header = headerIn(bytes.subarray(0, length), isWhole && length === most, delimiter, name);
    if (header !== null) return header;
    if (length === most) break;
  }
  if (!isLast && most < LONGEST) return null;
  throw new PhotometryError('bad-csv', `${name}: no header line; the first line must name the columns`, { line: 1 });
}

/** The head, if it ends within these bytes. */
function headerIn(bytes: Uint8Array, isWhole: boolean, delimiter: string, name: string): CsvHeader | null {
  // one character a byte: places in the text are then places in the file
  const text = binaryText(bytes);
  const head = readComments(text);
  let at = head.offset;
  let line = head.line;
  while (at < text.length) {
    const record = splitRecord(text, at, line, delimiter, name, isWhole);
    if (record === null) break;
    at = record.next;
    line = record.nextLine;
    if (record.cells.length === 1 && record.cells[0] === '' && !record.quoted[0]) continue; // an empty line
    if (record.cells.length > MAX_COLUMNS)
      throw new PhotometryError(
        'bad-csv',
        `${name}, line ${line - 1}: the header names ${record.cells.length.toLocaleString('en-US')} columns, more than a table has; is it a CSV file?`,
        { columns: record.cells.length },
      );
    const below = ruleBelow(text, record, { delimiter, name, isWhole });
    if (below === null) break;
    return {
      names: withoutTrailing(text, below, record, { delimiter, name, isWhole }).map(textOf),
      isQuoted: record.quoted.every(Boolean),
      comments: head.comments.map(textOf),
      end: Math.min(below.next, bytes.length),
      line: below.nextLine,
      units: below.units.map(textOf),
      hasRule: below.hasRule,
    };
  }
  return null;
}

/** How a text is split. */
interface Splitting {
  readonly delimiter: string;
  readonly name: string;
  readonly isWhole: boolean;
}

/** Where the rows begin, below a line of dashes if there is one. */
interface Below {
  readonly next: number;
  readonly nextLine: number;
  readonly units: readonly string[];
  readonly hasRule: boolean;
}

/**
 * What is between names and rows: nothing, or VizieR's line of dashes, with a line of units above it.
 *
 * @returns null if the text may go on
 */
function ruleBelow(text: string, names: CsvRecord, { delimiter, name, isWhole }: Splitting): Below | null {
  const nothing = { next: names.next, nextLine: names.nextLine, units: [], hasRule: false };
  if (names.cells.length < 2) return nothing;
  let [at, line] = [names.next, names.nextLine];
  let units: readonly string[] = [];
  for (let below = 0; below < 2; below++) {
    if (at >= text.length) return isWhole ? nothing : null;
    const record = recordAt(text, at, line, delimiter, name, isWhole);
    if (record === undefined) return nothing;
    if (record === null) return null;
    if (isRule(record.cells, names.cells.length))
      return { next: record.next, nextLine: record.nextLine, units, hasRule: true };
    units = record.cells.map(cell => cell.trim());
    [at, line] = [record.next, record.nextLine];
  }
  return nothing;
}

/** A record; undefined if the text there is no record, which the reading of the rows will tell. */
function recordAt(...args: Parameters<typeof splitRecord>): CsvRecord | null | undefined {
  try {
    return splitRecord(...args);
  } catch (error) {
    if (error instanceof PhotometryError) return undefined;
    throw error;
  }
}

/** Whether all cells are dashes, several in at least one: a single one may mean missing. */
function isRule(cells: readonly string[], count: number): boolean {
  return cells.length === count && cells.every(cell => /^-+$/.test(cell)) && cells.some(cell => cell.length > 2);
}

/** The names without empty ones at the end, if the first row has nothing there either: a delimiter at the end of the line. */
function withoutTrailing(
  text: string,
  below: Below,
  names: CsvRecord,
  { delimiter, name, isWhole }: Splitting,
): readonly string[] {
  const { cells, quoted } = names;
  let count = cells.length;
  if (count < 2 || cells[count - 1] !== '' || quoted[count - 1]) return cells;
  const first = recordAt(text, below.next, below.nextLine, delimiter, name, isWhole)?.cells ?? [];
  while (count > 1 && cells[count - 1] === '' && !quoted[count - 1] && (first[count - 1] ?? '') === '') count--;
  return cells.slice(0, count);
}

/** The lines above the names that begin with `#`, and where the names begin; Excel's `sep=;` is skipped. */
function readComments(text: string): { comments: string[]; offset: number; line: number } {
  const comments: string[] = [];
  let offset = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0; // a byte order mark
  let line = 1;
  const hint = excelHintLength(text.slice(offset, offset + 8));
  if (hint > 0) line++;
  offset += hint;
  const lineEnd = /[\r\n]/g;
  while (text[offset] === '#') {
    lineEnd.lastIndex = offset;
    const end = lineEnd.exec(text)?.index ?? text.length;
    comments.push(text.slice(offset + 1, end).trim());
    offset = end + (text.startsWith('\r\n', end) ? 2 : 1);
    line++;
  }
  return { comments, offset, line };
}

function binaryText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

function textOf(binary: string): string {
  return decodeText(Uint8Array.from(binary, character => character.charCodeAt(0)));
}
