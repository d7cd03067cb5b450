/**
 * The density-enhanced image of DAOFIND: the image convolved with its kernel.
 *
 * @module
 */
import type { Pixels } from '../../frame/image.js';
import type { DaofindKernel } from './daofind-kernel.js';

/**
 * Convolves an image, whose sky is 0, with a kernel; outside the image all is 0.
 *
 * The kernel is even in x and in y. So the rows at +dy and -dy are added first, and each row of the
 * result takes from that sum one weight for the columns at +dx and -dx: a quarter of the
 * multiplications, in loops that run along rows.
 */
export function enhanceDensity(pixels: Pixels, width: number, height: number, kernel: DaofindKernel): Float32Array {
  const { radius, weights } = kernel;
  const side = 2 * radius + 1;
  const centre = radius * side + radius;
  const out = new Float32Array(width * height);
  // Rows with a margin of zeros on both sides, so that the inner loops need no limits.
  const pair = new Float64Array(width + 2 * radius);
  const line = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (let dy = 0; dy <= radius; dy++) {
      addRows(pair, pixels, width, height, y, dy, radius);
      for (let dx = 0; dx <= radius; dx++) {
        const weight = weights[centre + dy * side + dx];
        if (weight === 0) break; // outside the footprint
        if (dx === 0) for (let x = 0, m = radius; x < width; x++, m++) line[x] += weight * pair[m];
        else
          for (let x = 0, left = radius - dx, right = radius + dx; x < width; x++, left++, right++)
            line[x] += weight * (pair[left] + pair[right]);
      }
    }
    out.set(line, y * width);
  }
  return out;
}

/** Writes row y + dy plus row y - dy (once, if dy is 0) into `out` behind a margin. */
function addRows(
  out: Float64Array,
  pixels: Pixels,
  width: number,
  height: number,
  y: number,
  dy: number,
  margin: number,
): void {
  const above = y + dy < height ? (y + dy) * width : -1;
  const below = dy > 0 && y - dy >= 0 ? (y - dy) * width : -1;
  if (above >= 0 && below >= 0) for (let x = 0; x < width; x++) out[margin + x] = pixels[above + x] + pixels[below + x];
  else {
    const row = above >= 0 ? above : below;
    for (let x = 0; x < width; x++) out[margin + x] = row >= 0 ? pixels[row + x] : 0;
  }
}
