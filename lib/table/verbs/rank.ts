/**
 * The place of each row in the order of a column.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../column/table-data.js';
import { inPartitionOrder, namesOf, type Partition, partitionRows } from '../rows/partition.js';
import type { SortOrder } from '../rows/row-order.js';
import { numbersOf } from '../windows/row-windows.js';

/**
 * The rank of rows of equal value: the mean, smallest or largest of their places; `dense` counts different values;
 * `ordinal` gives each row a rank of its own, in the order of the table.
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

/** Adds the ranks, from 1, of the column `name`; NaN where the value is missing. */
export function rank(data: TableData, name: string, options: RankOptions = {}): TableData {
  const { as = `${name}_rank`, method = 'average', order = 'ascending', within, fraction = false } = options;
  if (!METHODS.includes(method))
    throw new PhotometryError('bad-argument', `rank: the method is one of ${METHODS.join(', ')}, got '${method}'`);
  const partition = partitionRows(data, namesOf(within), name, order);
  const sorted = comparable(inPartitionOrder(requireColumn(data, name), partition));
  const ranks = new Float64Array(data.length);
  let start = 0;
  for (const end of partition.ends) {
    rankGroup(sorted, start, end, method, fraction, ranks);
    start = end;
  }
  return withColumns(data, new Map(data.stored).set(as, stored('float64', toTableOrder(ranks, partition))));
}

/** Numbers that are equal where values of a sorted column are; NaN where one is missing. */
function comparable(sorted: StoredColumn): Float64Array {
  const { kind, values, valid } = sorted;
  if (kind !== 'string' && kind !== 'int64') return numbersOf(sorted, 'rank()');
  const numbers = new Float64Array(values.length);
  let different = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (i > 0 && values[i] !== values[i - 1]) different++;
    numbers[i] = valid !== null && valid[i] === 0 ? NaN : different;
  }
  return numbers;
}

/** Ranks of sorted rows `start` to `end`, written into `out`. */
function rankGroup(
  values: Float64Array,
  start: number,
  end: number,
  method: RankMethod,
  fraction: boolean,
  out: Float64Array,
): void {
  let stop = end; // missing values are last
  while (stop > start && Number.isNaN(values[stop - 1])) out[--stop] = NaN;
  const step = method === 'ordinal' ? 1 : 0;
  let different = 0;
  for (let first = start; first < stop; ) {
    let next = first + 1;
    while (next < stop && values[next] === values[first]) next++;
    different++;
    const rank = rankOf(method, first - start + 1, next - start, different);
    for (let i = first; i < next; i++) out[i] = rank + step * (i - first);
    first = next;
  }
  const highest = method === 'dense' ? different : stop - start;
  if (fraction) for (let i = start; i < stop; i++) out[i] /= highest;
}

/** The rank of rows of equal value, at positions `first` to `last`; of the first of them if each has its own. */
function rankOf(method: RankMethod, first: number, last: number, different: number): number {
  switch (method) {
    case 'average':
      return (first + last) / 2;
    case 'min':
    case 'ordinal':
      return first;
    case 'max':
      return last;
    case 'dense':
      return different;
  }
}

/** Numbers in the order of a partition put back into the order of the table. */
function toTableOrder(numbers: Float64Array, { rows }: Partition): Float64Array {
  if (rows === null) return numbers;
  const out = new Float64Array(numbers.length);
  for (let i = 0; i < out.length; i++) out[rows[i]] = numbers[i];
  return out;
}
