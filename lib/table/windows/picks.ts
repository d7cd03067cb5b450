/**
 * Rows picked from windows, and how many values windows hold.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../stored-column.js';
import { windowCounts } from './moments.js';
import { numbersOf, type RowWindows } from './row-windows.js';

/** Number of rows of each window. */
export function rowCounts({ from, to }: RowWindows): Float64Array {
  return Float64Array.from(from, (start, w) => to[w] - start);
}

/** Number of values of any kind in each window; missing values and NaN do not count. */
export function presentCounts(column: StoredColumn, windows: RowWindows): Float64Array {
  const { kind, valid } = column;
  if (kind === 'float64' || kind === 'float32') return windowCounts(numbersOf(column, 'count()'), windows);
  if (valid === null) return rowCounts(windows);
  return windowCounts(
    Float64Array.from(valid, bit => (bit === 1 ? 1 : NaN)),
    windows,
  );
}

/** The first row of each window; -1 if it is empty. */
export function firstRowOf({ from, to }: RowWindows): Int32Array {
  return Int32Array.from(from, (start, w) => (start < to[w] ? start : -1));
}

/** The last row of each window; -1 if it is empty. */
export function lastRowOf({ from, to }: RowWindows): Int32Array {
  return Int32Array.from(from, (start, w) => (start < to[w] ? to[w] - 1 : -1));
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
  return Float64Array.from(from, (start, w) => {
    const seen = new Set<unknown>();
    for (let i = start; i < to[w]; i++)
      if (!Number.isNaN(values[i]) && (valid === null || valid[i] === 1)) seen.add(values[i]);
    return seen.size;
  });
}
