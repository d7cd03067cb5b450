/**
 * The place of each row in the order of a column.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { inTableOrder, namesOf, partitionRows } from '../partition.js';
import type { SortOrder } from '../row-order.js';
import { type StoredColumn, stored } from '../stored-column.js';
import { requireColumn, type TableData, withColumns } from '../table-data.js';
import { takeRows } from '../take-rows.js';

/**
 * The rank of rows of equal value: the mean, smallest or largest of their places; `dense` counts different values;
 * `ordinal` gives each row its own place, in the order of the table.
 */
export type RankMethod = 'average' | 'min' | 'max' | 'dense' | 'ordinal';

/** Settings of a ranking. */
export interface RankOptions<K extends string = string, A extends string = string> {
  /** Name of the new column (default: the column's with `_rank`). */
  readonly as?: A;
  /** What rows of equal value get (default `average`). */
  readonly method?: RankMethod;
  /** Which end has rank 1: the smallest (`ascending`, default) or the largest value. */
  readonly order?: SortOrder;
  /** Columns whose groups are ranked each for itself. */
  readonly within?: K | readonly K[];
  /** Divide by the highest rank, so that 1 is the last (default false). */
  readonly fraction?: boolean;
}

const METHODS: readonly RankMethod[] = ['average', 'min', 'max', 'dense', 'ordinal'];

/** Adds the ranks, from 1, of the column `name`; NaN where it has no value. */
export function rank(data: TableData, name: string, options: RankOptions = {}): TableData {
  const { as = `${name}_rank`, method = 'average', order = 'ascending', within, fraction = false } = options;
  if (!METHODS.includes(method))
    throw new PhotometryError('bad-argument', `rank: the method is one of ${METHODS.join(', ')}, got '${method}'`);
  const partition = partitionRows(data, namesOf(within), name, order);
  const column = takeRows(requireColumn(data, name), partition.rows);
  const ranks = new Float64Array(data.length).fill(NaN);
  let start = 0;
  for (const end of partition.ends) {
    rankGroup(column, start, end, method, fraction, ranks);
    start = end;
  }
  return withColumns(data, new Map(data.stored).set(as, inTableOrder(stored('float64', ranks), partition)));
}

/** Ranks of sorted rows `start` to `end`, written into `out`. */
function rankGroup(
  column: StoredColumn,
  start: number,
  end: number,
  method: RankMethod,
  fraction: boolean,
  out: Float64Array,
): void {
  const values = column.values as ArrayLike<unknown>;
  const { valid } = column;
  let stop = end; // missing values are last
  while (stop > start && (Number.isNaN(values[stop - 1]) || (valid !== null && valid[stop - 1] === 0))) stop--;
  let different = 0;
  for (let first = start; first < stop; ) {
    let next = first + 1;
    while (next < stop && values[next] === values[first]) next++;
    different++;
    for (let i = first; i < next; i++)
      out[i] = rankOf(method, first - start + 1, next - start, different, i - start + 1);
    first = next;
  }
  const highest = method === 'dense' ? different : stop - start;
  if (fraction) for (let i = start; i < stop; i++) out[i] /= highest;
}

/** The rank of a row among those of equal value, which stand from `first` to `last`. */
function rankOf(method: RankMethod, first: number, last: number, different: number, place: number): number {
  switch (method) {
    case 'average':
      return (first + last) / 2;
    case 'min':
      return first;
    case 'max':
      return last;
    case 'dense':
      return different;
    case 'ordinal':
      return place;
  }
}
