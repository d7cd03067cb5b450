/**
 * Columns computed from the row, or given.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { ownValue } from '../own-value.js';
import { type Row, rowCursor } from '../row-cursor.js';
import { type ColumnInput, storeColumn } from '../store-column.js';
import { type TableData, withColumns } from '../table-data.js';

/**
 * How to make each new column: a function of the row, or the ready values.
 *
 * The row moves on after the call: do not keep it. Results must be of one type in all rows; null
 * means missing. Numbers become float64.
 */
export type Recipe<C, N> = {
  readonly [K in keyof N]: ((row: Row<C>, index: number) => N[K]) | ColumnInput<N[K]>;
};

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
export function derive<C, N>(data: TableData, recipe: Recipe<C, N>, options: DeriveOptions<N> = {}): TableData {
  const { length } = data;
  const { units, descriptions } = options as DeriveOptions<Record<string, unknown>>;
  const stored = new Map(data.stored);
  for (const name of Object.keys(recipe) as (keyof N & string)[]) {
    const source = recipe[name] as ((row: Row<C>, index: number) => unknown) | ColumnInput<unknown>;
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

/** The results of a function for all rows: a Float64Array as long as they are numbers. */
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

/** Goes on from row `at`, whose result is no number. */
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
