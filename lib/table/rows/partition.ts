/**
 * A table's rows put into groups, and each group into an order: the ground that windows move on.
 *
 * @module
 */

import type { StoredColumn } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { groupRows } from '../keys/group-rows.js';
import { rowOrder, type SortOrder } from './row-order.js';
import { sortKey } from './sort-key.js';
import { takeRows } from './take-rows.js';

/** Rows by group and order. */
export interface Partition {
  /** The row numbers, group after group, each in its order; null if that is the order of the table. */
  readonly rows: Uint32Array | null;
  /** Where each group ends (exclusive). */
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
  const { rows, ends } = groupsOf(data, within);
  if (along === null) return { rows: rows !== null && inOrder(rows) ? null : rows, ends };
  const ordered = rowOrder(data.length, [sortKey(data, along, order)]);
  const sorted = rows === null ? ordered : dealtOut(ordered, rows, ends);
  return { rows: inOrder(sorted) ? null : sorted, ends };
}

/** Rows by group, each group in the order of the table. */
function groupsOf(data: TableData, within: readonly string[]): Partition {
  if (within.length > 0) return groupRows(data, within);
  return { rows: null, ends: Uint32Array.of(data.length).subarray(0, Math.min(1, data.length)) };
}

/** The rows in the order of `ordered`, dealt out to the groups of `rows`, which end at `ends`. */
function dealtOut(ordered: Uint32Array, rows: Uint32Array, ends: Uint32Array): Uint32Array {
  const groupOf = new Uint32Array(rows.length);
  for (let i = 0, group = 0; i < rows.length; i++) {
    while (i >= ends[group]) group++;
    groupOf[rows[i]] = group;
  }
  const next = new Uint32Array(ends.length);
  if (ends.length > 0) next.set(ends.subarray(0, -1), 1);
  const dealt = new Uint32Array(rows.length);
  for (let i = 0; i < ordered.length; i++) {
    const row = ordered[i];
    dealt[next[groupOf[row]]++] = row;
  }
  return dealt;
}

/** Whether the rows are in the order of the table. */
function inOrder(rows: Uint32Array): boolean {
  for (let i = 0; i < rows.length; i++) if (rows[i] !== i) return false;
  return true;
}

/** A column of the table in the order of a partition. */
export function inPartitionOrder(column: StoredColumn, { rows }: Partition): StoredColumn {
  return rows === null ? column : takeRows(column, rows);
}

/** A column computed in the order of a partition, put back into the order of the table. */
export function inTableOrder(column: StoredColumn, { rows }: Partition): StoredColumn {
  if (rows === null) return column;
  const places = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place++) places[rows[place]] = place;
  return takeRows(column, places);
}

/** Names given as one or as several, or not at all. */
export function namesOf(names: string | readonly string[] | undefined): readonly string[] {
  return names === undefined ? [] : typeof names === 'string' ? [names] : names;
}
