/**
 * Count, sum, mean and standard deviation of windows, in time linear in the rows, however wide the windows are.
 *
 * Nothing is subtracted when a window moves on, so a huge or infinite value spoils only the windows that hold it.
 * A window is the rows before a middle, whose moments are known from each row up to the middle, and those after it,
 * which are added one by one; when the middle has been left behind, a new one is set at the window's end (the queue of
 * two stacks, see Tangwongsan, Hirzel & Schneider 2015, PVLDB 8, 702).
 *
 * @module
 */
import { hasNaN, overlap, type RowWindows, rowCounts } from './row-windows.js';
import { countsSideBySide, deviationsSideBySide, sumsSideBySide } from './side-by-side.js';

/** Room for so many rows before the middle at first. */
const FEW = 64;

/** Number of values in each window; NaN are left out. */
export function windowCounts(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!hasNaN(numbers)) return rowCounts(windows);
  if (!overlap(windows)) return countsSideBySide(numbers, windows);
  const { from, to } = windows;
  const before = new Uint32Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) before[i + 1] = before[i] + (Number.isNaN(numbers[i]) ? 0 : 1);
  const counts = new Float64Array(from.length);
  for (let w = 0; w < counts.length; w++) counts[w] = before[to[w]] - before[from[w]];
  return counts;
}

/** Sum of each window, compensated for rounding (Knuth's TwoSum); NaN are left out, 0 if nothing is left. */
export function windowSums(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!overlap(windows)) return sumsSideBySide(numbers, windows);
  const { from, to } = windows;
  const sums = new Float64Array(from.length);
  // for each row from `first` to the middle: the sum from there to the middle, and what rounding took from it
  let frontSum = new Float64Array(FEW);
  let frontLost = new Float64Array(FEW);
  let first = 0;
  let middle = 0;
  let end = 0; // rows from the middle up to here are in `back`
  let back = 0;
  let backLost = 0;
  for (let w = 0; w < sums.length; w++) {
    const start = from[w];
    const stop = to[w];
    if (start >= middle) {
      if (stop - start > frontSum.length) {
        frontSum = new Float64Array(2 * (stop - start));
        frontLost = new Float64Array(2 * (stop - start));
      }
      fillSums(frontSum, frontLost, numbers, start, stop);
      first = start;
      middle = end = stop;
      back = backLost = 0;
    }
    for (; end < stop; end++) {
      const value = numbers[end];
      if (Number.isNaN(value)) continue;
      const next = back + value;
      backLost += lost(back, value, next);
      back = next;
    }
    const front = start < middle ? frontSum[start - first] : 0;
    const sum = front + back;
    const correction = (start < middle ? frontLost[start - first] : 0) + backLost + lost(front, back, sum);
    sums[w] = Number.isFinite(sum) ? sum + correction : sum;
  }
  return sums;
}

/** Sums of the rows from each of `start` to `stop` up to `stop`, and what they lost. */
function fillSums(sums: Float64Array, losses: Float64Array, numbers: Float64Array, start: number, stop: number): void {
  let sum = 0;
  let loss = 0;
  for (let i = stop - 1; i >= start; i--) {
    const value = numbers[i];
    if (!Number.isNaN(value)) {
      const next = sum + value;
      loss += lost(sum, value, next);
      sum = next;
    }
    sums[i - start] = sum;
    losses[i - start] = loss;
  }
}

/** What `sum = a + b` lost by rounding, exactly (Knuth's TwoSum). */
function lost(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** Arithmetic mean of each window; NaN if no value is left. */
export function windowMeans(numbers: Float64Array, windows: RowWindows): Float64Array {
  const means = windowSums(numbers, windows);
  if (hasNaN(numbers)) {
    const counts = windowCounts(numbers, windows);
    for (let w = 0; w < means.length; w++) means[w] = counts[w] > 0 ? means[w] / counts[w] : NaN;
    return means;
  }
  const { from, to } = windows;
  for (let w = 0; w < means.length; w++) means[w] = to[w] > from[w] ? means[w] / (to[w] - from[w]) : NaN;
  return means;
}

/** Standard deviation of each window with divisor n - 1; NaN for fewer than two values. */
export function windowDeviations(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!overlap(windows)) return deviationsSideBySide(numbers, windows);
  const { from, to } = windows;
  const deviations = new Float64Array(from.length);
  let front = momentsOf(FEW); // of the rows from `first` and so on to the middle
  let first = 0;
  let middle = 0;
  let end = 0; // rows from the middle up to here are in the three that follow
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let w = 0; w < deviations.length; w++) {
    const start = from[w];
    const stop = to[w];
    if (start >= middle) {
      if (stop - start > front.count.length) front = momentsOf(2 * (stop - start));
      fillMoments(front, numbers, start, stop);
      first = start;
      middle = end = stop;
      count = mean = squares = 0;
    }
    for (; end < stop; end++) {
      const value = numbers[end];
      if (Number.isNaN(value)) continue;
      const delta = value - mean;
      count++;
      mean += delta / count;
      squares += delta * (value - mean);
    }
    const at = start - first;
    const before = start < middle ? front.count[at] : 0;
    const total = before + count;
    // Chan, Golub & LeVeque 1979, Stanford STAN-CS-79-773: the squares of two samples together
    let all = squares;
    if (count === 0) all = before === 0 ? NaN : front.squares[at];
    else if (before > 0) {
      const delta = mean - front.mean[at];
      all = front.squares[at] + squares + (delta * delta * before * count) / total;
    }
    deviations[w] = total < 2 ? NaN : Math.sqrt(all / (total - 1));
  }
  return deviations;
}

/** Count, mean and sum of squared deviations of so many stretches of rows. */
type Moments = Readonly<Record<'count' | 'mean' | 'squares', Float64Array>>;

function momentsOf(length: number): Moments {
  return { count: new Float64Array(length), mean: new Float64Array(length), squares: new Float64Array(length) };
}

/** Moments of the rows from each of `start` to `stop` up to `stop` (Welford 1962, Technometrics 4, 419). */
function fillMoments(out: Moments, numbers: Float64Array, start: number, stop: number): void {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = stop - 1; i >= start; i--) {
    const value = numbers[i];
    if (!Number.isNaN(value)) {
      const delta = value - mean;
      count++;
      mean += delta / count;
      squares += delta * (value - mean);
    }
    out.count[i - start] = count;
    out.mean[i - start] = mean;
    out.squares[i - start] = squares;
  }
}
