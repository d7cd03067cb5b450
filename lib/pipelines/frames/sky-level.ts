/**
 * The sky level of a frame as one number.
 *
 * @module
 */
import { medianInPlace } from '../../math/select.js';

/** The median of at most 20 000 finite pixels, evenly spaced; NaN if there are none. */
export function skyLevel(pixels: ArrayLike<number>): number {
  const stride = Math.max(1, Math.floor(pixels.length / 20_000));
  const sample = new Float64Array(Math.ceil(pixels.length / stride));
  let n = 0;
  for (let i = 0; i < pixels.length; i += stride) if (Number.isFinite(pixels[i])) sample[n++] = pixels[i];
  return n > 0 ? medianInPlace(sample, n) : Number.NaN;
}
