/**
 * Weighted means of windows.
 *
 * @module
 */
import type { RowWindows } from './row-windows.js';

/** The sum of weight x value over the sum of the weights in each window. */
export function weightedMeans(numbers: Float64Array, weights: Float64Array, { from, to }: RowWindows): Float64Array {
  return Float64Array.from(from, (start, w) => {
    let total = 0;
    let weight = 0;
    // deviations from the first value, so that Julian dates keep their digits
    let origin = NaN;
    for (let i = start; i < to[w]; i++) {
      if (!(weights[i] > 0) || Number.isNaN(numbers[i])) continue;
      if (Number.isNaN(origin)) origin = numbers[i];
      total += weights[i] * (numbers[i] - origin);
      weight += weights[i];
    }
    return weight > 0 ? origin + total / weight : NaN;
  });
}
