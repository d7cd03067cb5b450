/**
 * Tables of CDS and machine-readable tables of the AAS journals.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import { uniqueNames } from '../../table/column/column-names.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import { missingColumn, type TableData } from '../../table/column/table-data.js';
import type { ReadTableOptions, TableFile } from '../../table/files/formats.js';
import { detachedText } from '../detached-text.js';
import { parseFloat64 } from '../text/number-text.js';
import { type TextKind, textColumn } from '../text/text-columns.js';
import { type ByteByByte, baseName, descriptionOf, isRule, readDescriptions } from './byte-by-byte.js';
import type { CdsColumn, CdsLimits } from './cds-column.js';
import { readFacts } from './cds-facts.js';
import { degreesColumns } from './degrees-columns.js';

/** What a table is read from: its description, and the lines of its rows. */
interface CdsTable {
  readonly description: ByteByByte;
  readonly about: readonly string[];
  readonly rows: readonly string[];
  /** Line of the first row in its file, from 1. */
  readonly firstLine: number;
}

interface ReadRows {
  readonly stored: Map<string, StoredColumn>;
  readonly length: number;
}

/**
 * Reads a table; see `cdsFormat` for the rules. Null if no description is found.
 *
 * @throws PhotometryError `bad-table` naming line, column and bytes; `missing-column`; `no-such-file` for `readme`
 */
export async function readCds(file: TableFile, options: ReadTableOptions): Promise<TableData | null> {
  const lines = (await file.text()).split(/\r\n|\n|\r/);
  const table = (await describedElsewhere(file, lines, options.readme)) ?? describedInside(file, lines);
  if (table === null) return null;
  const names = uniqueNames(table.description.columns.map(({ name }) => name));
  const { stored, length } = readRows(table, names, file.path);
  const all = new Map([...stored, ...degreesColumns(stored, length)]);
  for (const name of options.columns ?? []) if (!all.has(name)) missingColumn(name, [...all.keys()]);
  const limits = limitsOf(table.description.columns, names);
  const facts = readFacts(table.about, table.description.line, baseName(file.path));
  const meta = Object.freeze({ ...facts, ...(limits === null ? {} : { limits }) });
  return { stored: all, length, meta, provenance: [] };
}

/** A table whose columns a ReadMe describes. */
async function describedElsewhere(
  file: TableFile,
  rows: readonly string[],
  given: string | undefined,
): Promise<CdsTable | null> {
  const text = given === undefined ? await file.companion('ReadMe') : await textOf(file, given);
  if (text === null) return null;
  const about = text.split(/\r\n|\n|\r/);
  const name = given ?? 'ReadMe';
  const descriptions = readDescriptions(about, name);
  const description = descriptionOf(descriptions, file.path);
  if (description !== undefined) return { description, about, rows, firstLine: 1 };
  if (given === undefined) return null;
  const known = descriptions.flatMap(({ files }) => files).join(', ');
  throw new PhotometryError('bad-table', `${name} describes ${known || 'no table'}, not ${baseName(file.path)}`, {
    path: file.path,
    readme: given,
  });
}

/** The text of a file in the folder of the table, or of the path itself. @throws PhotometryError `no-such-file` */
async function textOf(file: TableFile, name: string): Promise<string> {
  return (await file.companion(name)) ?? (await platform.readText(name));
}

/** A table that begins with its description: the rows are below the last rule. */
function describedInside(file: TableFile, lines: readonly string[]): CdsTable | null {
  const descriptions = readDescriptions(lines, file.path);
  const description = descriptions[0];
  if (description === undefined) return null;
  if (/^readme/i.test(baseName(file.path))) {
    const tables = descriptions.flatMap(({ files }) => files).join(', ');
    throw new PhotometryError('bad-table', `${file.path} describes tables but is not one: read one of ${tables}`, {
      path: file.path,
    });
  }
  const lastRule = lines.findLastIndex(isRule);
  return { description, about: lines.slice(0, lastRule + 1), rows: lines.slice(lastRule + 1), firstLine: lastRule + 2 };
}

/** Reads the columns cell by cell from the lines. Blank lines are not rows. */
function readRows({ description, rows, firstLine }: CdsTable, names: readonly string[], path: string): ReadRows {
  const filled = rows.flatMap((text, i) => (text.trim() === '' ? [] : [{ text, line: firstLine + i }]));
  const stored = new Map<string, StoredColumn>();
  description.columns.forEach((column, i) => {
    stored.set(names[i], readColumn(column, filled, path));
  });
  return { stored, length: filled.length };
}

function readColumn(column: CdsColumn, rows: readonly { text: string; line: number }[], path: string): StoredColumn {
  const { name, start, end, unit, format, description } = column;
  const kind = kindOf(column);
  const cells = textColumn(kind);
  const nulls = nullTest(column, kind);
  for (const { text, line } of rows) {
    const cell = detachedText(text.slice(start, end).trim());
    if (nulls(cell)) cells.addMissing();
    else if (!cells.add(cell))
      throw new PhotometryError(
        'bad-table',
        `${path}, line ${line}, bytes ${start + 1} to ${end}: '${cell}' is not a valid ${kind} for column '${name}'`,
        { path, line, column: name, byte: start + 1, text: cell },
      );
  }
  return cells.finish({ unit, description, format });
}

/** Whole numbers of up to nine digits fit 32 bits. */
function kindOf({ letter, start, end }: CdsColumn): TextKind {
  if (letter === 'A') return 'string';
  if (letter !== 'I') return 'float64';
  return end - start <= 9 ? 'int32' : 'int64';
}

/** Whether a cell is missing: blank, one of the texts for missing values, or a number equal to one. */
function nullTest({ nulls }: CdsColumn, kind: TextKind): (cell: string) => boolean {
  if (nulls.length === 0) return cell => cell === '';
  const numbers = kind === 'string' ? [] : nulls.map(text => parseFloat64(text));
  return cell => cell === '' || nulls.includes(cell) || (numbers.length > 0 && isAmong(parseFloat64(cell), numbers));
}

function isAmong(value: number | null, numbers: readonly (number | null)[]): boolean {
  return value !== null && numbers.includes(value);
}

/** Limits by column, for those columns that state some; null if none does. */
function limitsOf(columns: readonly CdsColumn[], names: readonly string[]): Record<string, CdsLimits> | null {
  const entries = columns.flatMap(({ limits }, i) => (limits === null ? [] : [[names[i], limits] as const]));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
