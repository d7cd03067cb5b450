/**
 * The curve of growth of a frame's own stars.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { findBrightStars } from '../../detect/find-bright-stars.js';
import type { Image } from '../../frame/image.js';
import { SourceFlag } from '../../frame/source-flags.js';
import type { PixelPosition } from '../../frame/wcs/tangent-plane.js';
import { defaultAnnulus } from '../../photometry/aperture-options.js';
import { type GrowthCurveResult, growthCurve } from '../../photometry/growth-curve.js';
import { measureApertures } from '../../photometry/measure-apertures.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import type { PixelPositions } from '../frames/positions.js';

/** Settings of a growth curve over the stars of a field. */
export interface FieldGrowthOptions {
  /** Radii [px], ascending. Default: twelve from 0.5 to 3.5 times the frame's FWHM. */
  readonly radii?: readonly number[];
  /** Sky annulus [px]. Default: outside the largest radius. */
  readonly annulus?: readonly [number, number];
  /** Minimum fraction of the light inside the chosen aperture. Default 0.7. */
  readonly minFraction?: number;
  /** Maximum number of stars; the brightest clean ones are used. Default 30. */
  readonly maxStars?: number;
  /**
   * The target: its row among the stars, or its position. Its own curve stands beside that of the field, and the radius is
   * the smallest at which both hold `minFraction` of the light and agree within 0.05. A position that is none of the stars'
   * is measured in addition to them. Default: no target.
   */
  readonly target?: number | PixelPosition | SkyPosition;
}

/** The same for an image whose WCS is not asked: the target is a row, or in pixels. */
export interface PixelGrowthOptions extends Omit<FieldGrowthOptions, 'target'> {
  readonly target?: number | PixelPosition;
}

/** A star within this distance of the target's position is the target [px]. */
const SAME_STAR = 3;

/** Flags that make a star unusable for a curve of growth. */
const SPOILT =
  SourceFlag.saturated |
  SourceFlag.masked |
  SourceFlag.truncated |
  SourceFlag.offImage |
  SourceFlag.noSky |
  SourceFlag.hotPixel;

/**
 * Measures clean stars at many radii and computes their curve of growth. Crowded stars are left out while at least
 * three others remain.
 *
 * @throws PhotometryError `no-stars` if no clean star remains
 */
export function fieldGrowth(image: Image, stars: PixelPositions, options: PixelGrowthOptions = {}): GrowthCurveResult {
  const { minFraction, maxStars = 30 } = options;
  const { positions, target } = withTarget(stars, options.target);
  const radii = options.radii ?? radiiFor(findBrightStars(image).fwhm);
  const annulus = options.annulus ?? defaultAnnulus(Math.max(...radii));
  const labelled = radii.map((pixels, k) => ({ label: String(k), pixels }));
  const measured = measureApertures(image, positions, {
    radii: labelled,
    annulus,
    crowdedWithin: Math.max(...radii),
  });
  const columns = measured.columns as unknown as Readonly<Record<string, { values: Float64Array }>>;
  const brightness = columns[`flux_${radii.length - 1}`].values;
  const flags = measured.values('flags');
  const clean = Array.from(brightness.keys()).filter(star => brightness[star] > 0 && (flags[star] & SPOILT) === 0);
  const alone = clean.filter(star => (flags[star] & SourceFlag.crowded) === 0);
  const field = (alone.length >= 3 ? alone : clean).filter(star => star !== target);
  const brightest = field.sort((a, b) => brightness[b] - brightness[a]).slice(0, maxStars);
  const chosen = target === undefined ? brightest : [...brightest, requireClean(target, clean, positions.x.length)];
  if (chosen.length === 0)
    throw new PhotometryError(
      'no-stars',
      `none of ${positions.x.length} stars of ${image.path || 'this frame'} is clean enough for a curve of growth (all are saturated, ` +
        'masked, cut off by the edge or without light): give more stars, detect({ sigma: 3 }), or smaller radii',
      { stars: positions.x.length },
    );
  const pick = (name: string): Float64Array => Float64Array.from(chosen, star => columns[name].values[star]);
  return growthCurve(
    { radii, flux: radii.map((_, k) => pick(`flux_${k}`)), fluxErr: radii.map((_, k) => pick(`fluxErr_${k}`)) },
    {
      minFraction,
      provenance: measured.provenance,
      ...(target === undefined ? {} : { target: chosen.length - 1 }),
    },
  );
}

/** The positions with that of the target, and its row. */
function withTarget(
  positions: PixelPositions,
  target: number | PixelPosition | undefined,
): { readonly positions: PixelPositions; readonly target?: number } {
  if (target === undefined || typeof target === 'number') return { positions, target };
  const { x, y } = Object(target) as PixelPosition;
  if (!Number.isFinite(x) || !Number.isFinite(y))
    throw new PhotometryError(
      'bad-argument',
      'target must be the row of a star, or a position: { x, y } in pixels, or { ra, dec } in degrees',
    );
  let nearest = -1;
  let distance = SAME_STAR;
  for (let star = 0; star < positions.x.length; star++) {
    const here = Math.hypot(positions.x[star] - x, positions.y[star] - y);
    if (here > distance) continue;
    nearest = star;
    distance = here;
  }
  if (nearest >= 0) return { positions, target: nearest };
  const more = (values: Float64Array, value: number): Float64Array => Float64Array.of(...values, value);
  return { positions: { x: more(positions.x, x), y: more(positions.y, y) }, target: positions.x.length };
}

/** The target, if it is one of the clean stars. */
function requireClean(target: number, clean: readonly number[], total: number): number {
  if (clean.includes(target)) return target;
  const isStar = Number.isInteger(target) && target >= 0 && target < total;
  throw new PhotometryError(
    isStar ? 'no-stars' : 'bad-argument',
    isStar
      ? `star ${target}, the target, is not clean enough for a curve of growth: it is saturated, masked, cut off by the edge or without light`
      : `target must be the row of one of the ${total} stars, 0 to ${total - 1}, got ${target}`,
    { target, stars: total },
  );
}

/** Twelve radii from 0.5 to 3.5 times the FWHM (3 px if no star gives it), rounded to a tenth of a pixel. */
function radiiFor(fwhm: number): number[] {
  const width = fwhm > 0 ? fwhm : 3;
  const radii = Array.from({ length: 12 }, (_, k) => Math.round(10 * width * (0.5 + (3 * k) / 11)) / 10);
  return [...new Set(radii)];
}
