/**
 * A table's rows put into groups, and each group into an order: the ground that windows move on.
 *
 * @module
 */
import { groupRows } from './group-rows.js';
import { rowOrder, type SortOrder } from './row-order.js';
import { sortKey } from './sort-key.js';
import type { StoredColumn } from './stored-column.js';
import type { TableData } from './table-data.js';
import { takeRows } from './take-rows.js';

/** Rows by group and order. */
export interface Partition {
  /** The row numbers, group after group, each in its order. */
  readonly rows: Uint32Array;
  /** Where each group ends in `rows` (exclusive). */
  readonly ends: Uint32Array;
}

/**
 * Groups by the columns `within` (none: one group), each in the order of the column `along` (null: that of the table;
 * rows without a value there come last).
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column of vectors or lists
 */
export function partitionRows(
  data: TableData,
  within: readonly string[],
  along: string | null,
  order: SortOrder = 'ascending',
): Partition {
  const { rows, ends } = groupRows(data, within);
  if (along === null) return { rows, ends };
  // the group of each row, then the rows in their order dealt out to the groups
  const groupOf = new Uint32Array(rows.length);
  for (let i = 0, group = 0; i < rows.length; i++) {
    while (i >= ends[group]) group++;
    groupOf[rows[i]] = group;
  }
  const next = Uint32Array.from(ends, (_, group) => (group === 0 ? 0 : ends[group - 1]));
  const sorted = new Uint32Array(rows.length);
  for (const row of rowOrder(data.length, [sortKey(data, along, order)])) sorted[next[groupOf[row]]++] = row;
  return { rows: sorted, ends };
}

/** A column computed in the order of a partition, put back into the order of the table. */
export function inTableOrder(column: StoredColumn, { rows }: Partition): StoredColumn {
  const places = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place++) places[rows[place]] = place;
  return takeRows(column, places);
}

/** Names given as one or as several, or not at all. */
export function namesOf(names: string | readonly string[] | undefined): readonly string[] {
  return names === undefined ? [] : typeof names === 'string' ? [names] : names;
}
