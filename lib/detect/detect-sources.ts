/**
 * Finds the stars of a frame: where they are, how bright, how wide, and what is wrong with them.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { windowedCentroid } from '../frame/centroid.js';
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../frame/image.js';
import { measureFwhm } from '../frame/profile-fwhm.js';
import { SourceFlag } from '../frame/source-flags.js';
import { Table } from '../table/table.js';
import { type Candidate, findCandidates } from './candidates.js';
import { SIGMA_TO_FWHM } from './daofind-kernel.js';
import { estimateFwhmOf } from './estimate-fwhm.js';
import { type PreparedPlane, preparePlane } from './prepare-plane.js';

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
  /** At most so many, the brightest. Default: all. */
  readonly maxSources?: number;
}

/** What {@link detectSources} gives for each star. */
export interface SourceColumns {
  /** Number of the star in this frame, from 1, the brightest. */
  id: number;
  /** Centroid along a row [px]; the first pixel's centre is 0. */
  x: number;
  /** Centroid along a column [px]. */
  y: number;
  /**
   * Light of a Gaussian star of the frame's FWHM and the height found [image unit]: good for an order,
   * not for photometry. Of a saturated star, what is left of its light.
   */
  flux: number;
  /** Brightest pixel above the sky [image unit]. */
  peak: number;
  /** Full width at half maximum of this star [px]; NaN where it could not be measured. */
  fwhm: number;
  /** DAOFIND's sharpness: about 0.5 for a star, above 1 for a hot pixel. NaN for a saturated core. */
  sharpness: number;
  /** DAOFIND's roundness from marginal fits: 0 is round, below it wide in x, above it wide in y. NaN for a saturated core. */
  roundness: number;
  /** Bits of {@link SourceFlag}; 0 is clean. */
  flags: number;
}

/** Width assumed where no star can be measured [px]. */
const DEFAULT_FWHM = 3;
/** Two sources nearer than this are one [FWHM]. */
const SAME_STAR = 0.5;
/** A peak sharper than this */
const SHARP = 0.75;
/** and narrower than this part of the frame's width is no star. */
const NARROW = 0.45;
/** A neighbour within this distance makes a source crowded [FWHM]. */
const CROWDED = 2;

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
 * Flags set: truncated, saturated, masked, crowded, hotPixel, notCentred, judged within one FWHM
 * (crowded: two). A frame without stars gives an empty table.
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
  const plane = preparePlane(image);
  const estimated = options.fwhm ?? estimateFwhmOf(plane);
  const fwhm = Number.isNaN(estimated) ? DEFAULT_FWHM : estimated;
  const threshold = options.threshold ?? sigma * plane.rms;
  const candidates = plane.rms > 0 ? findCandidates(plane, fwhm, threshold) : [];
  const stars = keepDistinct(plane, candidates, fwhm, edge, maxSources);
  return sourceTable(plane, image.unit, stars, fwhm, {
    provenance: [
      ...image.provenance,
      {
        verb: 'detect',
        options: { sigma, threshold, fwhm, edge, maxSources },
        citation: 'Stetson 1987, PASP 99, 191',
      },
    ],
  });
}

function checkOptions({ sigma, threshold, fwhm, edge, maxSources }: DetectOptions): void {
  const positive = { sigma, threshold, fwhm };
  for (const [name, value] of Object.entries(positive))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new PhotometryError('bad-argument', `${name} must be a positive number, got ${value}`, { [name]: value });
  if (edge !== undefined && !(edge >= 0))
    throw new PhotometryError('bad-argument', `edge must be 0 or more pixels, got ${edge}`, { edge });
  if (maxSources !== undefined && !(maxSources >= 1))
    throw new PhotometryError('bad-argument', `maxSources must be 1 or more, got ${maxSources}`, { maxSources });
}

/** A candidate at its final place, with its own width. */
interface PlacedStar extends Candidate {
  readonly flags: number;
  /** FWHM of its Moffat fit [px]; NaN where there is none. */
  readonly measured: number;
}

/**
 * Centres and measures the candidates, brightest first, and drops those that fall together with a
 * brighter one (two maxima of one star) or are too narrow for starlight.
 */
function keepDistinct(
  plane: PreparedPlane,
  candidates: readonly Candidate[],
  fwhm: number,
  edge: number,
  maxSources: number,
): PlacedStar[] {
  const { width, height } = plane;
  const kept: PlacedStar[] = [];
  const taken = new Map<number, PlacedStar[]>();
  const cell = Math.max(1, SAME_STAR * fwhm);
  const columns = Math.ceil(width / cell) + 2;
  const cellOf = (x: number, y: number): number => Math.floor(y / cell + 1) * columns + Math.floor(x / cell + 1);
  for (const candidate of candidates) {
    if (kept.length >= maxSources) break;
    const centre = windowedCentroid(plane, candidate.x, candidate.y, {
      sigma: candidate.fwhm / SIGMA_TO_FWHM,
      maxShift: Math.max(1, 0.5 * candidate.fwhm),
    });
    const { x, y, converged } = centre;
    if (!(x >= edge && y >= edge && x <= width - 1 - edge && y <= height - 1 - edge)) continue;
    const home = cellOf(x, y);
    let isNew = true;
    for (const at of [-columns - 1, -columns, -columns + 1, -1, 0, 1, columns - 1, columns, columns + 1])
      for (const star of taken.get(home + at) ?? []) isNew &&= Math.hypot(star.x - x, star.y - y) >= SAME_STAR * fwhm;
    if (!isNew) continue;
    const measured = measureFwhm(plane, x, y, { radius: Math.max(4, 2 * candidate.fwhm) });
    if (isTooNarrow(candidate, measured)) continue;
    const placed = { ...candidate, x, y, measured, flags: converged ? 0 : SourceFlag.notCentred };
    kept.push(placed);
    const there = taken.get(home);
    if (there) there.push(placed);
    else taken.set(home, [placed]);
  }
  return kept;
}

/**
 * No starlight is narrower than the PSF: a sharp peak with a fitted width below 0.45 of the frame's, or
 * with none, is a hot pixel whose neighbours' noise made it pass for a star.
 */
function isTooNarrow({ fwhm, sharpness }: Candidate, measured: number): boolean {
  return sharpness > SHARP && !(measured >= NARROW * fwhm);
}

/** Judges the flags and makes the table. */
function sourceTable(
  plane: PreparedPlane,
  unit: string,
  stars: readonly PlacedStar[],
  fwhm: number,
  { provenance }: { provenance: Image['provenance'] },
): Table<SourceColumns> {
  const crowded = findCrowded(stars, CROWDED * fwhm);
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
      flags: Int32Array.from(
        stars,
        (star, k) =>
          star.flags | pixelFlags(plane, star.x, star.y, star.fwhm) | (crowded[k] === 1 ? SourceFlag.crowded : 0),
      ),
    },
    {
      units: { x: 'px', y: 'px', flux: unit, peak: unit, fwhm: 'px' },
      descriptions: {
        id: 'number of the star in this frame, from 1, the brightest',
        x: 'windowed centroid along a row; the first pixel is 0',
        y: 'windowed centroid along a column; the first pixel is 0',
        flux: 'estimated light: a Gaussian of the height found and the FWHM of the frame',
        peak: 'brightest pixel above the sky',
        fwhm: 'full width at half maximum of the star',
        sharpness: "DAOFIND's sharpness",
        roundness: "DAOFIND's roundness from marginal fits",
        flags: 'quality bits; 0 is clean',
      },
      provenance,
    },
  );
}

/** 1 for each star that has another within `reach`. */
function findCrowded(stars: readonly PlacedStar[], reach: number): Uint8Array {
  const crowded = new Uint8Array(stars.length);
  const order = Array.from(stars.keys()).sort((a, b) => stars[a].y - stars[b].y);
  for (let m = 0; m < order.length; m++) {
    const star = stars[order[m]];
    for (let n = m + 1; n < order.length; n++) {
      const other = stars[order[n]];
      if (other.y - star.y > reach) break;
      if (Math.hypot(other.x - star.x, other.y - star.y) > reach) continue;
      crowded[order[m]] = 1;
      crowded[order[n]] = 1;
    }
  }
  return crowded;
}

/** What the pixels within `radius` of a star say about it. */
function pixelFlags({ width, height, mask }: PreparedPlane, x: number, y: number, radius: number): number {
  const x0 = Math.ceil(x - radius);
  const x1 = Math.floor(x + radius);
  const y0 = Math.ceil(y - radius);
  const y1 = Math.floor(y + radius);
  let flags = x0 < 0 || y0 < 0 || x1 >= width || y1 >= height ? SourceFlag.truncated : 0;
  if (mask === undefined) return flags;
  let bits = 0;
  for (let j = Math.max(0, y0); j <= Math.min(height - 1, y1); j++)
    for (let i = Math.max(0, x0); i <= Math.min(width - 1, x1); i++)
      if ((i - x) ** 2 + (j - y) ** 2 <= radius * radius) bits |= mask[j * width + i];
  if ((bits & PixelFlag.saturated) !== 0) flags |= SourceFlag.saturated;
  if ((bits & UNUSABLE_PIXEL & ~PixelFlag.saturated) !== 0) flags |= SourceFlag.masked;
  if ((bits & PixelFlag.hot) !== 0) flags |= SourceFlag.hotPixel;
  return flags;
}
