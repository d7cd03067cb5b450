/**
 * Standard deviations of windows that overlap.
 *
 * A window is split at a middle and nothing is subtracted when it moves on, as described in `moving-sums.ts`. The moments of its
 * two parts are put together (Chan, Golub & LeVeque 1979, Stanford STAN-CS-79-773), so that a far value before or after
 * the window costs no digits.
 *
 * @module
 */
import type { RowWindows } from './row-windows.js';

/** Initial capacity for rows before the middle. */
const FEW = 64;
/** Multiplying by the inverse of a count is faster than dividing by it; those up to this one are at hand. */
const INVERSES = 1024;
const inverses = new Float64Array(INVERSES).map((_, count) => 1 / count);

/** Standard deviation of each window with divisor n - 1; NaN are left out, NaN for fewer than two values. */
export function movingDeviations(numbers: Float64Array, { from, to }: RowWindows): Float64Array {
  const deviations = new Float64Array(from.length);
  measureWindows(numbers, from, to, deviations);
  return deviations;
}

/** Computes all windows, a middle after the other. */
function measureWindows(numbers: Float64Array, from: Uint32Array, to: Uint32Array, out: Float64Array): void {
  // count, mean and sum of squared deviations of the rows from each before the middle up to it
  let counts = new Float64Array(FEW);
  let means = new Float64Array(FEW);
  let squares = new Float64Array(FEW);
  for (let w = 0; w < out.length; ) {
    const room = 2 * (to[w] - from[w]);
    if (room > counts.length) {
      counts = new Float64Array(room);
      means = new Float64Array(room);
      squares = new Float64Array(room);
    }
    fillFront(numbers, from[w], to[w], counts, means, squares);
    w = deviationsAboutMiddle(numbers, from, to, w, counts, means, squares, out);
  }
}

/** Moments of the rows from each of `start` to `stop` up to `stop` (Welford 1962, Technometrics 4, 419). */
function fillFront(
  numbers: Float64Array,
  start: number,
  stop: number,
  counts: Float64Array,
  means: Float64Array,
  squares: Float64Array,
): void {
  let count = 0;
  let mean = 0;
  let sum = 0;
  counts[0] = 0; // where there are no rows
  for (let i = stop - 1; i >= start; i--) {
    const value = numbers[i];
    if (!Number.isNaN(value)) {
      const delta = value - mean;
      count++;
      mean += share(delta, count);
      sum += delta * (value - mean);
    }
    counts[i - start] = count;
    means[i - start] = mean;
    squares[i - start] = sum;
  }
}

/**
 * Deviations of window `begin` and the following ones that begin before its end, which is the middle of all; written
 * into `out`.
 *
 * @returns the first window that begins at the middle or after it
 */
function deviationsAboutMiddle(
  numbers: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  begin: number,
  frontCount: Float64Array,
  frontMean: Float64Array,
  frontSquares: Float64Array,
  out: Float64Array,
): number {
  const first = from[begin];
  const middle = to[begin];
  let end = middle; // the moments of the rows from the middle up to here:
  let count = 0;
  let mean = 0;
  let squares = 0;
  let w = begin;
  for (; w < out.length && (w === begin || from[w] < middle); w++) {
    const stop = to[w];
    for (; end < stop; end++) {
      const value = numbers[end];
      if (Number.isNaN(value)) continue;
      const delta = value - mean;
      count++;
      mean += share(delta, count);
      squares += delta * (value - mean);
    }
    const at = from[w] - first;
    const before = frontCount[at];
    const total = before + count;
    let all = squares;
    if (before > 0) {
      const delta = mean - frontMean[at];
      all = frontSquares[at] + (count > 0 ? squares + share(delta * delta * before * count, total) : 0);
    }
    out[w] = total < 2 ? NaN : Math.sqrt(share(all, total - 1));
  }
  return w;
}

/** `value / count` */
function share(value: number, count: number): number {
  return count < INVERSES ? value * inverses[count] : value / count;
}
