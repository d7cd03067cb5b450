/**
 * Rows chosen by a test.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableData } from '../column/table-data.js';
import { withRows } from '../column/table-data.js';
import { rowKeeper } from '../rows/take-rows.js';
import { type Row, rowCursor } from '../views/row-cursor.js';

/** Says whether a row is kept. The row moves on after the call: do not keep it. */
export type RowTest<C> = (row: Row<C>, index: number) => boolean;

/** Keeps the rows for which `test` holds. */
export function filterRows<C>(data: TableData, test: RowTest<C>): TableData {
  return keepRows(data, rowsWhere(data, test));
}

/** The numbers of the rows for which `test` holds, ascending. */
function rowsWhere<C>(data: TableData, test: RowTest<C>): Uint32Array {
  if (typeof test !== 'function')
    throw new PhotometryError(
      'bad-argument',
      `filter takes a function of the row, such as star => star.mag < 20; got ${typeof test}`,
    );
  const { length } = data;
  const { row, position } = rowCursor<C>(data);
  const rows = new Uint32Array(length);
  let kept = 0;
  for (let i = 0; i < length; i++) {
    position.index = i;
    if (test(row, i)) rows[kept++] = i;
  }
  return rows.slice(0, kept);
}

/** Keeps the rows with the numbers `rows`, in that order. */
export function keepRows(data: TableData, rows: Uint32Array): TableData {
  return withRows(data, rows.length, rowKeeper(rows, data.length));
}
