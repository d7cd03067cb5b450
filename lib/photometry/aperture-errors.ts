/**
 * Error models of aperture fluxes: which noise counts, each term by name.
 *
 * The flux is F = sum of w p - A m: weights w (the part of each pixel inside the circle, A their
 * sum), pixel values p, sky level m from S annulus pixels. s is the scatter of a sky pixel: the
 * clipped `skyStd` over 0.9848, what clipping at 3 sigma leaves of a Gaussian's.
 *
 * @module
 */

/**
 * How `fluxErr` is computed:
 *
 * - `'ccd'`: sigma² = sum w² (p - m) / gain + sum w² s² + c A² s² / S.
 *   Photon noise of the star, noise of the pixels under it, error of the sky level. The annulus
 *   scatter s already holds sky photons and read-out noise, so neither is added again. c is pi/2
 *   for a median sky (its large-sample efficiency) and 1 for a mean. The squares are those of the
 *   weights because w p has the variance w² sigma_p²; the textbook's A s² overrates the rim, by
 *   12 % of the variance at a radius of 3 px.
 * - `'variance'`: sigma² = sum w² v + c A² s² / S, with the variance v that each pixel of the image
 *   carries: photons, read-out noise and master frames as `reduce` propagated them. Needs
 *   `image.variance`; the star's own photons are in v.
 * - `'daophot'`: sigma² = max(F, 0) / gain + A s² + A² s² / S with `skyStd` itself for s, as IRAF and
 *   DAOPHOT print it; for comparison with other programs.
 *
 * @see Howell, S. B. 1989, PASP 101, 616; Merline, W. J. & Howell, S. B. 1995, Exp. Astron. 6, 163
 * @see Stetson, P. B. 1987, PASP 99, 191, for `'daophot'`
 */
export type ErrorModel = 'ccd' | 'variance' | 'daophot';

/** The known models, for messages and checks. */
export const ERROR_MODELS: readonly ErrorModel[] = Object.freeze(['ccd', 'variance', 'daophot'] as const);

/** Variance of a median relative to that of a mean, for many Gaussian values. */
const MEDIAN_COST = Math.PI / 2;

/** Fraction of a Gaussian's standard deviation that remains after clipping at 3 sigma until nothing changes. */
const CLIPPED_SCATTER = 0.98484618645;

/** What an error model needs of one circle. Sums run over usable pixels. */
interface ApertureSums {
  /** Net flux [unit]. */
  readonly flux: number;
  /** Sum of w [px²]. */
  readonly area: number;
  /** Sum of w² [px²]. */
  readonly squaredArea: number;
  /** Sum of w² p [unit]. */
  readonly squaredFlux: number;
  /** Sum of w² v [unit squared]. */
  readonly variance: number;
}

/** What an error model needs of the sky and the detector. */
interface NoiseSources {
  /** Sky level per pixel [unit]; NaN where none was measured. */
  readonly sky: number;
  /** Clipped standard deviation of the sky pixels [unit]; NaN where none was measured. */
  readonly skyStd: number;
  /** Annulus pixels behind the level. */
  readonly skyCount: number;
  /** Whether the level was subtracted, so that its error counts. */
  readonly subtracted: boolean;
  /** Whether the level is a median or a mean. */
  readonly estimator: 'median' | 'mean';
  /** Electrons for one unit; NaN is unknown. */
  readonly gain: number;
  /** Read-out noise of a pixel [electron]; NaN is unknown. */
  readonly readNoise: number;
}

/**
 * The variance of an aperture flux [unit squared]; NaN where something it needs is unknown.
 *
 * Without a measured sky (`skyStd` NaN, not subtracted) `'ccd'` and `'daophot'` count the photons of
 * everything in the aperture and the read-out noise: sum w² p / gain + sum w² (readNoise / gain)²,
 * a lower limit where the read-out noise is unknown or a background was taken off before.
 *
 * @example
 * Math.sqrt(apertureVariance('ccd', sums, noise)) // fluxErr
 */
export function apertureVariance(model: ErrorModel, sums: ApertureSums, noise: NoiseSources): number {
  const { sky, skyCount, subtracted, gain, readNoise } = noise;
  const { area, squaredArea, squaredFlux } = sums;
  const cost = model !== 'daophot' && noise.estimator === 'median' ? MEDIAN_COST : 1;
  const scatter = model === 'daophot' ? noise.skyStd : noise.skyStd / CLIPPED_SCATTER;
  const level = subtracted ? (cost * area * area * scatter * scatter) / skyCount : 0;
  if (model === 'variance') return sums.variance + level;
  if (Number.isNaN(scatter) && !subtracted) {
    const read = Number.isNaN(readNoise) ? 0 : readNoise / gain;
    return Math.max(0, squaredFlux) / gain + squaredArea * read * read;
  }
  if (model === 'daophot') return Math.max(0, sums.flux) / gain + area * scatter * scatter + level;
  return Math.max(0, squaredFlux - sky * squaredArea) / gain + squaredArea * scatter * scatter + level;
}
