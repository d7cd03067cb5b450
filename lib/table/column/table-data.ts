/**
 * What a table is made of, and the checks that every verb shares.
 *
 * Verbs are functions from {@link TableData} to {@link TableData}; the class `Table` is their menu.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { joinProblems, type Problems } from '../../core/problem.js';
import type { Provenance } from '../../core/provenance.js';
import type { StoredColumn, StoredColumns } from './stored-column.js';

/** Facts about a table as a whole: the keywords of its file, who made it. */
export type TableMeta = Readonly<Record<string, unknown>>;

/** What a table is made of. Shared between tables, never written to. */
export interface TableData {
  /** The columns by name, all of `length` rows. */
  readonly stored: StoredColumns;
  /** Number of rows. */
  readonly length: number;
  /** Facts about the whole table. */
  readonly meta: TableMeta;
  /** Provenance of the table, oldest step first. */
  readonly provenance: Provenance;
  /** What was noticed while the table was read or made; absent if nothing was. */
  readonly problems?: Problems;
  /** Lines shown with the table, such as how many frames it was made from; absent if there are none. */
  readonly notes?: readonly string[];
}

/** The problems of several values as a field of {@link TableData}; no field if there are none. */
export function withProblems(...lists: readonly (Problems | undefined)[]): Pick<TableData, 'problems'> {
  const problems = joinProblems(...lists);
  return problems.length > 0 ? { problems } : {};
}

/** The same table with other columns of the same length. */
export function withColumns(data: TableData, stored: StoredColumns): TableData {
  return { ...data, stored };
}

/** The same columns with other rows: `change` makes each new column. */
export function withRows(data: TableData, length: number, change: (column: StoredColumn) => StoredColumn): TableData {
  const stored = new Map<string, StoredColumn>();
  for (const [name, column] of data.stored) stored.set(name, change(column));
  return { ...data, stored, length };
}

/** The column `name`. @throws PhotometryError `missing-column`, with the nearest names */
export function requireColumn(data: TableData, name: string): StoredColumn {
  return data.stored.get(name) ?? missingColumn(name, [...data.stored.keys()]);
}

/** Throws if one of `names` is not a column. */
export function requireColumns(data: TableData, names: readonly string[]): void {
  for (const name of names) requireColumn(data, name);
}

/** Throws the error for an unknown column, with the nearest names and, in a small table, all of them. */
export function missingColumn(given: string, known: readonly string[]): never {
  const name = String(given); // without types it may be anything
  const nearest = suggestion(name, known);
  const all = nearest === '' && known.length <= 30 ? `; columns: ${known.join(', ') || 'none'}` : '';
  throw new PhotometryError('missing-column', `No column '${name}'${nearest}${all}`, { column: name, columns: known });
}

/** The length that all columns have. @throws PhotometryError `length-mismatch` naming columns and lengths */
export function commonLength(stored: ReadonlyMap<string, StoredColumn>): number {
  const lengths = [...stored].map(([name, column]) => ({ name, length: column.values.length }));
  const length = lengths[0]?.length ?? 0;
  if (lengths.every(column => column.length === length)) return length;
  const list = lengths.map(column => `${column.name} has ${column.length}`).join(', ');
  throw new PhotometryError('length-mismatch', `The columns of a table must be of equal length: ${list}`, { lengths });
}
