/**
 * DAOFIND's centroid: a Gaussian of the kernel's width fitted to the sums of a star's rows or columns.
 *
 * @module
 * @see IRAF, noao.digiphot.daophot.daofind ("marginal Gaussian fits"); photutils 1.6, DAOStarFinder
 */
import type { DaofindKernel } from './daofind-kernel.js';

/** Weights and sums that do not depend on the star. By symmetry they serve both axes. */
interface MarginalWeights {
  /** Side of the cutout [px]. */
  readonly side: number;
  /** Variance of the Gaussian [px^2]. */
  readonly variance: number;
  /** Triangle: 1 at the ends, radius + 1 in the middle. */
  readonly triangle: Float64Array;
  /** The Gaussian summed across the axis with the triangle's weights. */
  readonly profile: Float64Array;
  /** Its derivative, times the variance: distance from the middle times the profile, left positive. */
  readonly slope: Float64Array;
  readonly triangleSum: number;
  readonly profileSum: number;
  readonly profileSquares: number;
  readonly slopeSquares: number;
}

/** What {@link fitMarginal} finds along one axis. */
export interface MarginalFit {
  /** Centroid less the middle of the cutout [px]; NaN where no Gaussian of positive height fits. */
  shift: number;
  /** Height of the fitted Gaussian; NaN where it is not positive. */
  height: number;
}

/** Prepares {@link fitMarginal} for a kernel. The whole square counts, not the footprint alone. */
export function marginalWeights({ radius, sigma }: DaofindKernel): MarginalWeights {
  const side = 2 * radius + 1;
  const triangle = Float64Array.from({ length: side }, (_, i) => radius - Math.abs(i - radius) + 1);
  const gaussian = Float64Array.from({ length: side }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  let across = 0;
  let triangleSum = 0;
  for (let i = 0; i < side; i++) {
    across += gaussian[i] * triangle[i];
    triangleSum += triangle[i];
  }
  const profile = gaussian.map(value => value * across);
  const slope = profile.map((value, i) => value * (radius - i));
  let profileSum = 0;
  let profileSquares = 0;
  let slopeSquares = 0;
  for (let i = 0; i < side; i++) {
    profileSum += profile[i] * triangle[i];
    profileSquares += profile[i] ** 2 * triangle[i];
    slopeSquares += slope[i] ** 2 * triangle[i];
  }
  return {
    side,
    variance: sigma * sigma,
    triangle,
    profile,
    slope,
    triangleSum,
    profileSum,
    profileSquares,
    slopeSquares,
  };
}

/**
 * Fits sky + height * Gaussian to the sums of the cutout's columns (`x`) or rows (`y`), all weighted by
 * triangles, by linear least squares; then the shift that removes the residual's slope. Where that
 * leaves the cutout, the first moment is taken, and 0 where this leaves it too.
 */
export function fitMarginal(out: MarginalFit, cutout: Float64Array, weights: MarginalWeights, axis: 'x' | 'y'): void {
  const { side, triangle, profile, slope } = weights;
  const step = axis === 'x' ? 1 : side;
  const stepAcross = axis === 'x' ? side : 1;
  let dataSum = 0;
  let withProfile = 0;
  let withSlope = 0;
  let moment = 0;
  for (let i = 0; i < side; i++) {
    let sum = 0;
    for (let j = 0, k = i * step; j < side; j++, k += stepAcross) sum += cutout[k] * triangle[j];
    const weighted = sum * triangle[i];
    dataSum += weighted;
    withProfile += weighted * profile[i];
    withSlope += weighted * slope[i];
    moment += weighted * (axis === 'x' ? (side - 1) / 2 - i : i - (side - 1) / 2);
  }
  const { triangleSum, profileSum, profileSquares, slopeSquares, variance } = weights;
  const numerator = withProfile - (dataSum * profileSum) / triangleSum;
  const denominator = profileSquares - (profileSum * profileSum) / triangleSum;
  if (!(numerator > 0) || !(denominator > 0)) {
    out.shift = NaN;
    out.height = NaN;
    return;
  }
  const height = numerator / denominator;
  // The slope and the profile are orthogonal, so that neither sky nor height enter.
  let shift = (-withSlope * variance) / (height * slopeSquares);
  if (Math.abs(shift) > side / 2) shift = dataSum === 0 ? 0 : moment / dataSum;
  if (Math.abs(shift) > side / 2) shift = 0;
  out.shift = shift;
  out.height = height;
}
