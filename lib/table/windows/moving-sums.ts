/**
 * Sums of windows that overlap.
 *
 * Nothing is subtracted when a window moves on, so a huge or infinite value spoils only the windows that hold it.
 * A window is the rows before a middle, whose sums are known from each row up to the middle, and those after it,
 * which are added one by one; when the middle has been left behind, a new one is set at the window's end (the queue of
 * two stacks, see Tangwongsan, Hirzel & Schneider 2015, PVLDB 8, 702).
 *
 * The loops take only arrays and numbers: compiled code specialised for the shape of an object is discarded
 * when the last such object is.
 *
 * @module
 */
import { lost } from './lost.js';
import type { RowWindows } from './row-windows.js';

/** Initial capacity for rows before the middle. */
const FEW = 64;

/** Sum of each window, compensated for rounding; NaN are ignored, 0 if no value is left. */
export function movingSums(numbers: Float64Array, { from, to }: RowWindows): Float64Array {
  const sums = new Float64Array(from.length);
  addWindows(numbers, from, to, sums);
  return sums;
}

/** Adds up all windows, a middle after the other. */
function addWindows(numbers: Float64Array, from: Uint32Array, to: Uint32Array, out: Float64Array): void {
  let frontSum = new Float64Array(FEW);
  let frontLost = new Float64Array(FEW);
  for (let w = 0; w < out.length; ) {
    const room = 2 * (to[w] - from[w]);
    if (room > frontSum.length) {
      frontSum = new Float64Array(room);
      frontLost = new Float64Array(room);
    }
    w = sumsAboutMiddle(numbers, from, to, w, frontSum, frontLost, out);
  }
}

/**
 * Sums of window `begin` and the following ones that begin before its end, which is the middle of all; written into `out`.
 *
 * @returns the first window that begins at the middle or after it
 */
function sumsAboutMiddle(
  numbers: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  begin: number,
  frontSum: Float64Array,
  frontLost: Float64Array,
  out: Float64Array,
): number {
  const first = from[begin];
  const middle = to[begin];
  // for each row before the middle the sum from there to the middle, and what rounding took from it
  let front = 0;
  let frontLoss = 0;
  frontSum[0] = frontLost[0] = 0; // where the window is empty
  for (let i = middle - 1; i >= first; i--) {
    const value = numbers[i];
    if (!Number.isNaN(value)) {
      const next = front + value;
      frontLoss += lost(front, value, next);
      front = next;
    }
    frontSum[i - first] = front;
    frontLost[i - first] = frontLoss;
  }
  let end = middle; // the rows from the middle up to here are in `back`
  let back = 0;
  let backLoss = 0;
  let w = begin;
  for (; w < out.length && (w === begin || from[w] < middle); w++) {
    const stop = to[w];
    for (; end < stop; end++) {
      const value = numbers[end];
      if (Number.isNaN(value)) continue;
      const next = back + value;
      backLoss += lost(back, value, next);
      back = next;
    }
    const at = from[w] - first;
    front = frontSum[at];
    const sum = front + back;
    out[w] = Number.isFinite(sum) ? sum + (frontLost[at] + backLoss + lost(front, back, sum)) : sum;
  }
  return w;
}
