/**
 * Medians, quantiles and median absolute deviations of windows.
 *
 * @module
 */
import { medianInPlace, quantileInPlace } from '../../math/select.js';
import { overlap, type RowWindows } from './row-windows.js';

/**
 * The quantile `p` of each window, interpolated linearly; NaN are ignored, NaN if
 * no value is left.
 *
 * Windows side by side are selected in, in linear time. Of windows that overlap the values are kept in order; moving
 * on costs a search and a shift of memory.
 */
export function windowQuantiles(numbers: Float64Array, windows: RowWindows, p: number): Float64Array {
  return overlap(windows)
    ? slidingQuantiles(numbers, windows, p)
    : eachWindow(numbers, windows, (values, n) => quantileInPlace(values, p, n));
}

/** The median of each window, or the mean of the middle two values; NaN if it has no value. */
export function windowMedians(numbers: Float64Array, windows: RowWindows): Float64Array {
  return overlap(windows) ? slidingQuantiles(numbers, windows, 0.5) : eachWindow(numbers, windows, medianInPlace);
}

/** Median of the absolute deviations from the median of each window, not scaled; NaN if it has no value. */
export function windowMedianDeviations(numbers: Float64Array, windows: RowWindows): Float64Array {
  return eachWindow(numbers, windows, (values, n) => {
    const center = medianInPlace(values, n);
    for (let i = 0; i < n; i++) values[i] = Math.abs(values[i] - center);
    return medianInPlace(values, n);
  });
}

/** A statistic of the values of each window, which may reorder them; NaN are ignored. */
function eachWindow(
  numbers: Float64Array,
  { from, to }: RowWindows,
  statistic: (values: Float64Array, n: number) => number,
): Float64Array {
  const scratch = new Float64Array(widest({ from, to }));
  const results = new Float64Array(from.length);
  for (let w = 0; w < results.length; w++) {
    const stop = to[w];
    let n = 0;
    for (let i = from[w]; i < stop; i++) if (!Number.isNaN(numbers[i])) scratch[n++] = numbers[i];
    results[w] = statistic(scratch, n);
  }
  return results;
}

function widest({ from, to }: RowWindows): number {
  let most = 0;
  for (let w = 0; w < from.length; w++) most = Math.max(most, to[w] - from[w]);
  return most;
}

function slidingQuantiles(numbers: Float64Array, { from, to }: RowWindows, p: number): Float64Array {
  const quantiles = new Float64Array(from.length);
  const sorted = new Float64Array(widest({ from, to }) + 1);
  let n = 0;
  let first = 0; // rows from here ...
  let next = 0; // ... to here are in `sorted`
  for (let w = 0; w < quantiles.length; w++) {
    if (from[w] >= next) {
      n = 0;
      first = next = from[w];
    }
    for (; first < from[w]; first++) {
      if (Number.isNaN(numbers[first])) continue;
      const at = placeOf(sorted, n, numbers[first]);
      sorted.copyWithin(at, at + 1, n--);
    }
    for (; next < to[w]; next++) {
      if (Number.isNaN(numbers[next])) continue;
      const at = placeOf(sorted, n, numbers[next]);
      sorted.copyWithin(at + 1, at, n++);
      sorted[at] = numbers[next];
    }
    quantiles[w] = quantileOfSorted(sorted, n, p);
  }
  return quantiles;
}

/** Position of `value` among the first `n`, which are ascending: the first that is not smaller. */
function placeOf(sorted: Float64Array, n: number, value: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function quantileOfSorted(sorted: Float64Array, n: number, p: number): number {
  if (n === 0) return NaN;
  const position = p * (n - 1);
  const below = Math.floor(position);
  const part = position - below;
  if (part === 0) return sorted[below];
  // as quantileInPlace and medianInPlace have it, to the last bit
  return p === 0.5
    ? 0.5 * (sorted[below + 1] + sorted[below])
    : sorted[below] + part * (sorted[below + 1] - sorted[below]);
}
