/**
 * Sums, means and standard deviations of windows that do not overlap, such as groups: each in one pass over its rows.
 *
 * @module
 */
import type { RowWindows } from './row-windows.js';

/** Sum of each window, compensated for rounding (Knuth's TwoSum); NaN are ignored, 0 if no value is left. */
export function sumsSideBySide(numbers: Float64Array, { from, to }: RowWindows): Float64Array {
  const sums = new Float64Array(from.length);
  for (let w = 0; w < sums.length; w++) {
    const end = to[w];
    let sum = 0;
    let lost = 0;
    for (let i = from[w]; i < end; i++) {
      const value = numbers[i];
      if (Number.isNaN(value)) continue;
      const next = sum + value;
      const part = next - sum;
      lost += sum - (next - part) + (value - part);
      sum = next;
    }
    sums[w] = Number.isFinite(sum) ? sum + lost : sum;
  }
  return sums;
}

/** Number of values in each window; NaN are left out. */
export function countsSideBySide(numbers: Float64Array, { from, to }: RowWindows): Float64Array {
  const counts = new Float64Array(from.length);
  for (let w = 0; w < counts.length; w++) {
    const end = to[w];
    let count = 0;
    for (let i = from[w]; i < end; i++) if (!Number.isNaN(numbers[i])) count++;
    counts[w] = count;
  }
  return counts;
}

/** Standard deviation of each window with divisor n - 1, in two passes; NaN for fewer than two values. */
export function deviationsSideBySide(numbers: Float64Array, windows: RowWindows): Float64Array {
  const { from, to } = windows;
  const sums = sumsSideBySide(numbers, windows);
  const counts = countsSideBySide(numbers, windows);
  const deviations = new Float64Array(from.length).fill(NaN);
  for (let w = 0; w < deviations.length; w++) {
    const count = counts[w];
    if (count < 2) continue;
    const mean = sums[w] / count;
    const end = to[w];
    let squares = 0;
    let rest = 0; // what is left of the deviations' own mean
    for (let i = from[w]; i < end; i++) {
      if (Number.isNaN(numbers[i])) continue;
      const deviation = numbers[i] - mean;
      squares += deviation * deviation;
      rest += deviation;
    }
    deviations[w] = Math.sqrt((squares - (rest * rest) / count) / (count - 1));
  }
  return deviations;
}
