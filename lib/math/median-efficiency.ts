/**
 * How much noisier a median is than a mean.
 *
 * @module
 */

/**
 * n times the variance of the median of n Gaussian values of variance 1, for n = 1 to 20: integrals
 * over the order statistics' densities.
 */
const FEW: readonly number[] = [
  1, 1, 1.346013, 1.192798, 1.434168, 1.288456, 1.473128, 1.345447, 1.494912, 1.383264, 1.508787, 1.410194, 1.518387,
  1.43035, 1.52542, 1.446003, 1.530792, 1.458513, 1.535029, 1.468741,
];

/**
 * Variance of the median of `n` Gaussian values over the variance of their mean: 1 for one or two
 * values, 1.434 for five, pi/2 for very many.
 *
 * Beyond 20 values pi/2 - 0.679/n (odd) and pi/2 - 2.1/n (even), good to 0.002.
 *
 * @see Kendall & Stuart, The Advanced Theory of Statistics I, chapter 14 (order statistics)
 * @example medianVarianceFactor(5) // 1.434168
 */
export function medianVarianceFactor(n: number): number {
  if (n < 1) return NaN;
  if (n <= FEW.length) return FEW[n - 1];
  return Math.PI / 2 - (n % 2 === 1 ? 0.679 : 2.1) / n;
}

/** Beyond so many values the shift of the rank is negligible. */
const MAX_SHIFTED = 64;

const shifted = new Map<number, number>();

/**
 * {@link medianVarianceFactor} of a median some of whose values are outliers: m times the mean square deviation of the
 * median of `n` values from the truth, of which `low` are far below and `high` far above the m others.
 *
 * With as many below as above it is the median of m. One outlier of three values makes the median the larger (or the
 * smaller) of the two others, which is on the average 0.56 standard deviations off: the factor is 2 instead of 1.
 *
 * @example shiftedMedianFactor(3, 0, 1) // 2
 */
export function shiftedMedianFactor(n: number, low: number, high: number): number {
  const m = n - low - high;
  if (low === high || n > MAX_SHIFTED || m < 1) return medianVarianceFactor(m);
  const key = (n * (MAX_SHIFTED + 1) + low) * (MAX_SHIFTED + 1) + high;
  let factor = shifted.get(key);
  if (factor === undefined) {
    // The approximation for even n is corrected by what it makes of the median without a shift.
    const middle = (n + 1) / 2;
    factor = (medianVarianceFactor(n) * m * meanSquareOfRank(middle - low, m)) / (n * meanSquareOfRank(middle, n));
    shifted.set(key, factor);
  }
  return factor;
}

/** Half width of the integration [sigma], and its steps. */
const REACH = 7;
const STEPS = 700;

/** Mean square of the value of rank `r` (1 is the smallest) among `m` Gaussian ones; a rank between two is between both. */
function meanSquareOfRank(r: number, m: number): number {
  let total = 0;
  let squares = 0;
  let below = 0;
  for (let i = 0; i < STEPS; i++) {
    const x = REACH * ((2 * i + 1) / STEPS - 1);
    const density = ((2 * REACH) / STEPS / Math.sqrt(2 * Math.PI)) * Math.exp(-0.5 * x * x);
    const p = below + 0.5 * density;
    below += density;
    const weight = density * p ** (r - 1) * Math.max(0, 1 - p) ** (m - r);
    total += weight;
    squares += weight * x * x;
  }
  return squares / total;
}
