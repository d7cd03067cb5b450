/**
 * A row cursor: one object whose getters read the current row.
 *
 * Building an object for each row of a wide table costs a microsecond and more; moving one costs
 * some thirty nanoseconds, independent of the number of columns.
 *
 * @module
 */

import type { StoredColumn } from '../column/stored-column.js';
import { valueAt } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { missingNameGuard } from './missing-name-guard.js';

/** One row: a value for each column. */
export type Row<C> = Readonly<C>;

/** A row and its position. */
interface RowCursor<C> {
  /** The row. The same object for every place: do not keep it, copy what you need (`{ ...row }`). */
  readonly row: Row<C>;
  /** Set `index` to move the row. */
  readonly position: { index: number };
}

/** Makes a row cursor for a table, positioned at row 0. */
export function rowCursor<C>(data: TableData): RowCursor<C> {
  const position = { index: 0 };
  const row = Object.create(missingNameGuard(data.stored.keys())) as Row<C>;
  for (const [name, column] of data.stored)
    Object.defineProperty(row, name, { enumerable: true, get: getterOf(column, position) });
  return { row, position };
}

/** Reads the value of a column in the current row, null if it is missing. */
function getterOf(column: StoredColumn, position: { index: number }): () => unknown {
  const { valid } = column;
  const value = valueGetterOf(column, position);
  return valid === null ? value : () => (valid[position.index] === 0 ? null : value());
}

/** Each kind has its own getter, so that the engine sees one type of array in each. */
function valueGetterOf(column: StoredColumn, position: { index: number }): () => unknown {
  switch (column.kind) {
    case 'float64': {
      let values: Float64Array | null = null; // filled when first read: a column taken from another table is copied then
      return () => {
        values ??= column.values;
        return values[position.index];
      };
    }
    case 'float32': {
      let values: Float32Array | null = null;
      return () => {
        values ??= column.values;
        return values[position.index];
      };
    }
    case 'int32': {
      let values: Int32Array | null = null;
      return () => {
        values ??= column.values;
        return values[position.index];
      };
    }
    case 'uint8': {
      let values: Uint8Array | null = null;
      return () => {
        values ??= column.values;
        return values[position.index];
      };
    }
    case 'int64': {
      let values: BigInt64Array | null = null;
      return () => {
        values ??= column.values;
        return values[position.index];
      };
    }
    case 'string': {
      let values: readonly string[] | null = null;
      return () => {
        values ??= column.values;
        return values[position.index];
      };
    }
    case 'boolean': {
      let values: Uint8Array | null = null;
      return () => {
        values ??= column.values;
        return values[position.index] === 1;
      };
    }
    default:
      return () => valueAt(column, position.index);
  }
}
