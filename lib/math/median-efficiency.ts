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
