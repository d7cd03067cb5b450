/**
 * An image in a few numbers.
 *
 * @module
 */
import { clippedStatistics } from '../math/clip.js';
import { type Image, isUsable } from './image.js';

/** Statistics of the usable pixels of an image, in its unit. */
export interface FrameStatistics {
  /** How many pixels are usable and finite. */
  readonly count: number;
  /** Mean of all usable pixels. */
  readonly mean: number;
  /** Median of all usable pixels. */
  readonly median: number;
  /** Population standard deviation. */
  readonly std: number;
  /** Smallest usable pixel. */
  readonly min: number;
  /** Largest usable pixel. */
  readonly max: number;
  /** Mean after clipping at 3 sigma: the sky level of a frame with few stars. */
  readonly clippedMean: number;
  /** Median after clipping at 3 sigma. */
  readonly clippedMedian: number;
  /** Population standard deviation after clipping at 3 sigma. */
  readonly clippedStd: number;
}

/** Statistics of the usable pixels; all NaN, with `count` 0, if there are none. */
export function frameStatistics(image: Image): FrameStatistics {
  const { pixels, mask } = image;
  const values = new Float64Array(pixels.length);
  let count = 0;
  for (let i = 0; i < pixels.length; i++)
    if (Number.isFinite(pixels[i]) && isUsable(mask, i)) values[count++] = pixels[i];
  const usable = values.subarray(0, count);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of usable) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const plain = clippedStatistics(usable, { kappa: Number.POSITIVE_INFINITY });
  const clipped = clippedStatistics(usable);
  return {
    count,
    mean: plain.mean,
    median: plain.median,
    std: plain.std,
    min: count > 0 ? min : Number.NaN,
    max: count > 0 ? max : Number.NaN,
    clippedMean: clipped.mean,
    clippedMedian: clipped.median,
    clippedStd: clipped.std,
  };
}
