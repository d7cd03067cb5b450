/**
 * The header of an IPAC table: keywords, comments, and up to four lines between bars.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { uniqueNames } from '../../table/column/column-names.js';
import { parseFloat64 } from '../text/number-text.js';

/** A column's type; `guess` where the header has names alone. */
export type IpacType = 'int' | 'long' | 'double' | 'char' | 'date' | 'guess';

/** A column as the header describes it. */
export interface IpacColumn {
  readonly name: string;
  readonly type: IpacType;
  readonly unit: string;
  /** Text of a missing value; null if the header has no line for it. */
  readonly nullText: string | null;
  /** First character of its cells. */
  readonly start: number;
  /** One past their last. */
  readonly end: number;
}

/** What precedes the rows of an IPAC table. */
interface IpacHeader {
  readonly columns: readonly IpacColumn[];
  readonly keywords: Readonly<Record<string, string | number>>;
  readonly comments: readonly string[];
  /** What comments say of columns, by name. */
  readonly descriptions: ReadonlyMap<string, string>;
  /** How many lines the header has. */
  readonly lines: number;
}

/** Types in the order in which their abbreviations are tried: `d` is double, `da` date. */
const TYPES: readonly (readonly [string, IpacType])[] = [
  ['integer', 'int'],
  ['long', 'long'],
  ['double', 'double'],
  ['float', 'double'],
  ['real', 'double'],
  ['char', 'char'],
  ['date', 'date'],
];
const KEYWORD = /^\\(\w+)\s*=\s*(.*)$/;
/** Archives describe a column in two comments: its name, then this and the text. */
const DESCRIPTION = /^_{3,}\s*(.*)$/;

/**
 * Reads the header.
 *
 * @param path the file, for messages
 * @throws PhotometryError `bad-table` naming the line: no line between bars, more than four, a type unknown
 */
export function readIpacHeader(lines: readonly string[], path: string): IpacHeader {
  const keywords = new Map<string, string | number>();
  const comments: string[] = [];
  const descriptions = new Map<string, string>();
  const barred: string[] = [];
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at].trimEnd();
    if (line.startsWith('|')) barred.push(line.endsWith('|') ? line : notBarred(line, at, path));
    else if (line.startsWith('\\') && barred.length === 0) readNote(line, keywords, comments, descriptions);
    else if (line !== '' || barred.length > 0) break;
  }
  if (barred.length === 0 || barred.length > 4)
    throw new PhotometryError(
      'bad-table',
      `${path}, line ${at + 1}: an IPAC table has one to four header lines between bars '|', got ${barred.length}`,
      { path, line: at + 1 },
    );
  const columns = describeColumns(barred, at - barred.length + 1, path);
  return { columns, keywords: Object.fromEntries(keywords), comments, descriptions, lines: at };
}

/** Whether these are the first lines of an IPAC table: bars, and below the names types that IPAC knows. */
export function looksLikeIpac(lines: readonly string[]): boolean {
  const barred = lines.filter(line => !line.startsWith('\\')).map(line => line.trimEnd());
  const isBarred = barred.length > 1 && barred.slice(0, 2).every(line => /^\|.*\|$/.test(line));
  return isBarred && cellsOf(barred[1]).every(cell => typeOf(cell) !== undefined);
}

/** A keyword or comment line. */
function readNote(
  line: string,
  keywords: Map<string, string | number>,
  comments: string[],
  descriptions: Map<string, string>,
): void {
  const keyword = KEYWORD.exec(line);
  if (keyword === null) {
    const comment = line.slice(1).trim();
    const described = DESCRIPTION.exec(comment);
    if (described !== null) descriptions.set((comments.at(-1) ?? '').split(' ')[0], described[1]);
    if (comment !== '') comments.push(comment);
    return;
  }
  const value = keywordValue(keyword[2]);
  const before = keywords.get(keyword[1]);
  // a text goes on in a second line of the same keyword
  keywords.set(keyword[1], typeof before === 'string' && typeof value === 'string' ? before + value : value);
}

function keywordValue(text: string): string | number {
  const trimmed = text.trim();
  const quoted = /^(["'])(.*)\1$/.exec(trimmed);
  if (quoted !== null) return quoted[2];
  const number = parseFloat64(trimmed);
  return number !== null && Number.isFinite(number) && String(trimmed).length < 17 ? number : trimmed;
}

function describeColumns(barred: readonly string[], firstLine: number, path: string): IpacColumn[] {
  const [names, types, units, nulls] = barred.map(cellsOf);
  for (const [i, cells] of [names, types, units, nulls].entries())
    if (cells !== undefined && cells.length !== names.length)
      throw new PhotometryError(
        'bad-table',
        `${path}, line ${firstLine + i}: ${cells.length} entries between bars, but ${names.length} column names above`,
        { path, line: firstLine + i },
      );
  const unique = uniqueNames(names.map(stripDashes));
  let start = 1;
  return names.map((cell, i) => {
    const end = start + cell.length;
    const column: IpacColumn = {
      name: unique[i],
      type: types === undefined ? 'guess' : knownType(types[i], unique[i], firstLine + 1, path),
      unit: units?.[i].trim() ?? '',
      nullText: nulls?.[i].trim() ?? null,
      start,
      end,
    };
    start = end + 1;
    return column;
  });
}

function cellsOf(line: string): string[] {
  return line.slice(1, -1).split('|');
}

/** Some archives fill the header with dashes: `|---ra---|`. */
function stripDashes(cell: string): string {
  return cell.replace(/^[ -]+/, '').replace(/[ -]+$/, '');
}

function typeOf(cell: string): IpacType | undefined {
  const word = stripDashes(cell).toLowerCase();
  return word === '' ? undefined : TYPES.find(([name]) => name.startsWith(word))?.[1];
}

function knownType(cell: string, column: string, line: number, path: string): IpacType {
  const type = typeOf(cell);
  if (type !== undefined) return type;
  throw new PhotometryError(
    'bad-table',
    `${path}, line ${line}, column '${column}': unknown type '${cell.trim()}'; IPAC has int, long, double, float, real, char, date`,
    { path, line, column },
  );
}

function notBarred(line: string, at: number, path: string): never {
  throw new PhotometryError(
    'bad-table',
    `${path}, line ${at + 1}: a header line must end with a bar '|': ${line.slice(-40)}`,
    {
      path,
      line: at + 1,
    },
  );
}
