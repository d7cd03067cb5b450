/**
 * The windowed centroid: where a star is, weighted by a Gaussian that moves along with it.
 *
 * @module
 * @see SExtractor manual, "Windowed positional parameters" (XWIN_IMAGE, YWIN_IMAGE);
 *   Barbary, K. 2016, JOSS 1, 58 (sep.winpos)
 */
import { PhotometryError } from '../core/errors.js';
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from './image.js';

/** Settings of {@link windowedCentroid}. */
export interface CentroidOptions {
  /** Standard deviation of the Gaussian window [px]: FWHM / 2.3548 of the star. At least 0.43 is used. */
  readonly sigma: number;
  /** Sky level to subtract [image unit]. Default 0: the sky is subtracted already. */
  readonly sky?: number;
  /** Maximum distance of the centroid from the start [px]. Default: no limit. */
  readonly maxShift?: number;
}

/** What {@link windowedCentroid} finds. */
export interface Centroid {
  /** Centroid along a row [px]; the start position where it did not converge. */
  readonly x: number;
  /** Centroid along a column [px]; the start position where it did not converge. */
  readonly y: number;
  /** False where it did not settle, moved beyond `maxShift`, left the image or found no light. */
  readonly converged: boolean;
}

/** What {@link windowedCentroid} reads of an {@link Image}. */
export type CentroidInput = Pick<Image, 'width' | 'height' | 'pixels' | 'mask'>;

/** Radius of the window [sigma]. */
const REACH = 4;
/** A step counts double: a Gaussian star in a window of its own width needs just that. */
const STEP_FACTOR = 2;
/** Below this step it has settled [px]. */
const SETTLED = 1e-4;
/** Number of iterations with full steps, as in SExtractor. */
const FULL_STEPS = 16;
/** Number of further iterations with half steps, for undersampled stars, around which full steps oscillate. */
const HALF_STEPS = 16;
/** Smallest sigma, that of a star with a half-light radius of half a pixel (SExtractor's limit) [px]. */
const MIN_SIGMA = (0.5 * 2) / 2.35;
/** A saturated pixel has lost light but still says where the star is: it counts. */
const MISSING = UNUSABLE_PIXEL & ~PixelFlag.saturated;

/** Sums over one window; reused, so that no iteration allocates. */
interface WindowSums {
  weight: number;
  x: number;
  y: number;
}

/**
 * Finds the centroid of the star nearest to a start position.
 *
 * Iterates x <- x + 2 * sum(w I (x_i - x)) / sum(w I), w = exp(-r^2 / 2 sigma^2) within 4 sigma, until
 * the step is below 1e-4 px, at most 16 times. Up to there this is `sep.winpos`; for a star barely wider
 * than a pixel that oscillates, so it continues with half steps, which converge.
 *
 * A pixel without data is taken to hold what its mirror image about the centroid holds; where that
 * has none either, it is left out. Saturated pixels are used with the value they have.
 *
 * @throws PhotometryError `bad-argument` if sigma is not a positive number
 * @example
 * const { x, y, converged } = windowedCentroid(image, 102, 57, { sigma: 1.6, sky: 130, maxShift: 3 });
 */
export function windowedCentroid(image: CentroidInput, x: number, y: number, options: CentroidOptions): Centroid {
  const { sigma, sky = 0, maxShift = Infinity } = options;
  if (!(sigma > 0) || sigma === Infinity)
    throw new PhotometryError('bad-argument', `sigma must be a positive number of pixels, got ${sigma}`);
  const lost: Centroid = { x, y, converged: false };
  const width = Math.max(sigma, MIN_SIGMA);
  const reach = REACH * width;
  const weightsX = new Float64Array(2 * Math.ceil(reach) + 4);
  const sums: WindowSums = { weight: 0, x: 0, y: 0 };
  let atX = x;
  let atY = y;
  for (let i = 0; i < FULL_STEPS + HALF_STEPS; i++) {
    const factor = i < FULL_STEPS ? STEP_FACTOR : 0.5 * STEP_FACTOR;
    if (!(atX > -0.5 && atY > -0.5 && atX < image.width - 0.5 && atY < image.height - 0.5)) return lost;
    sumWindow(sums, image, atX, atY, width, reach, sky, weightsX);
    if (!(sums.weight > 0)) return lost;
    const dx = sums.x / sums.weight;
    const dy = sums.y / sums.weight;
    atX += factor * dx;
    atY += factor * dy;
    if (Math.hypot(atX - x, atY - y) > maxShift) return lost;
    if (dx * dx + dy * dy < SETTLED * SETTLED) return { x: atX, y: atY, converged: true };
  }
  return lost;
}

/**
 * Adds up the light and its first moments in the window about (x, y). The Gaussian is a product of
 * one in x and one in y; the rim is a linear ramp one pixel wide, which where w is 3e-4 is exact enough.
 */
function sumWindow(
  out: WindowSums,
  { width, height, pixels, mask }: CentroidInput,
  x: number,
  y: number,
  sigma: number,
  reach: number,
  sky: number,
  weightsX: Float64Array,
): void {
  const x0 = Math.max(0, Math.ceil(x - reach - 0.5));
  const x1 = Math.min(width - 1, Math.floor(x + reach + 0.5));
  const y0 = Math.max(0, Math.ceil(y - reach - 0.5));
  const y1 = Math.min(height - 1, Math.floor(y + reach + 0.5));
  const scale = -0.5 / (sigma * sigma);
  const inside2 = Math.max(0, reach - Math.SQRT1_2) ** 2;
  const outside2 = (reach + Math.SQRT1_2) ** 2;
  for (let i = x0; i <= x1; i++) weightsX[i - x0] = Math.exp(scale * (i - x) * (i - x));
  let total = 0;
  let sumX = 0;
  let sumY = 0;
  for (let j = y0; j <= y1; j++) {
    const dy = j - y;
    const weightY = Math.exp(scale * dy * dy);
    for (let i = x0; i <= x1; i++) {
      const dx = i - x;
      const r2 = dx * dx + dy * dy;
      if (r2 >= outside2) continue;
      const k = j * width + i;
      let pixel = pixels[k];
      if (pixel - pixel !== 0 || (mask !== undefined && (mask[k] & MISSING) !== 0)) {
        // Its mirror image about (x, y).
        pixel = pixelAt(pixels, mask, width, height, x - dx, y - dy);
        if (Number.isNaN(pixel)) continue;
      }
      let weight = weightsX[i - x0] * weightY;
      if (r2 > inside2) weight *= Math.min(1, Math.max(0, reach + 0.5 - Math.sqrt(r2)));
      const light = weight * (pixel - sky);
      total += light;
      sumX += light * dx;
      sumY += light * dy;
    }
  }
  out.weight = total;
  out.x = sumX;
  out.y = sumY;
}

/** Interpolates linearly between those of the nearest four pixels that have data; NaN if none has. */
function pixelAt(
  pixels: Pixels,
  mask: Uint8Array | undefined,
  width: number,
  height: number,
  x: number,
  y: number,
): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  let sum = 0;
  let weights = 0;
  for (let j = top; j <= top + 1; j++) {
    if (j < 0 || j >= height) continue;
    for (let i = left; i <= left + 1; i++) {
      if (i < 0 || i >= width) continue;
      const k = j * width + i;
      const pixel = pixels[k];
      if (pixel - pixel !== 0 || (mask !== undefined && (mask[k] & MISSING) !== 0)) continue;
      const weight = (1 - Math.abs(x - i)) * (1 - Math.abs(y - j));
      sum += weight * pixel;
      weights += weight;
    }
  }
  return weights > 0 ? sum / weights : NaN;
}
