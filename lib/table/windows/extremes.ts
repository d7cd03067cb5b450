/**
 * Smallest and largest value of windows, in time linear in the rows.
 *
 * @module
 */
import { overlap, type RowWindows } from './row-windows.js';

/** What is looked for in each window. */
export type Extreme = 'smallest' | 'largest';

/** Room for so many rows before the middle at first. */
const FEW = 64;

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

/**
 * The smallest or largest value of each window; NaN if it holds none.
 *
 * As in `moments.ts` a window is the rows before a middle, whose extremes are known from each row up to the middle, and
 * those after it.
 */
export function windowExtremes(numbers: Float64Array, windows: RowWindows, extreme: Extreme): Float64Array {
  const sign = extreme === 'smallest' ? -1 : 1; // the smallest is the largest of the negatives
  if (!overlap(windows)) return extremesSideBySide(numbers, windows, sign);
  const { from, to } = windows;
  const extremes = new Float64Array(from.length);
  let front = new Float64Array(FEW); // of the rows from `first` and so on to the middle
  let first = 0;
  let middle = 0;
  let end = 0; // rows from the middle up to here are in `back`
  let back = NaN;
  for (let w = 0; w < extremes.length; w++) {
    const start = from[w];
    const stop = to[w];
    if (start >= middle) {
      if (stop - start > front.length) front = new Float64Array(2 * (stop - start));
      fillLargest(front, numbers, sign, start, stop);
      first = start;
      middle = end = stop;
      back = NaN;
    }
    for (; end < stop; end++) back = larger(back, sign * numbers[end]);
    extremes[w] = sign * (start < middle ? larger(front[start - first], back) : back);
  }
  return extremes;
}

/** The larger of two numbers, and the other one if one is NaN. */
function larger(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}

/** The largest of the rows from each of `start` to `stop` up to `stop`. */
function fillLargest(out: Float64Array, numbers: Float64Array, sign: number, start: number, stop: number): void {
  let largest = NaN;
  for (let i = stop - 1; i >= start; i--) {
    largest = larger(largest, sign * numbers[i]);
    out[i - start] = largest;
  }
}

function extremesSideBySide(numbers: Float64Array, { from, to }: RowWindows, sign: number): Float64Array {
  const extremes = new Float64Array(from.length);
  for (let w = 0; w < extremes.length; w++) {
    const stop = to[w];
    let largest = NaN;
    for (let i = from[w]; i < stop; i++) largest = larger(largest, sign * numbers[i]);
    extremes[w] = sign * largest;
  }
  return extremes;
}
