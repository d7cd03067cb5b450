/**
 * Ranges of rows: the groups of a table in order, or a window that moves along it.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { floatValues } from '../column/float-values.js';
import type { StoredColumn } from '../column/stored-column.js';

/**
 * Stretches of rows: number `i` is `from[i]` (inclusive) to `to[i]` (exclusive). Both never go down, so that a
 * statistic can be updated from one window to the next.
 */
export interface RowWindows {
  /** First row of each window. */
  readonly from: Uint32Array;
  /** The row after the last of each window; `from` where the window is empty. */
  readonly to: Uint32Array;
  /** Where groups of rows end (exclusive), if each window is all rows of its group up to and with its own. */
  readonly upToEach?: Uint32Array;
}

/** Windows side by side that end at `ends`. */
export function windowsThatEnd(ends: Uint32Array): RowWindows {
  const from = new Uint32Array(ends.length);
  if (ends.length > 0) from.set(ends.subarray(0, -1), 1);
  return { from, to: ends };
}

/** Whether some rows are in more than one window. */
export function overlap({ from, to }: RowWindows): boolean {
  for (let i = 1; i < from.length; i++) if (from[i] < to[i - 1]) return true;
  return false;
}

/** Number of rows of each window. */
export function rowCounts({ from, to }: RowWindows): Float64Array {
  const counts = new Float64Array(from.length);
  for (let w = 0; w < counts.length; w++) counts[w] = to[w] - from[w];
  return counts;
}

/**
 * A column as numbers, as {@link floatValues} returns them. Shared where possible: do not write.
 *
 * @param statistic who asks, for the message
 * @throws PhotometryError `bad-argument` for strings, vectors and lists
 */
export function numbersOf(column: StoredColumn, statistic: string): Float64Array {
  const numbers = floatValues(column);
  if (numbers !== null) return numbers;
  const { kind } = column;
  throw new PhotometryError(
    'bad-argument',
    `${statistic} needs numbers, but the column holds ${kind}s; derive a number from it first`,
    { statistic, kind },
  );
}
