/**
 * DAOFIND: finds stars of one width in an image whose sky is subtracted.
 *
 * @module
 * @see Stetson, P. B. 1987, PASP 99, 191; the details follow photutils 1.6 (DAOStarFinder) and IRAF's daofind
 */
import { PhotometryError } from '../../core/errors.js';
import type { Pixels } from '../../frame/image.js';
import { daofindKernel } from './daofind-kernel.js';
import { enhanceDensity } from './enhance-density.js';
import { findMaxima } from './local-maxima.js';
import { fitMarginal, type MarginalFit, marginalWeights } from './marginal-fit.js';
import { asymmetry, sharpnessOf } from './peak-shape.js';

/** An image without sky: pixels row by row, all finite. */
export interface Plane {
  /** Pixels along x. */
  readonly width: number;
  /** Pixels along y. */
  readonly height: number;
  /** Values less the sky. NaN spoils its neighbourhood: fill it before. */
  readonly pixels: Pixels;
}

/** Settings of {@link daofind}. */
export interface DaofindOptions {
  /** Full width at half maximum of the stars [px]. */
  readonly fwhm: number;
  /**
   * A star's height must exceed this times the kernel's relative error [image unit]: with `k` sigma of
   * the sky's noise it is a detection at k sigma.
   */
  readonly threshold: number;
  /** Limits of the sharpness, exclusive. Default [0.2, 1]: blends and galaxies are below, hot pixels above. */
  readonly sharpness?: readonly [number, number];
  /** Limits of both roundnesses, exclusive. Default [-1, 1]: bleeding columns and trails fall outside. */
  readonly roundness?: readonly [number, number];
  /** Pixels where this is not 0 are never a star's peak. */
  readonly forbidden?: Uint8Array;
}

/** What {@link daofind} finds, in the order of rows; columns of one length. */
export interface DaofindSources {
  /** Number of sources: the length of each array. */
  readonly count: number;
  /** Centroid along a row, from Gaussians fitted to the sums over columns [px]. */
  readonly x: Float64Array;
  /** Centroid along a column [px]. */
  readonly y: Float64Array;
  /** Column of the brightest pixel of the peak, counted from 0. */
  readonly peakX: Int32Array;
  /** Row of that pixel. */
  readonly peakY: Int32Array;
  /** Value of the peak pixel [image unit]. */
  readonly peak: Float64Array;
  /** Height of the best-fitting Gaussian: the density-enhanced image at the peak [image unit]. */
  readonly height: Float64Array;
  /** Peak pixel less the mean of its neighbours, over `height`. */
  readonly sharpness: Float64Array;
  /** Two-fold over four-fold asymmetry of the density-enhanced image; 0 is round. */
  readonly roundness1: Float64Array;
  /** Difference over mean of the heights fitted to the sums over columns and over rows; 0 is round. */
  readonly roundness2: Float64Array;
}

/**
 * Finds the local maxima of the density-enhanced image above a threshold that are sharp and round
 * enough to be stars.
 *
 * Counts, positions, sharpness and roundness are those of photutils 1.6; `height` divided by
 * (threshold * relative error) is its `flux`. Of equal neighbouring maxima only the first is taken.
 *
 * @throws PhotometryError `bad-argument` for an fwhm or threshold that cannot be
 * @example
 * const { level, globalRms } = frame.background();
 * const pixels = Float32Array.from(frame.pixels, (value, k) => value - level.pixels[k]);
 * const { width, height } = frame;
 * const { x, y } = daofind({ width, height, pixels }, { fwhm: 3, threshold: 5 * globalRms });
 */
export function daofind(plane: Plane, options: DaofindOptions): DaofindSources {
  const { fwhm, threshold, sharpness = [0.2, 1], roundness = [-1, 1], forbidden } = options;
  if (!(fwhm > 0) || fwhm === Infinity)
    throw new PhotometryError('bad-argument', `fwhm must be a positive number of pixels, got ${fwhm}`);
  if (Number.isNaN(threshold)) throw new PhotometryError('bad-argument', 'threshold must be a number, got NaN');

  const { width, height, pixels } = plane;
  const kernel = daofindKernel(fwhm);
  const density = enhanceDensity(pixels, width, height, kernel);
  const peaks = findMaxima(density, width, height, kernel, threshold * kernel.relativeError, forbidden);
  const marginal = marginalWeights(kernel);
  const side = 2 * kernel.radius + 1;
  const cutout = new Float64Array(side * side);
  const dense = new Float64Array(side * side);
  const alongX: MarginalFit = { shift: 0, height: 0 };
  const alongY: MarginalFit = { shift: 0, height: 0 };
  const rows: number[][] = [];
  for (const k of peaks) {
    const x = k % width;
    const y = (k - x) / width;
    cutInto(dense, density, width, height, x, y, kernel.radius);
    cutInto(cutout, pixels, width, height, x, y, kernel.radius);
    fitMarginal(alongX, cutout, marginal, 'x');
    fitMarginal(alongY, cutout, marginal, 'y');
    const sharp = sharpnessOf(cutout, kernel, density[k]);
    const round1 = asymmetry(dense, kernel.radius);
    const round2 = (2 * (alongX.height - alongY.height)) / (alongX.height + alongY.height);
    if (!isWithin(sharp, sharpness) || !isWithin(round1, roundness) || !isWithin(round2, roundness)) continue;
    rows.push([x + alongX.shift, y + alongY.shift, x, y, pixels[k], density[k], sharp, round1, round2]);
  }
  const column = (c: number): Float64Array => Float64Array.from(rows, row => row[c]);
  return {
    count: rows.length,
    x: column(0),
    y: column(1),
    peakX: Int32Array.from(rows, row => row[2]),
    peakY: Int32Array.from(rows, row => row[3]),
    peak: column(4),
    height: column(5),
    sharpness: column(6),
    roundness1: column(7),
    roundness2: column(8),
  };
}

/** NaN is within no limits. */
function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value > low && value < high;
}

/** Copies the square about (x, y) into `out`; 0 outside the image. */
function cutInto(
  out: Float64Array,
  pixels: Pixels,
  width: number,
  height: number,
  x: number,
  y: number,
  radius: number,
): void {
  let m = 0;
  for (let j = y - radius; j <= y + radius; j++)
    for (let i = x - radius; i <= x + radius; i++)
      out[m++] = j >= 0 && j < height && i >= 0 && i < width ? pixels[j * width + i] : 0;
}
