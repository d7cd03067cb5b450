/**
 * The widths of the stars of a field of faint ones, without what the detection limit did to them.
 *
 * @module
 */
import type { PreparedPlane } from '../background/prepare-plane.js';
import { daofindKernel } from '../daofind/daofind-kernel.js';
import { enhanceDensity } from '../daofind/enhance-density.js';
import { scatterOf } from './scatter.js';
import { excessProfile, meanNoiseOfHeights, widthByExcess } from './selection-bias.js';

/** A star higher than this is not changed by the limit, and a field with {@link ENOUGH_BRIGHT} of them is left as it is [noise of a height]. */
const BRIGHT = 15;
const ENOUGH_BRIGHT = 5;
/** Fewer stars do not tell how many are near the limit. */
const MIN_STARS = 20;
/** Exponent of the profile with which the effect is computed; it hardly depends on it. */
const SEEING_BETA = 3.5;
/** Maximum correction, as a part of the width. */
const MAX_CORRECTION = 0.25;

/**
 * Corrects the widths of the stars of a frame that has only faint ones.
 *
 * Of faint stars those are found whose noise made them higher, and that noise makes them narrower: by 5 % in the median
 * for peaks of 5 to 8 sigma and a FWHM of 2.5 px. The mean noise follows from the number of stars near the limit, its
 * effect from a fit to a noiseless star with it (see {@link meanNoiseOfHeights}, {@link widthByExcess}). Fields with five
 * bright stars or fewer than twenty stars are returned as they are.
 *
 * @param heights DAOFIND's height of each star; NaN for a saturated one
 * @param limit lowest height that was looked for
 */
export function correctWidths(
  plane: PreparedPlane,
  widths: readonly number[],
  heights: readonly number[],
  limit: number,
  fwhm: number,
): readonly number[] {
  const kernel = daofindKernel(fwhm);
  const bright = BRIGHT * kernel.relativeError * plane.rms;
  if (heights.length < MIN_STARS || heights.filter(height => !(height < bright)).length >= ENOUGH_BRIGHT) return widths;
  const density = enhanceDensity(plane.pixels, plane.width, plane.height, kernel);
  const noise = scatterOf(density, plane.width);
  const radius = Math.max(4, 2 * fwhm);
  const excess = excessProfile(plane, density, noise, Math.ceil(radius));
  const mean = meanNoiseOfHeights(
    heights.filter(height => height > 0),
    limit,
    noise,
  );
  const slope = widthByExcess({ fwhm, beta: SEEING_BETA }, excess, radius);
  return widths.map((width, k) => {
    const change = (slope * mean) / heights[k];
    return heights[k] > 0 ? width * (1 - Math.max(-MAX_CORRECTION, Math.min(MAX_CORRECTION, change))) : width;
  });
}
