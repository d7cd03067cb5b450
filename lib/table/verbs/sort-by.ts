/**
 * Rows in the order of some columns.
 *
 * @module
 */

import type { TableData } from '../column/table-data.js';
import { rowOrder, type SortOrder } from '../rows/row-order.js';
import { sortKey } from '../rows/sort-key.js';
import { keepRows } from './filter.js';

/** Puts the rows in the order of the columns `names`, the first before the others. */
export function sortBy(data: TableData, names: readonly string[], order: SortOrder): TableData {
  const keys = names.map(name => sortKey(data, name, order));
  return keepRows(data, rowOrder(data.length, keys));
}
