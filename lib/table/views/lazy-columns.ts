/**
 * `table.columns`, without making a column that nobody reads.
 *
 * @module
 */
import type { Columns } from '../column/column.js';
import type { StoredColumns } from '../column/stored-column.js';
import { viewColumn } from './column-views.js';
import { missingNameGuard } from './missing-name-guard.js';

/** The object behind `table.columns`: each column is made when first read, and kept. */
export function lazyColumns<C>(stored: StoredColumns): Columns<C> {
  const columns = Object.create(missingNameGuard(stored.keys())) as Columns<C>;
  for (const [name, column] of stored)
    Object.defineProperty(columns, name, {
      enumerable: true,
      configurable: true,
      get() {
        const view = viewColumn(column);
        Object.defineProperty(columns, name, { value: view, enumerable: true, configurable: false });
        return view;
      },
    });
  return columns;
}
