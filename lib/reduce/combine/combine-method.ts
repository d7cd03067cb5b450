/**
 * How the values of one pixel in several frames become one: median, mean, clipped mean, trimmed mean.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { MAD_TO_SIGMA } from '../../math/clip.js';
import { medianVarianceFactor, shiftedMedianFactor } from '../../math/median-efficiency.js';
import { medianInPlace } from '../../math/select.js';

/**
 * `'median'`: the middle value, for an even count the mean of the middle two. `'mean'`: all values.
 * `'clip'`: the mean of the values near the centre. `'minmax'`: the mean without the extremes.
 */
export type CombineMethod = 'median' | 'mean' | 'clip' | 'minmax';

/** What `'clip'` leaves out. */
export interface ClipRule {
  /** Values farther than `kappa` scatters from the centre are left out. Default 5. */
  readonly kappa?: number;
  /** About what values are judged. Default `'median'`. */
  readonly center?: 'median' | 'mean';
  /**
   * The scatter: `'mad'` (default), 1.4826 times the median absolute deviation, which one outlier cannot
   * inflate; `'std'`, the population standard deviation, which it can: among n values none is farther
   * from their mean than sqrt(n - 1) standard deviations.
   */
  readonly spread?: 'mad' | 'std';
  /** How often values are judged. Default 1. */
  readonly iterations?: number;
}

/** How many of the smallest and largest values `'minmax'` leaves out. */
export interface RejectRule {
  /** How many of the lowest values are left out. Default 1. */
  readonly low?: number;
  /** How many of the highest values are left out. Default 1. */
  readonly high?: number;
}

/** A method with its rules filled in and checked. */
export interface CombineRule {
  readonly method: CombineMethod;
  readonly clip: Required<ClipRule>;
  readonly reject: Required<RejectRule>;
}

const METHODS: readonly CombineMethod[] = ['median', 'mean', 'clip', 'minmax'];

/**
 * Fills in the defaults.
 *
 * @throws PhotometryError `bad-argument` for an unknown method, a kappa that is not positive, or
 *   extremes that leave none of `n` frames
 */
export function combineRule(
  n: number,
  method: CombineMethod = 'median',
  clip: ClipRule = {},
  reject: RejectRule = {},
): CombineRule {
  if (!METHODS.includes(method))
    throw new PhotometryError('bad-argument', `method must be one of ${METHODS.join(', ')}, got '${method}'`, {
      method,
    });
  const { kappa = 5, center = 'median', spread = 'mad', iterations = 1 } = clip;
  if (!(kappa > 0)) throw new PhotometryError('bad-argument', `clip.kappa must be a positive number, got ${kappa}`);
  if (!(iterations >= 1))
    throw new PhotometryError('bad-argument', `clip.iterations must be 1 or more, got ${iterations}`);
  const { low = 1, high = 1 } = reject;
  if (!(low >= 0 && high >= 0 && Number.isInteger(low) && Number.isInteger(high)))
    throw new PhotometryError('bad-argument', `reject.low and reject.high must be counts, got ${low} and ${high}`);
  if (method === 'minmax' && low + high >= n)
    throw new PhotometryError(
      'bad-argument',
      `leaving out the ${low} smallest and ${high} largest of ${n} frames leaves none; use 'median' or more frames`,
      { n, low, high },
    );
  return { method, clip: { kappa, center, spread, iterations }, reject: { low, high } };
}

/**
 * The farthest that one value can be from the centre of `n` values, in population standard
 * deviations: sqrt(n - 1) from the mean, n / sqrt(n - 1) from the median of otherwise equal values.
 *
 * (In sample standard deviations the first is (n - 1) / sqrt(n): 1.79 for five frames.)
 *
 * @see Shiffler, R. E. 1988, The American Statistician 42, 79
 */
function largestDeviation(n: number, center: 'median' | 'mean'): number {
  return center === 'mean' ? Math.sqrt(n - 1) : n / Math.sqrt(n - 1);
}

/** A warning if plain sigma clipping cannot leave out anything with so few frames; else empty. */
export function clipWarning(n: number, rule: CombineRule): string {
  const { kappa, center, spread } = rule.clip;
  if (rule.method !== 'clip' || spread !== 'std') return '';
  const limit = largestDeviation(n, center);
  if (kappa < limit) return '';
  return (
    `clipping at ${kappa} standard deviations cannot leave out anything: among ${n} frames no value is farther than ` +
    `${limit.toFixed(2)} from the ${center}. Use spread: 'mad' (the default), a smaller kappa or more frames`
  );
}

/** The values of one pixel and work space, reused so that nothing is allocated per pixel. */
export interface PixelRun {
  /** Values, one a frame; permuted by {@link combinePixel}. */
  readonly values: Float64Array;
  /** Variances of the values; undefined if the frames have none. */
  readonly variances: Float64Array | undefined;
  readonly work: Float64Array;
  /** The values in their order, for {@link keptScatter}. */
  readonly all: Float64Array;
  /** What came out: the combined value. */
  value: number;
  /** Its variance, propagated from {@link variances}; NaN without them. */
  variance: number;
  /** The smallest and the largest value that it is made of. */
  least: number;
  most: number;
  /** How many values it is the mean of; of a median, all. */
  kept: number;
}

/** Room for `n` values. */
export function pixelRun(n: number, withVariances: boolean): PixelRun {
  const variances = withVariances ? new Float64Array(n) : undefined;
  return {
    values: new Float64Array(n),
    variances,
    work: new Float64Array(n),
    all: new Float64Array(n),
    value: NaN,
    variance: NaN,
    least: NaN,
    most: NaN,
    kept: 0,
  };
}

/**
 * Combines the first `n` values of `run` (at least 1, none NaN) into `run.value` and `run.variance`.
 *
 * The variance of a mean of n is sum(variance) / n^2; of a median that times
 * {@link medianVarianceFactor}, without the values that are outliers by their own variances
 * ({@link medianVariance}); for a trimmed mean of m out of n, the sum over the kept / (m n).
 */
export function combinePixel(run: PixelRun, n: number, rule: CombineRule): void {
  const { values, variances, work } = run;
  if (rule.method === 'median') {
    for (let i = 0; i < n; i++) work[i] = values[i];
    run.value = medianOfRun(work, n);
    run.least = run.most = run.value;
    run.kept = n;
    if (variances !== undefined) run.variance = medianVariance(values, variances, n, run.value);
    return;
  }
  let first = 0;
  let kept = n;
  let factor = 1;
  if (rule.method === 'clip') kept = clipRun(run, n, rule.clip);
  if (rule.method === 'minmax') {
    sortPairs(values, variances, n);
    // Where masked frames leave few values, as many extremes go as leave one value at least.
    const most = Math.max(0, (n - 1) >> 1);
    first = Math.min(rule.reject.low, most);
    kept = n - first - Math.min(rule.reject.high, most);
    factor = kept / n;
  }
  run.value = sum(values, first, kept) / kept;
  run.kept = kept;
  run.least = run.most = values[first];
  for (let i = first + 1; i < first + kept; i++) {
    if (values[i] < run.least) run.least = values[i];
    if (values[i] > run.most) run.most = values[i];
  }
  if (variances !== undefined) run.variance = (factor * sum(variances, first, kept)) / (kept * kept);
}

/** Values farther from the combined one than this many of their own standard deviations do not count in its variance. */
export const OUTLIER_SIGMAS = 5;

/**
 * The variance of the median of `n` values from their own, without those that are outliers.
 *
 * A cosmic ray does not move a median, and its photon noise is not the median's: a value farther from the median than
 * {@link OUTLIER_SIGMAS} of its own standard deviations does not count. Unless more than half of the values remain
 * there is nothing to call normal, and all count.
 */
function medianVariance(values: Float64Array, variances: Float64Array, n: number, median: number): number {
  let total = 0;
  let low = 0;
  let high = 0;
  for (let i = 0; i < n; i++) {
    const deviation = values[i] - median;
    if (!(deviation * deviation > OUTLIER_SIGMAS * OUTLIER_SIGMAS * variances[i])) total += variances[i];
    else if (deviation < 0) low++;
    else high++;
  }
  const kept = n - low - high;
  if (kept === n || 2 * kept <= n) return (medianVarianceFactor(n) * sum(variances, 0, n)) / (n * n);
  return (shiftedMedianFactor(n, low, high) * total) / (kept * kept);
}

/**
 * Variance of the combination of `n` values from their own scatter: s^2 / n (n - 1 in s^2), times the
 * median's factor. NaN for one value. Of the values before clipping: call it before
 * {@link combinePixel}.
 */
export function scatterVariance(values: Float64Array, n: number, method: CombineMethod): number {
  if (n < 2) return NaN;
  const mean = sum(values, 0, n) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
  return ((method === 'median' ? medianVarianceFactor(n) : 1) * squares) / ((n - 1) * n);
}

/**
 * {@link scatterVariance} of values, all of which count, that were combined: `variance` as it was before. The values that
 * clipping left out by chance are missing in the mean, though their scatter counts.
 */
export function scatterOfKept(variance: number, n: number, kept: number, method: CombineMethod): number {
  return method === 'clip' && kept < n ? (variance * n) / kept : variance;
}

/** What an outlier is, where the values have no variances of their own. */
export interface OutlierRule {
  /** Variance of one value at the level of the pixel. */
  readonly variance: number;
  /** So many of the values may be outliers; of more none is. */
  readonly allowed: number;
}

/**
 * {@link scatterVariance} of those of the first `n` values of `run.all` that are no outliers: within
 * {@link OUTLIER_SIGMAS} of `run.value`, or between the values it is made of. Call it after {@link combinePixel}.
 */
export function keptScatter(
  run: PixelRun,
  n: number,
  { method }: CombineRule,
  { variance, allowed }: OutlierRule,
): number {
  const values = run.all;
  const limit = OUTLIER_SIGMAS * Math.sqrt(variance);
  const least = Math.min(run.least, run.value - limit);
  const most = Math.max(run.most, run.value + limit);
  let low = 0;
  let high = 0;
  for (let i = 0; i < n; i++) {
    if (values[i] < least) low++;
    else if (values[i] > most) high++;
  }
  if (low + high === 0 || low + high > allowed)
    return scatterOfKept(scatterVariance(values, n, method), n, run.kept, method);
  let counted = 0;
  for (let i = 0; i < n; i++) if (values[i] >= least && values[i] <= most) run.work[counted++] = values[i];
  const factor = method === 'median' ? shiftedMedianFactor(n, low, high) : 1;
  const scatter = counted < 2 ? variance / counted : scatterVariance(run.work, counted, 'mean');
  return scatterOfKept(factor * scatter, counted, run.kept, method);
}

function sum(values: Float64Array, first: number, n: number): number {
  let total = 0;
  for (let i = first; i < first + n; i++) total += values[i];
  return total;
}

/** Up to this many values are sorted by insertion; more are selected. */
const FEW_VALUES = 24;

/** Median of the first `n` values; permutes them. The hot spot of a median combination. */
export function medianOfRun(values: Float64Array, n: number): number {
  if (n > FEW_VALUES) return medianInPlace(values, n);
  for (let i = 1; i < n; i++) {
    const value = values[i];
    let j = i - 1;
    while (j >= 0 && values[j] > value) {
      values[j + 1] = values[j];
      j--;
    }
    values[j + 1] = value;
  }
  const middle = n >> 1;
  return n % 2 === 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

/** Moves the kept values to the front, with their variances; returns their number. */
function clipRun({ values, variances, work }: PixelRun, n: number, rule: Required<ClipRule>): number {
  let kept = n;
  for (let round = 0; round < rule.iterations; round++) {
    let median = NaN;
    if (rule.center === 'median' || rule.spread === 'mad') {
      for (let i = 0; i < kept; i++) work[i] = values[i];
      median = medianOfRun(work, kept);
    }
    const mean = sum(values, 0, kept) / kept;
    const center = rule.center === 'median' ? median : mean;
    let spread: number;
    if (rule.spread === 'mad') {
      for (let i = 0; i < kept; i++) work[i] = Math.abs(values[i] - median);
      spread = MAD_TO_SIGMA * medianOfRun(work, kept);
    } else {
      let squares = 0;
      for (let i = 0; i < kept; i++) squares += (values[i] - mean) * (values[i] - mean);
      spread = Math.sqrt(squares / kept);
    }
    const limit = rule.kappa * spread;
    let m = 0;
    for (let i = 0; i < kept; i++) {
      if (!(Math.abs(values[i] - center) <= limit)) continue;
      values[m] = values[i];
      if (variances !== undefined) variances[m] = variances[i];
      m++;
    }
    if (m === 0 || m === kept) break;
    kept = m;
  }
  return kept;
}

/** Insertion sort of the values, together with their variances. */
function sortPairs(values: Float64Array, variances: Float64Array | undefined, n: number): void {
  for (let i = 1; i < n; i++) {
    const value = values[i];
    const variance = variances === undefined ? 0 : variances[i];
    let j = i - 1;
    while (j >= 0 && values[j] > value) {
      values[j + 1] = values[j];
      if (variances !== undefined) variances[j + 1] = variances[j];
      j--;
    }
    values[j + 1] = value;
    if (variances !== undefined) variances[j + 1] = variance;
  }
}
