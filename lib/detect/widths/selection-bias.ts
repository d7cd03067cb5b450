/**
 * What the detection limit does to the widths of faint stars: those that noise made higher, and so narrower, pass it.
 *
 * @module
 * @see Efron, B. 2011, JASA 106, 1602 (Tweedie's formula); Eddington, A. S. 1913, MNRAS 73, 359
 */
import { fitMoffat, type StarProfile } from '../../frame/moffat-fit.js';
import type { PreparedPlane } from '../background/prepare-plane.js';

/** The density of heights at the limit is taken from the sources up to this far above it [noise of a height]. */
const NEAR_LIMIT = 1;
/** Test height of the noise in the derivative of a width [height of the star]. */
const STEP = 0.05;
/** Approximate number of pixels from which the noise about an excess is measured. */
const PROFILE_SAMPLE = 60_000;
/** Places of a star's centre in its peak pixel, along an axis [px]. */
const IN_PIXEL = [-0.4, -0.2, 0, 0.2, 0.4];
/** Pixels of the convolved image beyond this are stars [its scatter]. */
const MAX_NOISE = 2.5;
/** So are four pixels of this sum [scatter of the convolved image]. */
const MAX_PIXELS = 20;

/**
 * The mean part of a star's height that is noise, among sources found above a limit [unit of the heights].
 *
 * By Tweedie's formula a source of measured height h has in the mean the noise -e^2 d ln f / dh, with f the density of
 * the measured heights and e the noise of one; averaged over all sources above the limit it is e^2 f(limit). With
 * Poisson counts that need no model of the stars' true heights.
 *
 * @param noise standard deviation of a height, e
 */
export function meanNoiseOfHeights(heights: ArrayLike<number>, limit: number, noise: number): number {
  const reach = NEAR_LIMIT * noise;
  let near = 0;
  for (let k = 0; k < heights.length; k++) if (heights[k] < limit + reach) near++;
  return heights.length > 0 ? (noise * noise * near) / (heights.length * reach) : 0;
}

/**
 * The mean noise about a source whose height has an excess of 1, by the distance in whole pixels from its peak.
 *
 * It is the slope of a line through the pixels at that distance against the convolved image, over the image: for
 * independent pixels the kernel over the sum of its squares, and also right where the noise of pixels is correlated.
 *
 * @param noise clipped scatter of `density`
 */
export function excessProfile(
  { width, height, pixels }: Pick<PreparedPlane, 'width' | 'height' | 'pixels'>,
  density: Float32Array,
  noise: number,
  reach: number,
): Float64Array {
  const sums = new Float64Array(reach + 1);
  let squares = 0;
  const step = Math.max(1, Math.floor(Math.sqrt(density.length / PROFILE_SAMPLE)));
  for (let y = reach; y < height - reach; y += step)
    for (let x = reach + (y % step); x < width - reach; x += step) {
      const k = y * width + x;
      const d = density[k];
      if (!(Math.abs(d) < MAX_NOISE * noise)) continue;
      squares += d * d;
      for (let r = 0; r <= reach; r++) {
        const around = pixels[k - r] + pixels[k + r] + pixels[k - r * width] + pixels[k + r * width];
        if (Math.abs(around) < MAX_PIXELS * noise) sums[r] += 0.25 * around * d;
      }
    }
  return squares > 0 ? sums.map(sum => sum / squares) : sums;
}

/**
 * The mean noise at a distance from a star's centre, which lies anywhere in its peak pixel; linear between whole
 * distances, 0 beyond the last.
 */
export function excessAt(profile: Float64Array, r: number): number {
  let sum = 0;
  for (const a of IN_PIXEL) for (const b of IN_PIXEL) sum += valueAt(profile, Math.hypot(r + a, b));
  return sum / IN_PIXEL.length ** 2;
}

function valueAt(profile: Float64Array, r: number): number {
  const low = Math.floor(r);
  if (low + 1 >= profile.length) return 0;
  return profile[low] + (r - low) * (profile[low + 1] - profile[low]);
}

/**
 * By which part a star's fitted width changes for noise in its height, in units of the height: -0.8 means that noise of
 * a tenth of the height makes it 8 % narrower. 0 where no width can be fitted.
 *
 * @param radius of the fit [px]
 */
export function widthByExcess(
  { fwhm, beta }: Pick<StarProfile, 'fwhm' | 'beta'>,
  excess: Float64Array,
  radius: number,
): number {
  const scale = (4 * (2 ** (1 / beta) - 1)) / (fwhm * fwhm);
  const r2: number[] = [];
  for (let j = -Math.floor(radius); j <= radius; j++)
    for (let i = -Math.floor(radius); i <= radius; i++) if (i * i + j * j <= radius * radius) r2.push(i * i + j * j);
  const fitted = (part: number): number =>
    fitMoffat(
      {
        n: r2.length,
        r2: Float64Array.from(r2),
        value: Float64Array.from(r2, d2 => (1 + scale * d2) ** -beta + part * excessAt(excess, Math.sqrt(d2))),
      },
      { fwhm, amplitude: 1, sky: 0 },
    ).fwhm;
  const change = (fitted(STEP) - fitted(-STEP)) / (2 * STEP * fwhm);
  return Number.isFinite(change) ? change : 0;
}
