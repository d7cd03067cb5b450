/**
 * Rows in the order of some columns.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { rowOrder, type SortOrder } from '../row-order.js';
import { requireColumn, type TableData } from '../table-data.js';
import { keepRows } from './filter.js';

/** Puts the rows in the order of the columns `names`, the first before the others. */
export function sortBy(data: TableData, names: readonly string[], order: SortOrder): TableData {
  if (order !== 'ascending' && order !== 'descending')
    throw new PhotometryError('bad-argument', `The order is 'ascending' or 'descending', got '${order}'`);
  const keys = names.map(name => {
    const column = requireColumn(data, name);
    if (column.kind === 'vector' || column.kind === 'list')
      throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s, which have no order`, {
        column: name,
      });
    return { column, order };
  });
  return keepRows(data, rowOrder(data.length, keys));
}
