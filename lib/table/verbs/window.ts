/**
 * Columns computed from the rows about each row.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { OrMissing } from '../column/or-missing.js';
import type { StoredColumn } from '../column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../column/table-data.js';
import { inPartitionOrder, inTableOrder, namesOf, partitionRows } from '../rows/partition.js';
import type { AggregateValue } from '../statistics/aggregated.js';
import type { AggregateResult } from '../statistics/aggregates.js';
import type { WindowFunction } from '../statistics/window-functions.js';
import { numbersOf } from '../windows/row-windows.js';

const DAY = 86_400_000;

/** By new column name, a window function such as `rolling(median('mag'), 5)`. */
export type WindowFunctions<C> = {
  readonly [name: string]: WindowFunction<keyof C & string, AggregateResult, keyof C & string>;
};

/** The type of a column made by a window function `F` from the columns `C`. */
export type Windowed<C, F> =
  F extends WindowFunction<string, infer R, infer V>
    ? R extends 'value'
      ? OrMissing<C[V & keyof C]>
      : AggregateValue<R, C[V & keyof C]>
    : never;

/** In which rows windows move, and in what order. */
export interface WindowOptions<K extends string = string> {
  /** Columns whose groups do not mix: each star for itself. Default: the whole table is one group. */
  readonly within?: K | readonly K[];
  /**
   * The column in whose order the rows are taken, and along which spans are measured; rows without a value there come
   * last. Default: the order of the table. The rows of the result stay where they were in any case.
   */
  readonly along?: K;
}

/** Adds columns, or puts new ones in the place of old ones. All functions see the old columns. */
export function addWindows(
  data: TableData,
  functions: Readonly<Record<string, WindowFunction>>,
  { within, along }: WindowOptions = {},
): TableData {
  const partition = partitionRows(data, namesOf(within), along ?? null);
  const inOrder = (name: string): StoredColumn => inPartitionOrder(requireColumn(data, name), partition);
  const ground = { ends: partition.ends, along: along === undefined ? null : distances(inOrder(along)) };
  const stored = new Map(data.stored);
  for (const [name, { columns, compute }] of Object.entries(checked(functions)))
    stored.set(name, inTableOrder(compute(columns.map(inOrder), ground), partition));
  return withColumns(data, stored);
}

function checked(functions: Readonly<Record<string, WindowFunction>>): Readonly<Record<string, WindowFunction>> {
  for (const [name, given] of Object.entries(functions))
    if (typeof given?.compute !== 'function')
      throw new PhotometryError(
        'bad-argument',
        `window takes window functions such as rolling(median('mag'), 5); '${name}' is ${String(given)}`,
      );
  return functions;
}

/** What spans are measured along; dates in days. */
function distances(column: StoredColumn): Float64Array | null {
  if (column.kind === 'string') return null;
  const numbers = numbersOf(column, 'window()');
  return column.kind === 'date' ? numbers.map(value => value / DAY) : numbers;
}
