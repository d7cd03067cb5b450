/**
 * Columns that rows are put in order by.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { requireColumn, type TableData } from '../column/table-data.js';
import type { SortKey, SortOrder } from './row-order.js';

/**
 * The column `name` as a key to sort by.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for vectors and lists, which have no order, or another order
 */
export function sortKey(data: TableData, name: string, order: SortOrder): SortKey {
  if (order !== 'ascending' && order !== 'descending')
    throw new PhotometryError('bad-argument', `The order is 'ascending' or 'descending', got '${order}'`);
  const column = requireColumn(data, name);
  if (column.kind === 'vector' || column.kind === 'list')
    throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s, which have no order`, {
      column: name,
    });
  return { column, order };
}
