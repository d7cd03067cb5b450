/**
 * Finds the hot pixels of a flat whose sensitivity is still measurable.
 *
 * @module
 */
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../../frame/image.js';
import { medianOfRun } from './combine-method.js';

/** Half side of the square of neighbours [px]. */
const REACH = 3;
/** How far the response of a hot pixel may be from its neighbours', relative. */
const TOLERANCE = 0.1;

/**
 * The mask of a master flat in which a hot pixel is usable if it responds like its neighbours.
 *
 * A dome flat of 80 s with a dark scaled from 60 s flags every hot pixel as `hotScaled`, but compared with
 * 20 000 ADU of lamp light an error of a few ADU in the dark is negligible. Such a pixel becomes `hot`
 * (usable) when its value is within 10 % of the median of the usable pixels in the 7 x 7 about it, and
 * stays unusable otherwise.
 */
export function judgeHotPixels({
  pixels,
  width,
  height,
  mask,
}: Pick<Image, 'pixels' | 'width' | 'height'> & { mask: Uint8Array }): Uint8Array {
  const result = mask.slice();
  const neighbours = new Float64Array((2 * REACH + 1) ** 2);
  for (let i = 0; i < mask.length; i++) {
    if ((mask[i] & UNUSABLE_PIXEL) !== PixelFlag.hotScaled) continue;
    const x = i % width;
    const y = (i - x) / width;
    let n = 0;
    for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++)
      for (let u = Math.max(0, x - REACH); u <= Math.min(width - 1, x + REACH); u++)
        if ((mask[v * width + u] & UNUSABLE_PIXEL) === 0) neighbours[n++] = pixels[v * width + u];
    const response = n > 0 ? pixels[i] / medianOfRun(neighbours, n) : NaN;
    if (Math.abs(response - 1) <= TOLERANCE) result[i] = (mask[i] & ~PixelFlag.hotScaled) | PixelFlag.hot;
  }
  return result;
}
