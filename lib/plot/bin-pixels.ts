/**
 * Large images made small for the screen: the mean of blocks of pixels.
 *
 * @module
 */
import type { Pixels } from '../frame/image.js';

/** A binned image; `bin` pixels of the frame along each side become one. */
interface BinnedPixels {
  readonly columns: number;
  readonly rows: number;
  /** Side of a block [px]. */
  readonly bin: number;
  /** Mean of the finite values of each block, row by row; NaN if there are none. */
  readonly values: Float64Array;
}

/** What is used of an image that is binned. */
export interface BinnedImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
}

/** The block size that reduces the longest side of an image to `longestSide` [px]. */
export function blockFor(width: number, height: number, longestSide: number): number {
  return Math.max(1, Math.ceil(Math.max(width, height) / longestSide));
}

/** Averages blocks of `bin` x `bin` pixels; those at the right and upper edges may hold fewer. */
export function binPixels({ width, height, pixels }: BinnedImage, bin: number): BinnedPixels {
  const columns = Math.ceil(width / bin);
  const rows = Math.ceil(height / bin);
  const values = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns);
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    const out = row * columns;
    const y1 = Math.min(height, (row + 1) * bin);
    for (let y = row * bin; y < y1; y++) addRow(values, counts, out, pixels, y * width, width, bin);
    for (let column = 0; column < columns; column++)
      values[out + column] = counts[column] > 0 ? values[out + column] / counts[column] : Number.NaN;
  }
  return { columns, rows, bin, values };
}

/** Adds one row of the frame to a row of blocks. */
function addRow(
  out: Float64Array,
  counts: Uint32Array,
  at: number,
  pixels: Pixels,
  from: number,
  width: number,
  bin: number,
): void {
  for (let x = 0, column = 0, inBlock = 0; x < width; x++) {
    const value = pixels[from + x];
    if (value - value === 0) {
      out[at + column] += value;
      counts[column]++;
    }
    if (++inBlock === bin) {
      inBlock = 0;
      column++;
    }
  }
}
