/**
 * The noise of the detector from pairs of equal exposures: what differs between them is noise.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { STRETCH } from '../core/stretches.js';
import { type Image, isUsable } from '../frame/image.js';
import { clipInPlace } from '../math/clip.js';
import { usableMedian } from '../math/usable-median.js';
import type { Section } from './section.js';

/** Side of the region that is compared when none is given [px]. */
const REGION_SIZE = 400;
/** A difference from fewer pixels says too little. */
export const MIN_PIXELS = 100;

/** Settings of the comparison of two frames. */
export interface PairOptions {
  /** The pixels that are compared. Default: the central 400 x 400 (all, in a smaller frame). */
  readonly region?: Section;
  /** Differences farther than this many standard deviations from their median are left out. Default 5. */
  readonly kappa?: number;
  /** How often. Default 3. */
  readonly iterations?: number;
}

/** The central square of an image, on which frames are compared. */
export function centralRegion(size: { readonly width: number; readonly height: number }): Section {
  const w = Math.min(size.width, REGION_SIZE);
  const h = Math.min(size.height, REGION_SIZE);
  const x0 = Math.floor((size.width - w) / 2);
  const y0 = Math.floor((size.height - h) / 2);
  return { x0, x1: x0 + w, y0, y1: y0 + h };
}

/**
 * The pixels of a region as float64, row by row; unusable ones are NaN.
 *
 * @param values where they go, as many as the region has pixels (default: a new array)
 */
export function regionValues(
  image: Image,
  { x0, x1, y0, y1 }: Section,
  values: Float64Array = new Float64Array((x1 - x0) * (y1 - y0)),
): Float64Array {
  const { width, pixels, mask } = image;
  let n = 0;
  for (let y = y0; y < y1; y++)
    for (let i = y * width + x0; i < y * width + x1; i++) values[n++] = isUsable(mask, i) ? pixels[i] : NaN;
  return values;
}

/** Population variance of a - k b, clipped; NaN where fewer than 100 pixels are left. */
export function varianceOfDifference(a: Float64Array, b: Float64Array, k: number, options: PairOptions = {}): number {
  const { kappa = 5, iterations = 3 } = options;
  const difference = new Float64Array(a.length);
  let finite = 0;
  for (let from = 0; from < a.length; from += STRETCH)
    finite = subtractStretch(a, b, k, from, Math.min(a.length, from + STRETCH), difference, finite);
  const clip = { kappa, maxIterations: iterations, center: 'median', spread: 'std' } as const;
  const { std, n } = clipInPlace(difference, finite, clip);
  return n >= MIN_PIXELS ? std * std : NaN;
}

/** Appends the finite values of a - k b after the first `before` values of `out`; returns the new count. */
function subtractStretch(
  a: Float64Array,
  b: Float64Array,
  k: number,
  from: number,
  to: number,
  out: Float64Array,
  before: number,
): number {
  let n = before;
  for (let i = from; i < to; i++) {
    const value = a[i] - k * b[i];
    if (value - value === 0) out[n++] = value;
  }
  return n;
}

/** What the gain of one pair of flats is made of. */
interface FlatPair {
  /** Gain [electron/adu]; NaN if it cannot be determined. */
  readonly gain: number;
  /** Median of the first over median of the second. */
  readonly ratio: number;
  /** Variance of the difference [adu^2]. */
  readonly variance: number;
  /** Mean level of the two [adu]. */
  readonly level: number;
}

/**
 * The gain from two flats f1, f2 without bias: with k = median(f1)/median(f2) the lamp's changes
 * cancel in f1 - k f2, whose variance is photon noise, (mean f1 + k^2 mean f2)/gain, and read-out noise,
 * (1 + k^2) readNoise^2.
 *
 * @param readNoiseAdu read-out noise of one frame [adu]
 */
export function gainOfPair(
  f1: Float64Array,
  f2: Float64Array,
  readNoiseAdu: number,
  options: PairOptions = {},
): FlatPair {
  const ratio = usableMedian(f1) / usableMedian(f2);
  const variance = varianceOfDifference(f1, f2, ratio, options);
  const mean1 = meanOf(f1);
  const mean2 = meanOf(f2);
  const photons = variance - readNoiseAdu * readNoiseAdu * (1 + ratio * ratio);
  const gain = (mean1 + ratio * ratio * mean2) / photons;
  return { gain: gain > 0 && Number.isFinite(gain) ? gain : NaN, ratio, variance, level: (mean1 + mean2) / 2 };
}

/** Checks that two frames can be compared. */
export function assertSameSize(a: Image, b: Image): void {
  if (a.width === b.width && a.height === b.height) return;
  throw new PhotometryError(
    'mixed-frames',
    `a pair must have one size, but ${a.path || 'the first'} has ${a.width} x ${a.height} pixels and ` +
      `${b.path || 'the second'} ${b.width} x ${b.height}`,
    { files: [a.path, b.path] },
  );
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] - values[i] !== 0) continue;
    sum += values[i];
    n++;
  }
  return n > 0 ? sum / n : NaN;
}
