/**
 * Smallest and largest value of windows, in time linear in the rows.
 *
 * @module
 */
import { larger } from './larger.js';
import { overlap, type RowWindows } from './row-windows.js';
import { runningExtremes } from './running.js';

/** What is looked for in each window. */
export type Extreme = 'smallest' | 'largest';

/** Initial capacity for rows before the middle. */
const FEW = 64;

/**
 * The row of the smallest or largest value of each window, the first of equal ones; -1 if the window has no value.
 *
 * The rows that can still become the extreme are in a queue, best first: a new row removes those before
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

/** The smallest or largest value of each window; NaN if it has none. */
export function windowExtremes(numbers: Float64Array, windows: RowWindows, extreme: Extreme): Float64Array {
  const sign = extreme === 'smallest' ? -1 : 1; // the smallest is the largest of the negatives
  if (windows.upToEach !== undefined) return runningExtremes(numbers, windows.upToEach, sign);
  const { from, to } = windows;
  const extremes = new Float64Array(from.length);
  if (overlap(windows)) movingExtremes(numbers, from, to, sign, extremes);
  else extremesSideBySide(numbers, from, to, sign, extremes);
  return extremes;
}

/** Overlapping windows are split at a middle, as described in `moving-sums.ts`. */
function movingExtremes(
  numbers: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  sign: number,
  out: Float64Array,
): void {
  let front = new Float64Array(FEW);
  for (let w = 0; w < out.length; ) {
    const room = 2 * (to[w] - from[w]);
    if (room > front.length) front = new Float64Array(room);
    w = extremesAboutMiddle(numbers, from, to, w, sign, front, out);
  }
}

/**
 * Extremes of window `begin` and the following ones that begin before its end, which is the middle of all; written into
 * `out`.
 *
 * @returns the first window that begins at the middle or after it
 */
function extremesAboutMiddle(
  numbers: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  begin: number,
  sign: number,
  front: Float64Array,
  out: Float64Array,
): number {
  const first = from[begin];
  const middle = to[begin];
  // for each row before the middle the largest from there to the middle
  front[0] = NaN; // where the window is empty
  let largest = NaN;
  for (let i = middle - 1; i >= first; i--) {
    largest = larger(largest, sign * numbers[i]);
    front[i - first] = largest;
  }
  let end = middle; // the rows from the middle up to here are in `back`
  let back = NaN;
  let w = begin;
  for (; w < out.length && (w === begin || from[w] < middle); w++) {
    const stop = to[w];
    for (; end < stop; end++) back = larger(back, sign * numbers[end]);
    out[w] = sign * larger(front[from[w] - first], back);
  }
  return w;
}

function extremesSideBySide(
  numbers: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  sign: number,
  out: Float64Array,
): void {
  for (let w = 0; w < out.length; w++) {
    const stop = to[w];
    let largest = NaN;
    for (let i = from[w]; i < stop; i++) largest = larger(largest, sign * numbers[i]);
    out[w] = sign * largest;
  }
}
