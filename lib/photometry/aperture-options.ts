/**
 * Settings of aperture photometry, and their check at the door.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import { quoted } from '../core/quoted.js';
import type { Image } from '../frame/image.js';
import { type Radius, radiusLabel, radiusPixels } from './aperture-columns.js';
import { ERROR_MODELS, type ErrorModel } from './aperture-errors.js';

/** Settings of `measureApertures` in addition to the radii. */
export interface ApertureOptions {
  /**
   * Inner and outer radius of the sky annulus [px]. Default: from 1.5 times the largest radius (at
   * least 4 px outside it), 6 px wide or half the largest radius, whichever is more.
   */
  readonly annulus?: readonly [number, number];
  /**
   * `'annulus'` (default) subtracts the sky of the annulus. `'none'` subtracts nothing; with an
   * `annulus` given, the sky is still measured, for its columns and the errors.
   */
  readonly sky?: 'annulus' | 'none';
  /** The sky level after 3-sigma clipping: `'median'` (default) or `'mean'`. */
  readonly skyEstimator?: 'median' | 'mean';
  /**
   * Whether to sum what is left of an aperture with unusable pixels (saturated, bad, NaN). Default
   * false: its flux is NaN. With true, the area is the part that was summed; flags are set either way.
   */
  readonly allowMasked?: boolean;
  /** How `fluxErr` is computed. Default `'variance'` where the image carries a variance, else `'ccd'`. */
  readonly errorModel?: ErrorModel;
  /** A star with another position of the list nearer than this [px] is flagged crowded. Default 1.5 times the largest radius. */
  readonly crowdedWithin?: number;
  /**
   * Magnitude of 1 unit of the image per second (or 1 unit, where its unit is a rate or a flux density). With it there are
   * columns `mag`. Default: the AB zero point of PHOTFLAM and PHOTPLAM where ACS and WFC3 give them, else none.
   */
  readonly zeroPoint?: number;
}

/** The settings with all defaults filled in. */
export interface ResolvedApertureOptions {
  readonly labels: readonly string[];
  readonly radii: readonly number[];
  readonly annulus: readonly [number, number] | null;
  readonly subtractSky: boolean;
  readonly skyEstimator: 'median' | 'mean';
  readonly allowMasked: boolean;
  readonly errorModel: ErrorModel;
  readonly crowdedWithin: number;
  /** NaN if there is none. */
  readonly zeroPoint: number;
}

/**
 * Fills in the defaults and checks everything.
 *
 * @throws PhotometryError `bad-argument` that names the option, what it must be and what came
 */
export function resolveApertureOptions(
  image: Image,
  given: readonly Radius[],
  options: ApertureOptions,
): ResolvedApertureOptions {
  const radii = given.map(radiusPixels);
  const labels = given.map(radiusLabel);
  if (radii.length === 0) throw bad('radii must hold at least one radius in pixels, got an empty list');
  for (const r of radii)
    if (!(r > 0) || !Number.isFinite(r)) throw bad(`A radius must be a positive number of pixels, got ${quoted(r)}`);
  if (new Set(labels).size < labels.length)
    throw bad(`Each radius may occur only once in radii; got ${labels.join(', ')}`);

  const { sky = 'annulus', skyEstimator = 'median', allowMasked = false } = options;
  if (sky !== 'annulus' && sky !== 'none') throw bad(`sky must be 'annulus' or 'none', got '${String(sky)}'`);
  if (skyEstimator !== 'median' && skyEstimator !== 'mean')
    throw bad(`skyEstimator must be 'median' or 'mean', got '${String(skyEstimator)}'`);

  const largest = Math.max(...radii);
  const annulus = options.annulus ?? (sky === 'none' ? null : defaultAnnulus(largest));
  if (annulus !== null) {
    const [inner, outer] = annulus;
    if (!(inner >= 0) || !(outer > inner) || !Number.isFinite(outer))
      throw bad(`annulus must be [inner, outer] radii in pixels with outer > inner, got [${inner}, ${outer}]`);
  }

  const errorModel = options.errorModel ?? (image.variance === undefined ? 'ccd' : 'variance');
  if (!ERROR_MODELS.includes(errorModel))
    throw bad(`errorModel must be one of ${ERROR_MODELS.join(', ')}, got '${String(errorModel)}'`);
  if (errorModel === 'variance' && image.variance === undefined)
    throw bad(
      `errorModel 'variance' needs an image with a variance, and ${image.path || 'this image'} has none: reduce it first, or use 'ccd'`,
    );

  const crowdedWithin = options.crowdedWithin ?? 1.5 * largest;
  if (!(crowdedWithin >= 0)) throw bad(`crowdedWithin must be 0 or more pixels, got ${quoted(crowdedWithin)}`);
  const { zeroPoint = NaN } = options;
  if (options.zeroPoint !== undefined && !Number.isFinite(zeroPoint))
    throw bad(`zeroPoint must be a magnitude, got ${quoted(options.zeroPoint)}`);
  return {
    labels,
    radii,
    annulus,
    subtractSky: sky === 'annulus',
    skyEstimator,
    allowMasked,
    errorModel,
    crowdedWithin,
    zeroPoint,
  };
}

/** An annulus outside the star's light with a few hundred pixels: for 8 px, 12 to 18. */
export function defaultAnnulus(largestRadius: number): readonly [number, number] {
  const inner = Math.max(1.5 * largestRadius, largestRadius + 4);
  return [inner, inner + Math.max(6, 0.5 * largestRadius)];
}

function bad(message: string): PhotometryError {
  return new PhotometryError('bad-argument', message);
}
