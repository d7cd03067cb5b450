/**
 * Stretched pixels as a PNG.
 *
 * @module
 */
import { encode } from 'fast-png';
import { toBase64 } from '../core/base64.js';
import { type BinnedImage, binPixels, blockFor } from './bin-pixels.js';
import { type StretchLimits, shadeOf } from './stretch.js';

/** Colour behind pixels without data. */
export const NO_DATA_COLOUR = '#4a2042';

/**
 * The `data:` address of a grey PNG, its last row on top; larger frames are averaged down to `longestSide`. Pixels
 * without data are transparent.
 */
export function pngAddress(image: BinnedImage, limits: StretchLimits, longestSide: number): string {
  const { columns, rows, values } = binPixels(image, blockFor(image.width, image.height, longestSide));
  const hasHoles = values.some(Number.isNaN);
  const channels = hasHoles ? 2 : 1;
  const data = new Uint8Array(columns * rows * channels);
  for (let row = 0; row < rows; row++) {
    let to = (rows - 1 - row) * columns * channels;
    for (let i = row * columns; i < (row + 1) * columns; i++, to += channels) {
      const shade = shadeOf(values[i], limits);
      data[to] = Math.round(255 * shade);
      if (hasHoles && !Number.isNaN(shade)) data[to + 1] = 255;
    }
  }
  return `data:image/png;base64,${toBase64(encode({ width: columns, height: rows, data, channels, depth: 8 }))}`;
}
