/**
 * Which rows of a column have no value.
 *
 * @module
 */
import type { StoredColumn } from '../column/stored-column.js';

/** Returns a test of whether a row of a column is missing or NaN. */
export function missingTest(column: StoredColumn): (row: number) => boolean {
  const { kind, valid } = column;
  if (kind === 'float64' || kind === 'float32') {
    const { values } = column;
    return row => Number.isNaN(values[row]);
  }
  return valid === null ? () => false : row => valid[row] === 0;
}
