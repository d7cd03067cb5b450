/**
 * Columns computed from the row, or given.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Lists } from '../column/lists.js';
import { ownValue } from '../column/own-value.js';
import type { WithUnit } from '../column/quantity.js';
import { type TableData, withColumns } from '../column/table-data.js';
import type { Vectors } from '../column/vectors.js';
import { type Row, rowCursor } from '../views/row-cursor.js';
import { type ColumnInput, storeColumn } from '../views/store-column.js';

/**
 * How to make each new column of a table of `C`: a function of the row, or the values themselves.
 *
 * The row moves on after the call: do not keep it. Results must be of one type in all rows; null
 * means missing. Numbers become float64.
 */
export interface Recipe<C> {
  readonly [name: string]: ((row: Row<C>, index: number) => unknown) | ColumnInput<unknown>;
}

/** The values that a column made as `S` of a {@link Recipe} holds. */
export type Derived<S> = S extends (...row: never[]) => infer V
  ? V
  : S extends Vectors<infer V>
    ? V
    : S extends Lists<infer V>
      ? V
      : S extends ArrayLike<infer V>
        ? V
        : never;

/** A value in the unit that the record `U` has for column `K`, if it has one. */
export type InUnit<V, U, K> = K extends keyof U ? (U[K] extends string ? WithUnit<V, U[K]> : V) : V;

/** A text for some of the columns `N`. */
export type ColumnTexts<N> = { readonly [K in keyof N & string]?: string };

/** What may go with new columns. */
export interface DeriveOptions<N> {
  /** Unit of each column: `{ flux: 'electron' }`. */
  readonly units?: ColumnTexts<N>;
  /** What each column holds, in one line. */
  readonly descriptions?: ColumnTexts<N>;
}

/** Adds columns, or puts new ones in the place of old ones. All functions see the old columns. */
export function derive<C>(data: TableData, recipe: Recipe<C>, options: DeriveOptions<object> = {}): TableData {
  const { length } = data;
  const { units, descriptions } = options as DeriveOptions<Record<string, unknown>>;
  const stored = new Map(data.stored);
  for (const [name, source] of Object.entries(recipe)) {
    const values = typeof source === 'function' ? resultsOf(data, source) : source;
    const texts = { unit: ownValue(units, name), description: ownValue(descriptions, name) };
    const column = storeColumn(name, values, texts);
    if (column.values.length !== length)
      throw new PhotometryError(
        'length-mismatch',
        `The new column '${name}' has ${column.values.length} values, but the table has ${length} rows`,
        { column: name, expected: length, got: column.values.length },
      );
    stored.set(name, column);
  }
  return withColumns(data, stored);
}

/** The results of a function for all rows: a Float64Array as long as all are numbers. */
function resultsOf<C>(data: TableData, compute: (row: Row<C>, index: number) => unknown): ArrayLike<unknown> {
  const { length } = data;
  const { row, position } = rowCursor<C>(data);
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    position.index = i;
    const result = compute(row, i);
    if (typeof result !== 'number') return otherResults(numbers, i, result, data, compute);
    numbers[i] = result;
  }
  return numbers;
}

/** Continues from row `at`, whose result is not a number. */
function otherResults<C>(
  numbers: Float64Array,
  at: number,
  result: unknown,
  data: TableData,
  compute: (row: Row<C>, index: number) => unknown,
): unknown[] {
  const { row, position } = rowCursor<C>(data);
  const results: unknown[] = Array.from(numbers.subarray(0, at));
  results.push(result);
  for (let i = at + 1; i < data.length; i++) {
    position.index = i;
    results.push(compute(row, i));
  }
  return results;
}
