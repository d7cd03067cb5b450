/**
 * Robust scatter of a curve: about its median, and from point to point.
 *
 * Missing points are NaN and do not count.
 *
 * @module
 */
import { MAD_TO_SIGMA } from '../math/clip.js';
import { medianInPlace } from '../math/select.js';

/** The median of the finite values; NaN if there are none. */
export function medianOf(values: ArrayLike<number>): number {
  const kept = finiteOf(values);
  return medianInPlace(kept, kept.length);
}

/**
 * 1.4826 times the median absolute deviation from the median: the standard deviation of a Gaussian,
 * unmoved by outliers. Slow trends count. NaN for fewer than two points.
 *
 * @example robustScatter([1, 1.01, 0.99, 5, NaN])
 */
export function robustScatter(values: ArrayLike<number>): number {
  const kept = finiteOf(values);
  if (kept.length < 2) return NaN;
  const median = medianInPlace(kept, kept.length);
  for (let i = 0; i < kept.length; i++) kept[i] = Math.abs(kept[i] - median);
  return MAD_TO_SIGMA * medianInPlace(kept, kept.length);
}

/**
 * Scatter from point to point: 1.4826 times the median of |v(i+1) - v(i)|, over the square root of 2.
 *
 * Slow changes, also those of a variable star or of airmass, drop out; white noise of standard
 * deviation s gives s. Differences reach over missing points. NaN for fewer than three points.
 *
 * @see von Neumann, J. 1941, Ann. Math. Stat. 12, 367, for the mean square successive difference
 * @example pointToPointScatter(curve.flux)
 */
export function pointToPointScatter(values: ArrayLike<number>): number {
  const kept = finiteOf(values);
  if (kept.length < 3) return NaN;
  const n = kept.length - 1;
  for (let i = 0; i < n; i++) kept[i] = Math.abs(kept[i + 1] - kept[i]);
  return (MAD_TO_SIGMA * medianInPlace(kept, n)) / Math.SQRT2;
}

/** A copy of the finite values, in their order. */
export function finiteOf(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) kept[n++] = values[i];
  return kept.subarray(0, n);
}
