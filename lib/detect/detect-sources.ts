/**
 * Finds the stars of a frame: where they are, how bright, how wide, and what is wrong with them.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import type { Problems } from '../core/problem.js';
import { type Provenance, withStep } from '../core/provenance.js';
import { quoted } from '../core/quoted.js';
import type { Image } from '../frame/image.js';
import type { SourceFlag } from '../frame/source-flags.js';
import { Table } from '../table/table.js';
import { type PreparedPlane, preparePlane } from './background/prepare-plane.js';
import { findCandidates } from './candidates.js';
import { daofindKernel } from './daofind/daofind-kernel.js';
import { estimateFwhm } from './estimate-fwhm.js';
import { judgeSources } from './judge-sources.js';
import { lightOfMosaic, MOSAIC_NOISE, narrowedFwhm, widenedFwhm } from './mosaic-light.js';
import { type PlacedStar, placeStars } from './place-stars.js';
import { findShapedStars, type ShapedStars } from './shapes/shaped-stars.js';
import { correctWidths } from './widths/correct-widths.js';

/** Settings of {@link detectSources}. */
export interface DetectOptions {
  /** Detection limit in units of the clipped scatter of the sky-subtracted image. Default 5. Ignored with `threshold`. */
  readonly sigma?: number;
  /** Detection limit on the height of a star [image unit], DAOFIND's: sigma times the scatter of the sky. */
  readonly threshold?: number;
  /** Full width at half maximum of the stars [px]. Default: estimated from the frame's bright stars, 3 if it has none. */
  readonly fwhm?: number;
  /** Stars nearer than this to the border are left out [px]. Default 0. */
  readonly edge?: number;
  /** Maximum number of stars, the brightest. Default: all. */
  readonly maxSources?: number;
  /**
   * `'daofind'` (default) looks for stars that are points, and where no `fwhm` is given notices by itself that a frame's
   * stars are rings (out of focus) or trails (the telescope moved): each is then one source at its middle. `'donut'` looks
   * for rings however few there are.
   */
  readonly method?: 'daofind' | 'donut';
}

/** The columns of {@link detectSources}. */
export interface SourceColumns {
  /** Number of the star in this frame; 1 is the brightest. */
  id: number;
  /** Centroid along a row [px]; the first pixel's centre is 0. */
  x: number;
  /** Centroid along a column [px]. */
  y: number;
  /**
   * Light of a Gaussian star of the frame's FWHM and the height found [image unit]: good for an order,
   * not for photometry. For a saturated star, the remaining part of its light; for a ring or a trail, all its light.
   */
  flux: number;
  /** Brightest pixel above the sky [image unit]. */
  peak: number;
  /**
   * Full width at half maximum of this star [px]; NaN where it could not be measured. For a ring the diameter of its outer
   * border at half the brightness; for a trail that of the circle with the area of the trail at half the brightness.
   */
  fwhm: number;
  /** DAOFIND's sharpness: about 0.5 for a star, above 1 for a hot pixel. NaN for a saturated core, a ring, a trail. */
  sharpness: number;
  /** DAOFIND's roundness from marginal fits: 0 is round, below it wide in x, above it wide in y. NaN for a saturated core, a ring, a trail. */
  roundness: number;
  /** Bits of {@link SourceFlag}; 0 is clean. */
  flags: number;
}

/** Width assumed where no star can be measured [px]. */
const DEFAULT_FWHM = 3;
const SHAPE_CITATION = "the frame's own median star, fitted by least squares";

/**
 * Finds the stars of an image by DAOFIND, brightest first.
 *
 * The sky is subtracted (mesh background of 64 px), pixels without data are filled from their
 * neighbours and never make a star, and local maxima of the image convolved with the frame's own PSF
 * width are kept if they are as sharp and round as a star (see {@link daofind}) and not much narrower
 * than the others: hot pixels and cosmic rays fall out. Positions are windowed centroids; where one
 * does not settle within half a FWHM, DAOFIND's position stays, flagged `notCentred`. Groups of
 * saturated pixels on a star are kept, flagged `saturated`.
 *
 * Stars out of focus or trailed (found by what the brightest have in common, or with `method: 'donut'`) are found with their
 * common image instead, which is fitted to each and subtracted (`shapes/`); `problems` says so. In a frame of faint stars
 * alone `fwhm` is freed of what the detection limit does to it (`widths/`).
 *
 * An undecoded mosaic of colours (BAYERPAT) is searched in its light, in which all colours of a cell have the same weight
 * (`mosaic-light.ts`); positions and widths are those of the raw pixels, flux and peak those of the light.
 *
 * Flags set: truncated, saturated, masked, crowded, hotPixel, notCentred, judged within one FWHM
 * (crowded: two; of a ring or trail, within its outline and one). The table is empty if the frame has no stars.
 *
 * @throws PhotometryError `bad-argument` for an option that cannot be
 * @see Stetson, P. B. 1987, PASP 99, 191; Bertin, E. & Arnouts, S. 1996, A&AS 117, 393
 * @example
 * const stars = detectSources(image, { sigma: 5 });
 * stars.columns.fwhm.median();
 */
export function detectSources(image: Image, options: DetectOptions = {}): Table<SourceColumns> {
  checkOptions(options);
  const { sigma = 5, edge = 0, maxSources = Infinity } = options;
  const light = lightOfMosaic(image);
  const plane = light ? planeOfMosaic(light) : preparePlane(image);
  const [widened, narrowed] = light ? [widenedFwhm, narrowedFwhm] : [asItIs, asItIs];
  const mosaic = light ? { mosaic: 'smoothed' } : {};
  const threshold = options.threshold ?? sigma * plane.rms;
  const shaped = shapedStars(plane, image.path, threshold, options);
  if (shaped) {
    const { stars, fwhm, kind, elongation, problem } = shaped;
    const how = { sigma, threshold, fwhm: narrowed(fwhm), edge, maxSources, method: kind, elongation, ...mosaic };
    const provenance = withStep(image.provenance, { verb: 'detect', options: how, citation: SHAPE_CITATION });
    // Its stars' widths are their radii, within which pixels are judged; two are crowded nearer than a diameter.
    return sourceTable(plane, image.unit, stars, 0.5 * fwhm, provenance, [problem]);
  }
  const estimated = options.fwhm === undefined ? estimateFwhm(plane) : { fwhm: widened(options.fwhm), noiseFactor: 1 };
  // Without a star to measure, peaks of noise that is correlated between pixels must not make any.
  const unknown = Number.isNaN(estimated.fwhm);
  const fwhm = unknown ? widened(DEFAULT_FWHM) : estimated.fwhm;
  const limit = unknown ? threshold * estimated.noiseFactor : threshold;
  const candidates = plane.rms > 0 ? findCandidates(plane, fwhm, limit) : [];
  const stars = withoutSelectionBias(plane, placeStars(plane, candidates, fwhm, edge, maxSources), fwhm, limit);
  const step = {
    verb: 'detect',
    options: { sigma, threshold, fwhm: narrowed(fwhm), edge, maxSources, ...mosaic },
    citation: 'Stetson 1987, PASP 99, 191',
  };
  const measured = stars.map(star => ({ ...star, measured: narrowed(star.measured) }));
  return sourceTable(plane, image.unit, measured, fwhm, withStep(image.provenance, step), []);
}

/** The stars as rings or trails; null where they are points or their width is given. */
function shapedStars(
  plane: PreparedPlane,
  file: string,
  threshold: number,
  { fwhm, edge = 0, maxSources = Infinity, method }: DetectOptions,
): ShapedStars | null {
  const forced = method === 'donut';
  if (!(plane.rms > 0) || (fwhm !== undefined && !forced)) return null;
  return findShapedStars(plane, { sigma: threshold / plane.rms, edge, maxSources }, { forced, file, fwhm });
}

function asItIs(fwhm: number): number {
  return fwhm;
}

/** The stars with the widths that they would have without the detection limit. */
function withoutSelectionBias(
  plane: PreparedPlane,
  stars: readonly PlacedStar[],
  fwhm: number,
  threshold: number,
): readonly PlacedStar[] {
  const { sigma, relativeError } = daofindKernel(fwhm);
  const light = 2 * Math.PI * sigma * sigma;
  const widths = correctWidths(
    plane,
    stars.map(star => star.measured),
    stars.map(star => (Number.isNaN(star.sharpness) ? NaN : star.flux / light)),
    threshold * relativeError,
    fwhm,
  );
  return stars.map((star, k) => (widths[k] === star.measured ? star : { ...star, measured: widths[k] }));
}

/** The prepared light of a mosaic, with the noise that independent pixels would have. */
function planeOfMosaic(light: Image): PreparedPlane {
  const plane = preparePlane(light);
  return { ...plane, rms: MOSAIC_NOISE * plane.rms };
}

function checkOptions({ sigma, threshold, fwhm, edge, maxSources, method }: DetectOptions): void {
  const positive = { sigma, threshold, fwhm };
  for (const [name, value] of Object.entries(positive))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new PhotometryError('bad-argument', `${name} must be a positive number, got ${quoted(value)}`, {
        [name]: value,
      });
  if (method !== undefined && method !== 'daofind' && method !== 'donut')
    throw new PhotometryError('bad-argument', `method must be 'daofind' or 'donut', got ${quoted(method)}`, { method });
  if (edge !== undefined && !(edge >= 0))
    throw new PhotometryError('bad-argument', `edge must be 0 or more pixels, got ${quoted(edge)}`, { edge });
  if (maxSources !== undefined && !(maxSources >= 1))
    throw new PhotometryError('bad-argument', `maxSources must be 1 or more, got ${quoted(maxSources)}`, {
      maxSources,
    });
}

/** Judges the flags and makes the table. */
function sourceTable(
  plane: PreparedPlane,
  unit: string,
  stars: readonly PlacedStar[],
  fwhm: number,
  provenance: Provenance,
  problems: Problems,
): Table<SourceColumns> {
  return Table.fromColumns<SourceColumns>(
    {
      id: Int32Array.from(stars, (_, k) => k + 1),
      x: Float64Array.from(stars, star => star.x),
      y: Float64Array.from(stars, star => star.y),
      flux: Float64Array.from(stars, star => star.flux),
      peak: Float64Array.from(stars, star => star.peak),
      fwhm: Float64Array.from(stars, star => star.measured),
      sharpness: Float64Array.from(stars, star => star.sharpness),
      roundness: Float64Array.from(stars, star => star.roundness),
      flags: judgeSources(plane, stars, fwhm),
    },
    {
      units: { x: 'px', y: 'px', flux: unit, peak: unit, fwhm: 'px' },
      descriptions: {
        id: 'number of the star in this frame; 1 is the brightest',
        x: 'windowed centroid along a row; the first pixel is 0',
        y: 'windowed centroid along a column; the first pixel is 0',
        flux: 'estimated light: a Gaussian of the height found and the FWHM of the frame',
        peak: 'brightest pixel above the sky',
        fwhm: 'full width at half maximum of the star',
        sharpness: "DAOFIND's sharpness",
        roundness: "DAOFIND's roundness from marginal fits",
        flags: 'bits of SourceFlag; 0 is clean',
      },
      provenance,
      ...(problems.length > 0 ? { problems } : {}),
    },
  );
}
