/**
 * The level of an image: the median of its pixels.
 *
 * @module
 */
import { type Image, PixelFlag, type Pixels } from '../frame/image.js';
import { usableMedian } from '../math/usable-median.js';

/** Flags of pixels without information about the level. A saturated pixel has some: it is above the median. */
const NO_LEVEL: number = PixelFlag.bad | PixelFlag.noData;

/**
 * Median of the pixels without those that are bad, absent or not finite; NaN if none is left.
 *
 * Saturated and hot pixels keep their rank: a saturated pixel truly is above the median, and
 * leaving out only bright pixels would lower it. For an even count it is the mean of the middle two.
 *
 * @example imageLevel(flat) // 18469
 */
export function imageLevel(image: Pick<Image, 'pixels' | 'mask'>): number {
  return levelOf(image.pixels, image.mask);
}

/** {@link imageLevel} of bare arrays. */
export function levelOf(pixels: Pixels, mask: Uint8Array | undefined): number {
  return usableMedian(pixels, mask, NO_LEVEL);
}
