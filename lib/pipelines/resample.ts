/**
 * Brings a frame onto the reference frame's pixels, for pictures and for finding stars; never for measuring.
 *
 * @module
 */
import { type Similarity, transformX, transformY } from '../astrometry/similarity.js';
import { type Image, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';

/**
 * The image resampled bilinearly to `width` x `height` reference pixels.
 *
 * A pixel whose four neighbours are not all usable is NaN: stacks leave it out.
 *
 * @param transform reference pixel to image pixel
 */
export function resampleToReference(image: Image, transform: Similarity, width: number, height: number): Pixels {
  const { pixels, mask, width: w, height: h } = image;
  const out = pixels instanceof Float64Array ? new Float64Array(width * height) : new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const px = transformX(transform, x, y);
      const py = transformY(transform, x, y);
      const i = Math.floor(px);
      const j = Math.floor(py);
      const at = y * width + x;
      if (i < 0 || j < 0 || i >= w || j >= h || (i + 1 >= w && px > i) || (j + 1 >= h && py > j)) {
        out[at] = Number.NaN;
        continue;
      }
      const p = j * w + i;
      const right = px > i ? 1 : 0;
      const up = py > j ? w : 0;
      if (mask && ((mask[p] | mask[p + right] | mask[p + up] | mask[p + up + right]) & UNUSABLE_PIXEL) !== 0) {
        out[at] = Number.NaN;
        continue;
      }
      const fx = px - i;
      const fy = py - j;
      out[at] =
        (1 - fy) * ((1 - fx) * pixels[p] + fx * pixels[p + right]) +
        fy * ((1 - fx) * pixels[p + up] + fx * pixels[p + up + right]);
    }
  }
  return out;
}
