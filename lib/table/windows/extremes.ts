/**
 * Smallest and largest value of windows, in time linear in the rows.
 *
 * @module
 */
import type { RowWindows } from './row-windows.js';

/** What is looked for in each window. */
export type Extreme = 'smallest' | 'largest';

/**
 * The row of the smallest or largest value of each window, the first of equal ones; -1 if the window holds no value.
 *
 * The rows that can still become the extreme stand in a queue, best first: a row that comes in drives out those before
 * it that are worse (D. Lemire 2006, Nordic J. of Computing 13, 328).
 */
export function extremeRows(numbers: Float64Array, { from, to }: RowWindows, extreme: Extreme): Int32Array {
  const rows = new Int32Array(from.length).fill(-1);
  const queue = new Uint32Array(numbers.length);
  const sign = extreme === 'smallest' ? 1 : -1;
  let first = 0;
  let last = 0; // exclusive
  let next = 0; // the next row to come in
  for (let w = 0; w < rows.length; w++) {
    const start = from[w];
    const stop = to[w];
    if (next < start) next = start;
    for (; next < stop; next++) {
      const value = sign * numbers[next];
      if (Number.isNaN(value)) continue;
      while (last > first && sign * numbers[queue[last - 1]] > value) last--;
      queue[last++] = next;
    }
    while (first < last && queue[first] < start) first++;
    if (first < last) rows[w] = queue[first];
  }
  return rows;
}

/** The smallest or largest value of each window; NaN if it holds none. */
export function windowExtremes(numbers: Float64Array, windows: RowWindows, extreme: Extreme): Float64Array {
  return Float64Array.from(extremeRows(numbers, windows, extreme), row => (row < 0 ? NaN : numbers[row]));
}
