/**
 * Mean, median and scatter of values with outliers: iterative clipping.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { STRETCH } from '../core/stretches.js';
import { medianInPlace } from './select.js';
import { usableMedian } from './usable-median.js';

/** Settings of {@link clippedStatistics}. */
interface ClipOptions {
  /** Values farther than `kappa` times the scatter from the centre are clipped. Default 3. `Infinity` clips nothing. */
  readonly kappa?: number;
  /** Maximum number of iterations; `Infinity` continues until nothing more is clipped. Default 10. */
  readonly maxIterations?: number;
  /** About what values are judged. Default `'median'`. */
  readonly center?: 'median' | 'mean';
  /**
   * The scatter that `kappa` counts. `'std'` (default) is the population standard deviation; `'mad'`
   * is 1.4826 times the median absolute deviation, which an outlier among few values cannot inflate.
   */
  readonly spread?: 'std' | 'mad';
}

/** What remains after clipping. All NaN, with `n` 0, where no value was finite. */
interface ClippedStatistics {
  /** Mean of the kept values. */
  readonly mean: number;
  /** Median of the kept values; the mean of the middle two for an even count. */
  readonly median: number;
  /** Population standard deviation (division by n) of the kept values. */
  readonly std: number;
  /** How many values were kept. */
  readonly n: number;
  /** How many finite values were left out. */
  readonly clipped: number;
}

/** Scatter of a Gaussian for one unit of median absolute deviation, 1/Phi^-1(3/4). */
export const MAD_TO_SIGMA = 1.482602218505602;

/**
 * Statistics of the values that remain after clipping again and again.
 *
 * Each round keeps the values with |value - centre| <= kappa * scatter, both of the values kept so
 * far, until nothing changes or `maxIterations` is reached. NaN and infinite values are ignored.
 *
 * @throws PhotometryError `bad-argument` if kappa is not positive or maxIterations is negative
 * @example
 * clippedStatistics([1, 2, 3, 2, 1, 2, 500], { spread: 'mad' }).median // 2
 */
export function clippedStatistics(values: ArrayLike<number>, options: ClipOptions = {}): ClippedStatistics {
  const { kappa = 3, maxIterations = 10, center = 'median', spread = 'std' } = options;
  if (!(kappa > 0)) throw new PhotometryError('bad-argument', `kappa must be a positive number, got ${kappa}`);
  if (!(maxIterations >= 0))
    throw new PhotometryError('bad-argument', `maxIterations must be 0 or more, got ${maxIterations}`);

  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) kept[n++] = values[i];
  return clipInPlace(kept, n, { kappa, maxIterations, center, spread });
}

/** {@link clippedStatistics} of the first `finite` values, all finite, which are moved about. */
export function clipInPlace(kept: Float64Array, finite: number, options: Required<ClipOptions>): ClippedStatistics {
  const { kappa, maxIterations, center, spread } = options;
  let n = finite;
  const deviations = spread === 'mad' ? new Float64Array(n) : undefined;

  let median = NaN;
  let std = NaN;
  for (let round = 0, settled = false; round < maxIterations && !settled; round++) {
    median = center === 'median' || deviations ? medianOf(kept, n) : NaN;
    std = deviations ? NaN : stdOf(kept, n);
    const middle = center === 'median' ? median : meanOf(kept, n);
    const scatter = deviations ? madAbout(median, kept, n, deviations) : std;
    const remaining = keepWithin(kept, n, middle, kappa * scatter);
    settled = remaining === n;
    if (!settled) median = std = NaN; // of more values than are left
    n = remaining;
  }
  return {
    mean: meanOf(kept, n),
    median: Number.isNaN(median) ? medianOf(kept, n) : median,
    std: Number.isNaN(std) ? stdOf(kept, n) : std,
    n,
    clipped: finite - n,
  };
}

/** More values than this are not moved about for their median. */
const MANY = 20_000;

function medianOf(values: Float64Array, n: number): number {
  return n > MANY ? usableMedian(values.subarray(0, n)) : medianInPlace(values, n);
}

/** Moves the values within `limit` of `middle` to the front; returns their number. */
function keepWithin(out: Float64Array, n: number, middle: number, limit: number): number {
  let m = 0;
  for (let from = 0; from < n; from += STRETCH)
    m = keepStretch(out, from, Math.min(n, from + STRETCH), middle, limit, m);
  return m;
}

function keepStretch(out: Float64Array, from: number, to: number, middle: number, limit: number, kept: number): number {
  let m = kept;
  for (let i = from; i < to; i++) {
    const value = out[i];
    if (Math.abs(value - middle) <= limit) out[m++] = value;
  }
  return m;
}

function meanOf(values: Float64Array, n: number): number {
  let sum = 0;
  for (let from = 0; from < n; from += STRETCH) sum = addValues(values, from, Math.min(n, from + STRETCH), sum);
  return n > 0 ? sum / n : NaN;
}

function addValues(values: Float64Array, from: number, to: number, before: number): number {
  let sum = before;
  for (let i = from; i < to; i++) sum += values[i];
  return sum;
}

function stdOf(values: Float64Array, n: number): number {
  const mean = meanOf(values, n);
  let sum = 0;
  for (let from = 0; from < n; from += STRETCH) sum = addSquares(values, mean, from, Math.min(n, from + STRETCH), sum);
  return n > 0 ? Math.sqrt(sum / n) : NaN;
}

function addSquares(values: Float64Array, mean: number, from: number, to: number, before: number): number {
  let sum = before;
  for (let i = from; i < to; i++) sum += (values[i] - mean) ** 2;
  return sum;
}

/** Robust scatter about the median. `work` is overwritten. */
function madAbout(median: number, values: Float64Array, n: number, work: Float64Array): number {
  for (let i = 0; i < n; i++) work[i] = Math.abs(values[i] - median);
  return MAD_TO_SIGMA * medianOf(work, n);
}
