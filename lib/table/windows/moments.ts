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
import { overlap, type RowWindows } from './row-windows.js';
import { countsSideBySide, deviationsSideBySide, sumsSideBySide } from './side-by-side.js';

/** Number of values in each window; NaN are left out. */
export function windowCounts(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!overlap(windows)) return countsSideBySide(numbers, windows);
  const { from, to } = windows;
  const before = new Uint32Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) before[i + 1] = before[i] + (Number.isNaN(numbers[i]) ? 0 : 1);
  return Float64Array.from(from, (start, w) => before[to[w]] - before[start]);
}

/** Sum of each window, compensated for rounding; NaN are left out, 0 if nothing is left. */
export function windowSums(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!overlap(windows)) return sumsSideBySide(numbers, windows);
  const { from, to } = windows;
  const sums = new Float64Array(from.length);
  // sum of the rows from i to the middle, and what rounding took from it
  const frontSum = new Float64Array(numbers.length + 1);
  const frontLost = new Float64Array(numbers.length + 1);
  let middle = 0;
  let end = 0; // rows up to here are in `back`
  let back = 0;
  let backLost = 0;
  for (let w = 0; w < sums.length; w++) {
    const start = from[w];
    const stop = to[w];
    if (start >= middle) {
      middle = stop;
      end = stop;
      back = 0;
      backLost = 0;
      frontSum[stop] = 0;
      frontLost[stop] = 0;
      for (let i = stop - 1; i >= start; i--) {
        const value = Number.isNaN(numbers[i]) ? 0 : numbers[i];
        const sum = frontSum[i + 1] + value;
        frontSum[i] = sum;
        frontLost[i] = frontLost[i + 1] + lost(frontSum[i + 1], value, sum);
      }
    }
    for (; end < stop; end++) {
      if (Number.isNaN(numbers[end])) continue;
      const sum = back + numbers[end];
      backLost += lost(back, numbers[end], sum);
      back = sum;
    }
    const front = start < middle ? frontSum[start] : 0;
    const sum = front + back;
    const correction = (start < middle ? frontLost[start] : 0) + backLost + lost(front, back, sum);
    sums[w] = Number.isFinite(sum) ? sum + correction : sum;
  }
  return sums;
}

/** What `sum = a + b` lost by rounding, exactly (Knuth's TwoSum). */
function lost(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** Arithmetic mean of each window; NaN if no value is left. */
export function windowMeans(numbers: Float64Array, windows: RowWindows): Float64Array {
  const means = windowSums(numbers, windows);
  const counts = windowCounts(numbers, windows);
  for (let w = 0; w < means.length; w++) means[w] = counts[w] > 0 ? means[w] / counts[w] : NaN;
  return means;
}

/** Standard deviation of each window with divisor n - 1; NaN for fewer than two values. */
export function windowDeviations(numbers: Float64Array, windows: RowWindows): Float64Array {
  if (!overlap(windows)) return deviationsSideBySide(numbers, windows);
  const { from, to } = windows;
  const deviations = new Float64Array(from.length).fill(NaN);
  const n = numbers.length;
  // count, mean and sum of squared deviations of the rows from i to the middle
  const front = { count: new Float64Array(n + 1), mean: new Float64Array(n + 1), squares: new Float64Array(n + 1) };
  let middle = 0;
  let end = 0;
  const back = { count: 0, mean: 0, squares: 0 };
  for (let w = 0; w < deviations.length; w++) {
    const start = from[w];
    const stop = to[w];
    if (start >= middle) {
      middle = stop;
      end = stop;
      Object.assign(back, { count: 0, mean: 0, squares: 0 });
      fillFront(front, numbers, start, stop);
    }
    for (; end < stop; end++) {
      const value = numbers[end];
      if (Number.isNaN(value)) continue;
      const delta = value - back.mean;
      back.count++;
      back.mean += delta / back.count;
      back.squares += delta * (value - back.mean);
    }
    const count = front.count[start] * (start < middle ? 1 : 0);
    const total = count + back.count;
    if (total < 2) continue;
    const delta = back.mean - front.mean[start];
    // Chan, Golub & LeVeque 1979, Stanford STAN-CS-79-773: the squares of two samples together
    const squares =
      count === 0
        ? back.squares
        : back.count === 0
          ? front.squares[start]
          : front.squares[start] + back.squares + (delta * delta * count * back.count) / total;
    deviations[w] = Math.sqrt(squares / (total - 1));
  }
  return deviations;
}

/** Moments of the rows from each of `start` to `stop` up to `stop` (Welford 1962, Technometrics 4, 419). */
function fillFront(
  { count, mean, squares }: Readonly<Record<'count' | 'mean' | 'squares', Float64Array>>,
  numbers: Float64Array,
  start: number,
  stop: number,
): void {
  count[stop] = 0;
  mean[stop] = 0;
  squares[stop] = 0;
  for (let i = stop - 1; i >= start; i--) {
    const value = numbers[i];
    const known = !Number.isNaN(value);
    const delta = known ? value - mean[i + 1] : 0;
    count[i] = count[i + 1] + (known ? 1 : 0);
    mean[i] = known ? mean[i + 1] + delta / count[i] : mean[i + 1];
    squares[i] = known ? squares[i + 1] + delta * (value - mean[i]) : squares[i + 1];
  }
}
