/**
 * Finds in a combined block the pixels whose variance may have an outlier in it. Most have none: the others are combined
 * one by one, and judged there, so that it does no harm to suspect too many.
 *
 * @module
 */
import { medianVarianceFactor } from '../../../math/median-efficiency.js';
import { type CombineMethod, OUTLIER_SIGMAS } from '../combine-method.js';
import { type BlockWork, SOME_UNKNOWN } from './block-work.js';
import { type NoiseCurve, noiseAt } from './noise-curve.js';

/** Smallest suspicious distance of mean and median, of a single outlier this many standard deviations of a value. */
const MIN_SHIFT = 4;
/** For n values the median differs from the mean by 0.7 sigma / sqrt(n): this many of it (squared) are suspicious. */
const SHIFT_OF_MANY = 4;

/**
 * Marks medians that are far from the mean of their values, judged by the propagated variance: an outlier moves the mean
 * by its n-th part.
 */
export function markShifted({ sum, value, variance, usable }: BlockWork, count: number): void {
  let n = SOME_UNKNOWN;
  let limit = Number.POSITIVE_INFINITY;
  for (let p = 0; p < count; p++) {
    if (usable[p] !== n) {
      n = usable[p];
      limit = suspiciousShift(n);
    }
    const shift = sum[p] - n * value[p];
    if (shift * shift > limit * variance[p]) usable[p] = SOME_UNKNOWN;
  }
}

/** The square of n times the distance of mean and median of `n` values that is suspicious, in variances of the median. */
function suspiciousShift(n: number): number {
  if (n < 3) return Number.POSITIVE_INFINITY;
  return (n * Math.max(MIN_SHIFT * MIN_SHIFT, SHIFT_OF_MANY * n)) / medianVarianceFactor(n);
}

/** Smallest suspicious ratio of a scatter to what is usual. */
const MIN_RATIO = 1.5;

/** Marks pixels that scatter by more than a single value at {@link OUTLIER_SIGMAS} would make them; at most `most` values. */
export function markScattered(
  { value, variance, usable }: BlockWork,
  most: number,
  count: number,
  method: CombineMethod,
  noise: NoiseCurve,
): void {
  const { least } = noise;
  if (!hasLarger(variance, count, suspiciousScatter(most, method) * least)) return; // for fewer values the limit is higher
  let n = SOME_UNKNOWN;
  let limit = Number.POSITIVE_INFINITY;
  for (let p = 0; p < count; p++) {
    if (usable[p] !== n) {
      n = usable[p];
      limit = suspiciousScatter(n, method);
    }
    if (variance[p] > limit * least && variance[p] > limit * noiseAt(noise, value[p])) usable[p] = SOME_UNKNOWN;
  }
}

function hasLarger(values: Float64Array, count: number, limit: number): boolean {
  let larger = 0;
  for (let p = 0; p < count; p++) larger += Number(values[p] > limit);
  return larger > 0;
}

/** The variance of a combination of `n` values from their scatter that is suspicious, in variances of one value. */
function suspiciousScatter(n: number, method: CombineMethod): number {
  if (n < 3) return Number.POSITIVE_INFINITY;
  const factor = method === 'median' ? medianVarianceFactor(n) : 1;
  return (factor * Math.max(MIN_RATIO, (OUTLIER_SIGMAS * OUTLIER_SIGMAS) / n)) / n;
}
