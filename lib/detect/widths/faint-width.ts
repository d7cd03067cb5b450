/**
 * The width of stars of which none stands far out of the noise: from the sum of them all.
 *
 * @module
 */
import { windowedCentroid } from '../../frame/centroid.js';
import type { Pixels } from '../../frame/image.js';
import { fitMoffat, NO_PROFILE, type StarProfile } from '../../frame/moffat-fit.js';
import { clippedStatistics } from '../../math/clip.js';
import type { PreparedPlane } from '../background/prepare-plane.js';
import { daofindKernel, SIGMA_TO_FWHM } from '../daofind/daofind-kernel.js';
import { enhanceDensity } from '../daofind/enhance-density.js';
import { findMaxima } from '../daofind/local-maxima.js';
import { scatterOf } from './scatter.js';
import { excessAt, excessProfile, meanNoiseOfHeights } from './selection-bias.js';

/** The stars of a frame taken together. */
export interface FaintStars {
  /** Their common profile; {@link NO_PROFILE} if there are none. */
  readonly profile: StarProfile;
  /** How many were summed. */
  readonly count: number;
  /** Noise of the convolved image over that of independent pixels, at least 1: larger where a resampled frame's noise is correlated. */
  readonly noiseFactor: number;
}

/** A maximum of the convolved image. */
interface FaintPeak {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

interface FoundPeaks {
  readonly peaks: readonly FaintPeak[];
  readonly limit: number;
  /** Standard deviation of a height. */
  readonly noise: number;
  readonly noiseFactor: number;
  /** Mean noise about an excess of 1, by distance [px]. */
  readonly excess: Float64Array;
}

/** Widths with which the stars are first sought [px]. */
const LADDER = [2.5, 5, 10];
/** Significance of a star in the convolved image [sigma of that image]. */
const FAINT = 5;
/** Minimum sum of the four neighbours of a peak: those of a hot pixel are noise [sigma of their sum]. */
const NEIGHBOUR_SIGMA = 3;
/** Higher peaks than this are not among the faint ones: bright stars, cosmic rays, galaxies [median height]. */
const MAX_HEIGHT = 3;
/** Narrower sums are those of hot pixels and of patterns of the detector [px]. */
const NARROWEST = 1.6;
/** A pixel of this height [sigma] */
const SHARP_HEIGHT = 5;
/** is no starlight if the eight about it have in the mean less than this part of it. */
const SHARP_NEIGHBOURS = 0.25;
/** Minimum number of stars: the sum of fewer is not better than their own widths. */
const MIN_STARS = 5;
/** Approximate number of noise peaks above the limit for each area of one width squared. */
const FALSE_PEAKS = 3e-7;
/** Maximum number of summed stars; those over the whole frame count alike. */
const MAX_STARS = 1500;
/** Nearer than this, in widths of the search, the weaker of two peaks is left out. */
const APART = 2;
/** Radius of the sum [width]. */
const REACH = 2;
/** Minimum radius of the sum [px]. */
const MIN_RADIUS = 4;
/** Width of a ring in which the pixels are averaged [px]. */
const RING = 0.25;
/** Part of the pixels of a ring that is left out at each end: neighbours, cosmic rays. */
const TRIM = 0.1;
/** Number of searches with the width found by the one before. */
const MAX_ROUNDS = 4;
/** The width has settled when it changes by less than this part. */
const SETTLED = 0.02;
/** Number of points that represent the summed pixels in the fit. */
const FIT_POINTS = 1200;

/**
 * Finds the faint stars of a plane by maxima of its convolution, sums them at their centroids and fits the sum.
 *
 * The search begins with the width of {@link LADDER} that finds most and is repeated with what the sum says. The limit is
 * five times the noise of the convolved image itself, so that noise that is correlated between pixels makes no stars. What
 * the limit adds to the stars near it is taken off the sum (see {@link meanNoiseOfHeights}).
 */
export function measureFaintStars(given: PreparedPlane): FaintStars {
  const plane = withoutSharpPixels(given);
  let width = LADDER[0];
  let found = findPeaks(plane, width);
  for (const trial of LADDER.slice(1)) {
    const here = findPeaks(plane, trial);
    if (here.peaks.length <= found.peaks.length) continue;
    found = here;
    width = trial;
  }
  const none: FaintStars = { profile: NO_PROFILE, count: 0, noiseFactor: found.noiseFactor };
  const { width: columns, height: rows } = plane;
  let result = none;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (found.peaks.length < MIN_STARS + (MIN_STARS * FALSE_PEAKS * columns * rows) / width ** 2) return none;
    const profile = fitSum(plane, found, width);
    if (!(profile.fwhm > NARROWEST && profile.fwhm < 0.25 * Math.min(columns, rows))) return none;
    const settled = Math.abs(profile.fwhm / width - 1) < SETTLED;
    result = { profile, count: found.peaks.length, noiseFactor: found.noiseFactor };
    if (settled) break;
    width = profile.fwhm;
    found = findPeaks(plane, width);
  }
  return result;
}

/** The plane in which single pixels that no neighbour shares hold the mean of their neighbours. */
function withoutSharpPixels(plane: PreparedPlane): PreparedPlane {
  const { width, height, pixels, rms } = plane;
  const limit = SHARP_HEIGHT * rms;
  let out: Pixels | null = null;
  for (let y = 1; y < height - 1; y++) {
    for (let k = y * width + 1, end = k + width - 2; k < end; k++) {
      const value = pixels[k];
      if (!(value > limit)) continue;
      const up = k - width;
      const down = k + width;
      const around =
        pixels[up - 1] +
        pixels[up] +
        pixels[up + 1] +
        pixels[k - 1] +
        pixels[k + 1] +
        pixels[down - 1] +
        pixels[down] +
        pixels[down + 1];
      if (!(around < 8 * SHARP_NEIGHBOURS * value)) continue;
      out ??= pixels.slice();
      out[k] = around / 8;
    }
  }
  return out ? { ...plane, pixels: out } : plane;
}

/** The faint peaks for a width, none near a brighter one. */
function findPeaks(plane: PreparedPlane, fwhm: number): FoundPeaks {
  const { width, height, pixels, forbidden, rms } = plane;
  const kernel = daofindKernel(fwhm);
  const density = enhanceDensity(pixels, width, height, kernel);
  const white = kernel.relativeError * rms;
  const noise = Math.max(scatterOf(density, width), white);
  const limit = FAINT * noise;
  const all: FaintPeak[] = [];
  for (const k of findMaxima(density, width, height, kernel, limit, forbidden)) {
    const x = k % width;
    const y = (k - x) / width;
    if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) continue;
    const around = pixels[k - 1] + pixels[k + 1] + pixels[k - width] + pixels[k + width];
    if (!(around > NEIGHBOUR_SIGMA * 2 * rms) || isSharp(pixels[k], around, fwhm)) continue;
    all.push({ x, y, height: density[k] });
  }
  const typical = clippedStatistics(
    all.map(peak => peak.height),
    { spread: 'mad' },
  ).median;
  const peaks = withoutNeighbours(all, APART * fwhm).filter(peak => peak.height < MAX_HEIGHT * typical);
  const step = Math.max(1, peaks.length / MAX_STARS);
  const chosen = Array.from({ length: Math.min(peaks.length, MAX_STARS) }, (_, k) => peaks[Math.floor(k * step)]);
  const excess = excessProfile(plane, density, noise, Math.ceil(Math.max(MIN_RADIUS, REACH * fwhm)));
  return { peaks: chosen, limit, noise, noiseFactor: noise / white, excess };
}

/** Whether a pixel stands out of its neighbours as only a hot one does. */
function isSharp(pixel: number, around: number, fwhm: number): boolean {
  // What the neighbours of a star have in the mean, over its own pixel; half of it is too little.
  return around < 4 * 0.5 * Math.exp((-4 * Math.LN2) / (fwhm * fwhm)) * pixel;
}

/** Of peaks nearer than `apart` to each other only the highest, in the order of rows. */
function withoutNeighbours(peaks: readonly FaintPeak[], apart: number): FaintPeak[] {
  const kept: FaintPeak[] = [];
  let first = 0;
  peaks.forEach((peak, k) => {
    while (peaks[first].y < peak.y - apart) first++;
    for (let m = first; m < peaks.length && peaks[m].y <= peak.y + apart; m++) {
      const other = peaks[m];
      if (m !== k && other.height >= peak.height && Math.hypot(other.x - peak.x, other.y - peak.y) < apart) return;
    }
    kept.push(peak);
  });
  return kept;
}

/** Fits a profile to the mean of the peaks in rings about their centroids. */
function fitSum(plane: PreparedPlane, { peaks, limit, noise, excess }: FoundPeaks, fwhm: number): StarProfile {
  const radius = Math.max(MIN_RADIUS, REACH * fwhm);
  const rings: number[][] = Array.from({ length: Math.ceil(radius / RING) }, () => []);
  for (const peak of peaks) {
    const centre = windowedCentroid(plane, peak.x, peak.y, {
      sigma: fwhm / SIGMA_TO_FWHM,
      maxShift: Math.max(1, 0.5 * fwhm),
    });
    addPixels(plane, centre.x, centre.y, radius, rings);
  }
  const total = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (total === 0) return NO_PROFILE;
  const meanNoise = meanNoiseOfHeights(
    peaks.map(peak => peak.height),
    limit,
    noise,
  );
  const r2: number[] = [];
  const value: number[] = [];
  rings.forEach((ring, k) => {
    if (ring.length === 0) return;
    const r = (k + 0.5) * RING;
    const at = r * r;
    const mean = trimmedMean(ring) - meanNoise * excessAt(excess, r);
    for (let copy = Math.max(1, Math.round((FIT_POINTS * ring.length) / total)); copy > 0; copy--) {
      r2.push(at);
      value.push(mean);
    }
  });
  const amplitude = Math.max(...value);
  return fitMoffat(
    { n: r2.length, r2: Float64Array.from(r2), value: Float64Array.from(value) },
    { fwhm, amplitude, sky: 0 },
  );
}

function addPixels(
  { width, height, pixels, forbidden }: PreparedPlane,
  x: number,
  y: number,
  radius: number,
  rings: number[][],
): void {
  for (let j = Math.max(0, Math.ceil(y - radius)); j <= Math.min(height - 1, y + radius); j++)
    for (let i = Math.max(0, Math.ceil(x - radius)); i <= Math.min(width - 1, x + radius); i++) {
      const r = Math.hypot(i - x, j - y);
      const k = j * width + i;
      if (r < radius && !(forbidden !== undefined && forbidden[k] !== 0)) rings[Math.floor(r / RING)]?.push(pixels[k]);
    }
}

function trimmedMean(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(TRIM * sorted.length);
  let sum = 0;
  for (let k = cut; k < sorted.length - cut; k++) sum += sorted[k];
  return sum / (sorted.length - 2 * cut);
}
