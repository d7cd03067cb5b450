/**
 * Removes duplicate rows.
 *
 * @module
 */

import type { TableData } from '../column/table-data.js';
import { firstRows } from '../keys/group-rows.js';
import { keepRows } from './filter.js';

/** Keeps the first of the rows that agree in the columns `names`; in all columns if none is named. */
export function unique(data: TableData, names: readonly string[]): TableData {
  return keepRows(data, firstRows(data, names.length > 0 ? names : [...data.stored.keys()]));
}
