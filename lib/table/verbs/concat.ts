/**
 * Tables one below the other.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import type { OrMissing } from '../column/or-missing.js';
import type { StoredColumn } from '../column/stored-column.js';
import { type TableData, withProblems } from '../column/table-data.js';
import { stackColumns } from '../rows/stack-columns.js';
import { allMissing } from '../rows/take-or-missing.js';

/** Settings of a concatenation. */
export interface ConcatOptions {
  /** What becomes of a column that some tables lack: an error (default), or missing values in their rows. */
  readonly missing?: 'error' | 'fill';
}

/** The columns of tables of `C` and of `D` one below the other, missing where one lacks a column. */
export type Concatenated<C, D> = {
  [P in keyof (C & D)]: P extends keyof C & keyof D
    ? C[P]
    : P extends keyof C
      ? OrMissing<C[P]>
      : P extends keyof D
        ? OrMissing<D[P]>
        : never;
};

/** What `table.concat` was given: tables, alone or in arrays, and perhaps options behind them. */
export function concatArguments(given: readonly unknown[]): { tables: TableData[]; options?: ConcatOptions } {
  const isTable = (value: unknown): value is { readonly data: TableData } =>
    typeof value === 'object' && value !== null && 'data' in value;
  const last = given.at(-1);
  const options = last === undefined || isTable(last) || Array.isArray(last) ? undefined : (last as ConcatOptions);
  const tables = given.flat().filter(isTable);
  return { tables: tables.map(table => table.data), options };
}

/**
 * The rows of all tables, with the columns of the first, then the additional columns of the others.
 *
 * Numbers of different kinds become the kind that holds both; units must agree.
 *
 * @throws PhotometryError `missing-column`, unless they are to be filled; `bad-argument` naming the column and what differs
 */
export function concat(tables: readonly TableData[], { missing = 'error' }: ConcatOptions = {}): TableData {
  const [first] = tables;
  if (tables.length === 1) return first;
  if (missing !== 'error' && missing !== 'fill')
    throw new PhotometryError('bad-argument', `concat: missing is 'error' or 'fill', got '${missing}'`);
  if (missing === 'error') checkNames(tables);
  const names = new Set(tables.flatMap(table => [...table.stored.keys()]));
  const stored = new Map<string, StoredColumn>();
  for (const name of names) stored.set(name, stackColumns('concat', name, partsOf(tables, name)));
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const provenance = Object.freeze([...new Set(tables.flatMap(table => table.provenance))]);
  return { ...first, stored, length, provenance, ...withProblems(...tables.map(table => table.problems)) };
}

/** A column of all tables; all missing where one lacks it. */
function partsOf(tables: readonly TableData[], name: string): StoredColumn[] {
  const model = tables.map(table => table.stored.get(name)).find(column => column !== undefined)!;
  return tables.map(table => table.stored.get(name) ?? allMissing(model, table.length));
}

function checkNames(tables: readonly TableData[]): void {
  const known = [...tables[0].stored.keys()];
  for (const [index, table] of tables.entries()) {
    const names = [...table.stored.keys()];
    const lacking = known.find(name => !table.stored.has(name));
    if (lacking !== undefined)
      throw new PhotometryError(
        'missing-column',
        `concat: table ${index + 1} has no column '${lacking}'${suggestion(lacking, names)}; to fill it, give { missing: 'fill' }`,
        { column: lacking, table: index },
      );
    const extra = names.find(name => !tables[0].stored.has(name));
    if (extra !== undefined)
      throw new PhotometryError(
        'missing-column',
        `concat: column '${extra}' is not in the first table${suggestion(extra, known)}; drop it, derive it there, or give { missing: 'fill' }`,
        { column: extra },
      );
  }
}
