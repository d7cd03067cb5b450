/**
 * Finds the bright stars of a frame quickly: enough to align it and to measure its seeing, not a catalogue.
 *
 * A frame of a million pixels takes a few milliseconds because only pixels above the local sky are
 * looked at. For a catalogue use {@link ./detect-sources.ts}.
 *
 * @module
 */
import { windowedCentroid } from '../frame/centroid.js';
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';
import { measureFwhm } from '../frame/profile-fwhm.js';
import { MAD_TO_SIGMA } from '../math/clip.js';
import { medianInPlace } from '../math/select.js';
import { preparePlane } from './background/prepare-plane.js';
import { lightOfMosaic, MOSAIC_NOISE, narrowedFwhm } from './mosaic-light.js';
import { findShapedStars } from './shapes/shaped-stars.js';
import { withoutTrails } from './straight-trails.js';

/** Settings of {@link findBrightStars}. */
export interface BrightStarOptions {
  /** Significance of the light in the 3 x 3 pixels about the peak [sigma of the sky]. Default 5. */
  readonly sigma?: number;
  /** Maximum number of stars, the brightest. Default 120. */
  readonly maxStars?: number;
}

/** Stars of a frame, brightest first. */
export interface BrightStars {
  /** Centroid along a row [px]. */
  readonly x: Float64Array;
  /** Centroid along a column [px]. */
  readonly y: Float64Array;
  /** Light of the 3 x 3 pixels about the peak, or of a whole ring or trail, sky subtracted [unit of the image]. */
  readonly flux: Float64Array;
  /** Median full width at half maximum of the unsaturated ones [px]; NaN if there are none. */
  readonly fwhm: number;
}

/** Side of the boxes in which the sky is judged [px]. */
const BOX = 64;
/** Maximum number of pixels of a box that are sampled for its sky. */
const BOX_SAMPLE = 256;
/** Minimum height of a peak above the sky [sigma]. */
const PEAK_SIGMA = 3;
/** A peak whose neighbours hold less than this share of its height is a hot pixel or a cosmic ray. */
const MIN_NEIGHBOUR_FRACTION = 0.12;
/** A peak whose neighbours hold less than this part of what the frame's bright stars show is too sharp for a star. */
const MIN_TYPICAL_FRACTION = 0.65;
/** Number of brightest unsaturated stars whose median FWHM is the seeing. */
const FWHM_STARS = 30;

/** A frame may be out of focus or trailed if of its so many brightest peaks */
const GROUPED_STARS = 40;
/** this part */
const GROUPED_PART = 0.5;
/** has another peak this near [px] */
const GROUPED_WITHIN = 30;
/** with at least this part of its light. */
const GROUPED_LIGHT = 0.3;

interface Candidate {
  readonly x: number;
  readonly y: number;
  readonly flux: number;
  readonly sky: number;
  /** Mean height of the eight neighbours over that of the peak: how wide it is. */
  readonly share: number;
  readonly saturated: boolean;
}

/** Finds the bright stars of a frame; none in an empty one. An undecoded mosaic of colours is searched in its light. */
export function findBrightStars(image: Image, options: BrightStarOptions = {}): BrightStars {
  const light = lightOfMosaic(image);
  if (light === null) return starsOrShapes(image, options, 1);
  const stars = starsOrShapes(light, options, MOSAIC_NOISE);
  return { ...stars, fwhm: narrowedFwhm(stars.fwhm) };
}

/** The stars; as rings or trails, each at its middle, if their peaks come in groups and their common shape is one of these. */
function starsOrShapes(image: Image, options: BrightStarOptions, noiseFactor: number): BrightStars {
  const points = starsOf(image, options, noiseFactor);
  if (!areInGroups(points)) return points;
  const plane = preparePlane(image);
  const { sigma = 5, maxStars = 120 } = options;
  const limits = { sigma, edge: 0, maxSources: maxStars };
  const shaped = findShapedStars({ ...plane, rms: noiseFactor * plane.rms }, limits);
  if (!shaped) return points;
  const { stars, fwhm } = shaped;
  return {
    x: Float64Array.from(stars, star => star.x),
    y: Float64Array.from(stars, star => star.y),
    flux: Float64Array.from(stars, star => star.flux),
    fwhm,
  };
}

/** Whether many of the brightest peaks have another near that is not much fainter: pieces of a rim, knots of a trail. */
function areInGroups({ x, y, flux }: BrightStars): boolean {
  const n = Math.min(GROUPED_STARS, x.length);
  let grouped = 0;
  for (let k = 0; k < n; k++)
    for (let m = 0; m < x.length; m++) {
      if (m === k || flux[m] < GROUPED_LIGHT * flux[k] || Math.hypot(x[m] - x[k], y[m] - y[k]) > GROUPED_WITHIN)
        continue;
      grouped++;
      break;
    }
  return grouped >= GROUPED_PART * n && n > 0;
}

/** @param noiseFactor by which the scatter of the pixels is multiplied */
function starsOf(image: Image, { sigma = 5, maxStars = 120 }: BrightStarOptions, noiseFactor: number): BrightStars {
  const peaks = findPeaks(image, sigma, noiseFactor).sort((a, b) => b.flux - a.flux);
  const candidates = withoutSharpPeaks(withoutTrails(image, peaks)).slice(0, maxStars);
  const n = candidates.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const flux = new Float64Array(n);
  const widths = new Float64Array(FWHM_STARS);
  let measured = 0;
  for (let k = 0; k < n; k++) {
    const star = candidates[k];
    const centre = windowedCentroid(image, star.x, star.y, { sigma: 1.5, sky: star.sky, maxShift: 2 });
    x[k] = centre.converged ? centre.x : star.x;
    y[k] = centre.converged ? centre.y : star.y;
    flux[k] = star.flux;
    if (!star.saturated && measured < FWHM_STARS) {
      const fwhm = measureFwhm(image, x[k], y[k]);
      if (fwhm > 0) widths[measured++] = fwhm;
    }
  }
  return { x, y, flux, fwhm: measured > 0 ? medianInPlace(widths, measured) : Number.NaN };
}

/** Leaves out what is sharper than the frame's stars: cosmic rays, their tracks, hot pixels. Brightest first, as given. */
function withoutSharpPeaks(candidates: readonly Candidate[]): Candidate[] {
  const typical = typicalShare(candidates);
  return candidates.filter(({ share, saturated }) => saturated || !(share < MIN_TYPICAL_FRACTION * typical));
}

/** The fraction that halves the light of the unsaturated candidates: the bright stars, which have most of it. */
function typicalShare(candidates: readonly Candidate[]): number {
  const sound = candidates.filter(({ saturated }) => !saturated).sort((a, b) => a.share - b.share);
  const total = sound.reduce((sum, { flux }) => sum + flux, 0);
  let sum = 0;
  for (const { flux, share } of sound) {
    sum += flux;
    if (sum >= 0.5 * total) return share;
  }
  return 0;
}

/** Local maxima above the sky of their box, hot pixels and cosmic rays left out. */
function findPeaks(image: Image, sigma: number, noiseFactor: number): Candidate[] {
  const { width, height } = image;
  const peaks: Candidate[] = [];
  const sample = new Float64Array(BOX_SAMPLE);
  for (let top = 0; top < height; top += BOX) {
    for (let left = 0; left < width; left += BOX) {
      const right = Math.min(width, left + BOX);
      const bottom = Math.min(height, top + BOX);
      const { level, noise } = boxSky(image, left, top, right, bottom, sample);
      const sky = { level, noise: noiseFactor * noise };
      if (sky.noise > 0) peaksOfBox(image, left, top, right, bottom, sky, sigma, peaks);
    }
  }
  return peaks;
}

/** Median and scatter of a box from a sample of its pixels; scatter 0 where it cannot be judged. */
function boxSky(
  { pixels, mask, width }: Image,
  left: number,
  top: number,
  right: number,
  bottom: number,
  sample: Float64Array,
): { level: number; noise: number } {
  const area = (right - left) * (bottom - top);
  // an odd stride walks over all columns and rows of the box
  const stride = Math.max(1, Math.ceil(area / sample.length)) | 1;
  const columns = right - left;
  let n = 0;
  for (let k = 0; k < area && n < sample.length; k += stride) {
    const p = (top + Math.floor(k / columns)) * width + left + (k % columns);
    const value = pixels[p];
    if (Number.isFinite(value) && (mask === undefined || (mask[p] & UNUSABLE_PIXEL) === 0)) sample[n++] = value;
  }
  if (n < 8) return { level: 0, noise: 0 };
  const level = medianInPlace(sample, n);
  for (let k = 0; k < n; k++) sample[k] = Math.abs(sample[k] - level);
  return { level, noise: MAD_TO_SIGMA * medianInPlace(sample, n) };
}

/** Adds the peaks of one box to `out`. */
function peaksOfBox(
  { pixels, mask, width, height }: Image,
  left: number,
  top: number,
  right: number,
  bottom: number,
  sky: { level: number; noise: number },
  sigma: number,
  out: Candidate[],
): void {
  const threshold = sky.level + PEAK_SIGMA * sky.noise;
  const x0 = Math.max(2, left);
  const x1 = Math.min(width - 2, right);
  const y1 = Math.min(height - 2, bottom);
  for (let y = Math.max(2, top); y < y1; y++) {
    const end = y * width + x1;
    for (
      let p = nextAbove(pixels, threshold, y * width + x0, end);
      p < end;
      p = nextAbove(pixels, threshold, p + 1, end)
    ) {
      if (!isPeak(pixels, p, width)) continue;
      const around =
        pixels[p - width - 1] +
        pixels[p - width] +
        pixels[p - width + 1] +
        pixels[p - 1] +
        pixels[p + 1] +
        pixels[p + width - 1] +
        pixels[p + width] +
        pixels[p + width + 1] -
        8 * sky.level;
      const height1 = pixels[p] - sky.level;
      const flux = height1 + around;
      if (!(flux > sigma * 3 * sky.noise) || around < 8 * MIN_NEIGHBOUR_FRACTION * height1) continue;
      const bits = mask === undefined ? 0 : mask[p];
      if ((bits & UNUSABLE_PIXEL & ~PixelFlag.saturated) !== 0) continue;
      const share = around / (8 * height1);
      const saturated = (bits & PixelFlag.saturated) !== 0;
      out.push({ x: p - y * width, y, flux, sky: sky.level, share, saturated });
    }
  }
}

/** The first pixel from `p` on that is above `threshold`, or `end`. Hot: nearly all pixels end here. */
function nextAbove(pixels: Pixels, threshold: number, p: number, end: number): number {
  let i = p;
  while (i < end && !(pixels[i] > threshold)) i++;
  return i;
}

/** Whether no pixel of the 5 x 5 about `p` is higher; among equal ones (a saturated core) the first in reading order is the peak. */
function isPeak(pixels: Pixels, p: number, width: number): boolean {
  const peak = pixels[p];
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const q = p + dy * width + dx;
      if (pixels[q] > peak || (pixels[q] === peak && q < p)) return false;
    }
  }
  return true;
}
