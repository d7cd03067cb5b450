/**
 * Rows picked from windows, and how many values windows hold.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../column/stored-column.js';
import { windowCounts } from './moments.js';
import { numbersOf, type RowWindows, rowCounts } from './row-windows.js';

/** Number of values of any kind in each window; missing values and NaN do not count. */
export function presentCounts(column: StoredColumn, windows: RowWindows): Float64Array {
  const { kind, valid } = column;
  if (kind === 'float64' || kind === 'float32') return windowCounts(numbersOf(column, 'count()'), windows);
  if (valid === null) return rowCounts(windows);
  const numbers = new Float64Array(valid.length);
  for (let i = 0; i < numbers.length; i++) if (valid[i] === 0) numbers[i] = NaN;
  return windowCounts(numbers, windows);
}

/** The first row of each window; -1 if it is empty. */
export function firstRowOf({ from, to }: RowWindows): Int32Array {
  const rows = new Int32Array(from.length);
  for (let w = 0; w < rows.length; w++) rows[w] = from[w] < to[w] ? from[w] : -1;
  return rows;
}

/** The last row of each window; -1 if it is empty. */
export function lastRowOf({ from, to }: RowWindows): Int32Array {
  const rows = new Int32Array(from.length);
  for (let w = 0; w < rows.length; w++) rows[w] = from[w] < to[w] ? to[w] - 1 : -1;
  return rows;
}

/**
 * How many different values each window holds; missing values and NaN do not count.
 *
 * @throws PhotometryError `bad-argument` for vectors and lists
 */
export function distinctCounts(column: StoredColumn, { from, to }: RowWindows): Float64Array {
  const { kind } = column;
  if (kind === 'vector' || kind === 'list')
    throw new PhotometryError('bad-argument', `distinct() cannot compare ${kind}s`, { kind });
  const exact = kind === 'string' || kind === 'int64';
  const values: ArrayLike<unknown> = exact ? column.values : numbersOf(column, 'distinct()');
  const valid = exact ? column.valid : null;
  const counts = new Float64Array(from.length);
  for (let w = 0; w < counts.length; w++) {
    const seen = new Set<unknown>();
    for (let i = from[w]; i < to[w]; i++)
      if (!Number.isNaN(values[i]) && (valid === null || valid[i] === 1)) seen.add(values[i]);
    counts[w] = seen.size;
  }
  return counts;
}
