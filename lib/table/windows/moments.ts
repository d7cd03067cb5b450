/**
 * Count, sum, mean and standard deviation of windows, in time linear in the rows, however wide the windows are.
 *
 * @module
 */
import { movingDeviations } from './moving-deviations.js';
import { movingSums } from './moving-sums.js';
import { overlap, type RowWindows, rowCounts } from './row-windows.js';
import { runningSums } from './running.js';
import { countsSideBySide, deviationsSideBySide, sumsSideBySide } from './side-by-side.js';

/** Number of values in each window; NaN are left out. */
export function windowCounts(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!numbers.includes(NaN)) return rowCounts(windows);
  if (!overlap(windows)) return countsSideBySide(numbers, windows);
  const { from, to } = windows;
  const before = new Uint32Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) before[i + 1] = before[i] + (Number.isNaN(numbers[i]) ? 0 : 1);
  const counts = new Float64Array(from.length);
  for (let w = 0; w < counts.length; w++) counts[w] = before[to[w]] - before[from[w]];
  return counts;
}

/** Sum of each window, compensated for rounding (Knuth's TwoSum); NaN are ignored, 0 if no value is left. */
export function windowSums(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (windows.upToEach !== undefined) return runningSums(numbers, windows.upToEach);
  return overlap(windows) ? movingSums(numbers, windows) : sumsSideBySide(numbers, windows);
}

/** Arithmetic mean of each window; NaN if no value is left. */
export function windowMeans(numbers: Float64Array, windows: RowWindows): Float64Array {
  const means = windowSums(numbers, windows);
  if (numbers.includes(NaN)) {
    const counts = windowCounts(numbers, windows);
    for (let w = 0; w < means.length; w++) means[w] = counts[w] > 0 ? means[w] / counts[w] : NaN;
    return means;
  }
  divideByRows(means, windows.from, windows.to);
  return means;
}

/** Sums over all rows of windows become means; `out` holds the sums. */
function divideByRows(out: Float64Array, from: Uint32Array, to: Uint32Array): void {
  for (let w = 0; w < out.length; w++) out[w] = to[w] > from[w] ? out[w] / (to[w] - from[w]) : NaN;
}

/** Standard deviation of each window with divisor n - 1; NaN for fewer than two values. */
export function windowDeviations(numbers: Float64Array, windows: RowWindows): Float64Array {
  return overlap(windows) ? movingDeviations(numbers, windows) : deviationsSideBySide(numbers, windows);
}
