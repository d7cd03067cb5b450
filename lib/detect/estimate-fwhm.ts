/**
 * The width of a frame's stars, before anything is known about them.
 *
 * @module
 */
import { windowedCentroid } from '../frame/centroid.js';
import { PixelFlag } from '../frame/image.js';
import { measureFwhm } from '../frame/profile-fwhm.js';
import { clippedStatistics } from '../math/clip.js';
import { medianInPlace } from '../math/select.js';
import type { PreparedPlane } from './background/prepare-plane.js';
import { daofind } from './daofind/daofind.js';
import { SIGMA_TO_FWHM } from './daofind/daofind-kernel.js';
import { type FaintStars, measureFaintStars } from './widths/faint-width.js';

/** A peak that may be a star's. */
interface Peak {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** What {@link estimateFwhm} finds. */
interface EstimatedFwhm {
  /** Full width at half maximum of the stars [px]; NaN if there are none. */
  readonly fwhm: number;
  /** Noise of the convolved image over that of independent pixels where only faint stars were found, else 1. */
  readonly noiseFactor: number;
}

/** A star with its width. */
interface MeasuredStar extends Peak {
  readonly fwhm: number;
}

/** Minimum height of a bright peak above the sky in a single pixel [sigma]. */
const BRIGHT = 10;
/** A few faint ones are sought with this kernel [px] at this significance, which noise does not reach [sigma]. */
const TRIAL_FWHM = 4;
const CERTAIN = 6;
/** or, where the noise is correlated, at most this. */
const MAX_CERTAIN = 8;
/** With fewer bright stars the faint ones are looked at too. */
const ENOUGH_STARS = 5;
/** Maximum number of measured peaks, the brightest. */
const MAX_STARS = 50;
/** The four neighbours of a star's peak hold at least this part of its height each; those of a hot pixel do not. */
const MIN_NEIGHBOUR = 0.1;
/** Minimum height of their sum above the sky, which noise does not reach [sigma of their sum]. */
const NEIGHBOUR_SIGMA = 4;
/** Bright stars are trusted without a look at the faint ones if their median height is above this [sigma] */
const OUTSTANDING = 20;
/** and their widths scatter by less than this part. */
const ALIKE = 0.15;
/** Narrower ones may be cosmic rays and hot pixels [px] */
const SHARP_WIDTH = 1.6;
/** if the faint stars are so many times wider */
const WIDER = 1.8;
/** and more than this part of their number. */
const FEWER_STARS = 0.4;
/** The faint stars count if they are so many times the bright ones. */
const MORE_STARS = 2;
/** Widths that differ by less than this are one [logarithm]. */
const SAME_WIDTH = 0.2;
/** Minimum plausible FWHM [px]. */
const MIN_FWHM = 1;
/** Stars are isolated if no other peak of a third of their height is nearer than this [FWHM]. */
const APART = 4;
/** Nearer than this [FWHM] a peak belongs to the brighter star. */
const SAME_STAR = 1.5;

/**
 * The full width at half maximum of the stars of an image [px]: the clipped median over the bright,
 * unsaturated, isolated ones. NaN if there are no stars.
 *
 * Where fewer than five stars stand out of the noise, or where the bright peaks are of many widths or as sharp as cosmic
 * rays while faint ones are many, it is that of the faint stars' sum (see {@link measureFaintStars}).
 *
 * Hot pixels are recognised by their dark neighbours, the noise peaks of a wide star by the brighter one
 * next to them. Each star's width comes from a Moffat fit (see {@link measureFwhm}).
 *
 * @example estimateFwhm(preparePlane(image)).fwhm // 3.4
 */
export function estimateFwhm(plane: PreparedPlane): EstimatedFwhm {
  if (!(plane.rms > 0)) return { fwhm: NaN, noiseFactor: 1 };
  const bright = measureStars(plane, brightPeaks(plane));
  const ofBright = typicalWidth(bright);
  const enough = bright.length >= ENOUGH_STARS;
  if (enough && isPlain(ofBright, plane.rms)) return { fwhm: ofBright.fwhm, noiseFactor: 1 };
  const faint = measureFaintStars(plane);
  const { noiseFactor } = faint;
  if (faint.count > 0 && (!enough || areFaintBetter(plane, bright, ofBright, faint)))
    return { fwhm: faint.profile.fwhm, noiseFactor };
  if (enough) return { fwhm: ofBright.fwhm, noiseFactor };
  const few = faintPeaks(plane, Math.min(MAX_CERTAIN, CERTAIN * noiseFactor));
  return { fwhm: typicalWidth(measureStars(plane, few)).fwhm, noiseFactor };
}

/** What the bright stars have in common. */
interface TypicalWidth {
  /** Clipped median [px]. */
  readonly fwhm: number;
  /** Clipped scatter over the median. */
  readonly scatter: number;
  /** Median height of the peaks [image unit]. */
  readonly height: number;
}

/** The typical width of the isolated ones, or of all if these are few. */
function typicalWidth(stars: readonly MeasuredStar[]): TypicalWidth {
  const isolated = stars.filter(star => isIsolated(star, stars));
  const chosen = isolated.length >= ENOUGH_STARS ? isolated : stars;
  const { median, std } = clippedStatistics(
    chosen.map(star => star.fwhm),
    { spread: 'mad' },
  );
  const height = medianInPlace(Float64Array.from(chosen, star => star.height));
  return { fwhm: median, scatter: std / median, height };
}

/** Whether the bright stars are much higher than the noise, of one width, and not as sharp as cosmic rays. */
function isPlain({ fwhm, scatter, height }: TypicalWidth, rms: number): boolean {
  return scatter < ALIKE && height > OUTSTANDING * rms && fwhm > SHARP_WIDTH;
}

/**
 * Whether the bright peaks say less about the stars than the faint ones do: they hardly stand out of the noise, or they
 * are of many widths, most of them not that of far more numerous faint stars (cosmic rays, galaxies).
 */
function areFaintBetter(
  { rms }: PreparedPlane,
  bright: readonly MeasuredStar[],
  { fwhm, scatter, height }: TypicalWidth,
  { profile, count }: FaintStars,
): boolean {
  if (fwhm < SHARP_WIDTH && profile.fwhm > WIDER * fwhm) return count > FEWER_STARS * bright.length;
  if (scatter < ALIKE && height > OUTSTANDING * rms) return false;
  if (count < MORE_STARS * bright.length) return false;
  if (height < OUTSTANDING * rms) return true;
  const alike = bright.filter(star => Math.abs(Math.log(star.fwhm / profile.fwhm)) < SAME_WIDTH);
  return alike.length < 0.5 * bright.length;
}

/** Pixels well above the sky which none of the 24 about them exceeds, brightest first. */
function brightPeaks({ width, height, pixels, forbidden, rms }: PreparedPlane): Peak[] {
  const limit = BRIGHT * rms;
  const peaks: Peak[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const k = y * width + x;
      const value = pixels[k];
      if (!(value > limit) || (forbidden !== undefined && forbidden[k] !== 0)) continue;
      let highest = true;
      for (let j = -2; j <= 2 && highest; j++) {
        for (let i = -2; i <= 2; i++) {
          const other = k + j * width + i;
          if (pixels[other] > value || (pixels[other] === value && other < k)) {
            highest = false;
            break;
          }
        }
      }
      if (highest) peaks.push({ x, y, height: value });
    }
  }
  return peaks.sort(byHeight);
}

/** Peaks of DAOFIND with a kernel of middle width, brightest first. */
function faintPeaks(plane: PreparedPlane, significance: number): Peak[] {
  const found = daofind(plane, {
    fwhm: TRIAL_FWHM,
    threshold: significance * plane.rms,
    sharpness: [0, 2],
    ...(plane.forbidden ? { forbidden: plane.forbidden } : {}),
  });
  return Array.from(found.height, (height, k) => ({ x: found.peakX[k], y: found.peakY[k], height })).sort(byHeight);
}

function byHeight(a: Peak, b: Peak): number {
  return b.height - a.height || a.y - b.y || a.x - b.x;
}

/** The widths of the brightest peaks that are stars. */
function measureStars(plane: PreparedPlane, peaks: readonly Peak[]): MeasuredStar[] {
  const stars: MeasuredStar[] = [];
  for (const peak of peaks) {
    if (stars.length >= MAX_STARS) break;
    if (stars.some(star => distance(star, peak) < SAME_STAR * star.fwhm)) continue;
    if (!hasStarlikeNeighbours(plane, peak) || isSaturated(plane, peak)) continue;
    const rough = measureFwhm(plane, peak.x, peak.y);
    if (!(rough >= MIN_FWHM)) continue;
    const sigma = rough / SIGMA_TO_FWHM;
    const centre = windowedCentroid(plane, peak.x, peak.y, { sigma, maxShift: Math.max(1, rough) });
    const fwhm = centre.converged ? measureFwhm(plane, centre.x, centre.y) : rough;
    if (fwhm >= MIN_FWHM && fwhm < 0.25 * Math.min(plane.width, plane.height)) stars.push({ ...peak, fwhm });
  }
  return stars;
}

function distance(a: Peak, b: Peak): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function isIsolated(star: MeasuredStar, stars: readonly MeasuredStar[]): boolean {
  return stars.every(
    other => other === star || other.height < star.height / 3 || distance(star, other) > APART * star.fwhm,
  );
}

function hasStarlikeNeighbours({ pixels, width, height, rms }: PreparedPlane, { x, y }: Peak): boolean {
  if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) return false;
  const k = y * width + x;
  const around = pixels[k - 1] + pixels[k + 1] + pixels[k - width] + pixels[k + width];
  return around > 4 * MIN_NEIGHBOUR * pixels[k] && around > NEIGHBOUR_SIGMA * Math.sqrt(4) * rms;
}

/** Whether there is a saturated pixel in the 5 x 5 around a peak. */
function isSaturated({ mask, width, height }: PreparedPlane, { x, y }: Peak): boolean {
  if (mask === undefined) return false;
  for (let j = Math.max(0, y - 2); j <= Math.min(height - 1, y + 2); j++)
    for (let i = Math.max(0, x - 2); i <= Math.min(width - 1, x + 2); i++)
      if ((mask[j * width + i] & PixelFlag.saturated) !== 0) return true;
  return false;
}
