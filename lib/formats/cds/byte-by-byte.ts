/**
 * The byte-by-byte descriptions of a ReadMe file or of a machine-readable table.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type CdsColumn, readCdsColumn } from './cds-column.js';

/** A description: the files it is of, and their columns. */
export interface ByteByByte {
  /** Names as in the heading; `*` and `?` are wildcards, as in `table*.dat`. */
  readonly files: readonly string[];
  readonly columns: readonly CdsColumn[];
  /** Line of the heading, from 1. */
  readonly line: number;
}

const HEADING = /^\s*Byte-by-byte Description of file:?\s*(.*)$/i;

/** Whether a line separates sections. */
export function isRule(line: string): boolean {
  return line.startsWith('------') || line.startsWith('=======');
}

/**
 * All descriptions of a text.
 *
 * @param path for messages
 * @throws PhotometryError `bad-table` naming the line
 */
export function readDescriptions(lines: readonly string[], path: string): ByteByByte[] {
  const found: ByteByByte[] = [];
  for (let i = 0; i < lines.length; i++) {
    const heading = HEADING.exec(lines[i]);
    if (heading !== null) found.push(readDescription(lines, i, heading[1], path));
  }
  return found;
}

function readDescription(lines: readonly string[], at: number, heading: string, path: string): ByteByByte {
  let names = heading;
  let i = at + 1;
  // long lists of files go on in the lines below
  for (; i < lines.length && !isRule(lines[i].trimStart()); i++) names += ` ${lines[i]}`;
  // a rule, the line "Bytes Format Units Label Explanations", a rule
  i += 3;
  const columns: CdsColumn[] = [];
  for (; i < lines.length && !isRule(lines[i].trimStart()); i++) {
    const column = readCdsColumn(lines[i]);
    const before = columns.at(-1);
    if (column !== null) {
      if (column.start < 0 || column.end <= column.start)
        throw badLine(path, i, `the bytes of column '${column.name}' end before they begin`);
      columns.push(column);
    } else if (before !== undefined) before.description = `${before.description} ${lines[i].trim()}`.trim();
    else if (lines[i].trim() !== '') throw badLine(path, i, `'${lines[i].trim()}' describes no column`);
  }
  if (columns.length === 0) throw badLine(path, at, 'this byte-by-byte description has no columns');
  return { files: names.split(/[,\s]+/).filter(name => name !== ''), columns, line: at + 1 };
}

function badLine(path: string, index: number, problem: string): PhotometryError {
  return new PhotometryError('bad-table', `${path}, line ${index + 1}: ${problem}`, { path, line: index + 1 });
}

/** A path's last part, without the ending of a compression. */
export function baseName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? '').replace(/\.(gz|bz2|Z)$/i, '');
}

/** The first description of a file; undefined if there is none. Compression extensions are ignored. */
export function descriptionOf(descriptions: readonly ByteByByte[], path: string): ByteByByte | undefined {
  const name = baseName(path);
  return descriptions.find(({ files }) => files.some(pattern => matches(pattern, name)));
}

/** Whether a name matches a pattern with the wildcards `*` and `?`, ignoring case. */
function matches(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  let [at, i] = [0, 0];
  let [star, resume] = [-1, 0];
  while (i < given.length) {
    if (wanted[at] === '*') {
      star = at++;
      resume = i;
    } else if (wanted[at] === '?' || wanted[at] === given[i]) {
      at++;
      i++;
    } else if (star !== -1) {
      // the last asterisk takes one letter more
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}
