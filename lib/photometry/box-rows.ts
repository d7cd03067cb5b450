/**
 * The pixels about a star, row by row, as numbers that can be summed: what is unusable counts as 0 and is set aside.
 *
 * @module
 */
import { type Image, MAX_PIXEL_VALUE, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';

/** Room for the rows of the box; made once, filled again for each star. */
export interface BoxRows {
  /** The box, `stride` numbers per row: values, and variances. */
  readonly values: Float64Array;
  readonly variances: Float64Array;
  readonly stride: number;
  /** Pixels set aside: column, row, bits. */
  readonly aside: number[];
  /** The largest radius [px]. */
  readonly largest: number;
}

/** Makes room for circles up to `largest` [px]. */
export function createBoxRows(largest: number): BoxRows {
  const stride = 2 * Math.ceil(largest) + 6;
  return {
    values: new Float64Array(stride * stride),
    variances: new Float64Array(stride * stride),
    stride,
    aside: [],
    largest,
  };
}

/** The first column (or row) of the box of a circle; its lower grid line has index 0. */
export function boxStart(centre: number, radius: number): number {
  return (Math.floor(centre - radius + 0.5) | 0) - 1;
}

/**
 * Fills the rows of the box; returns the largest usable value. Pixel (i, j) is in
 * `values[(j - bottom) * stride + i - left]`. Only columns that the largest circle touches are read. Hot: a row with
 * anything odd in it is done again, slowly.
 */
export function gatherRows(image: Image, x: number, y: number, variance: Pixels | undefined, work: BoxRows): number {
  const { pixels, mask, width, height } = image;
  const { values, variances, stride, largest } = work;
  const left = boxStart(x, largest);
  const bottom = boxStart(y, largest);
  const lastRow = Math.min(height - 1, Math.ceil(y + largest - 0.5)) | 0;
  let peak = -Infinity;
  for (let j = Math.max(0, bottom) | 0; j <= lastRow; j++) {
    const dy = Math.max(0, Math.abs(j - y) - 0.5); // of the row's nearest edge
    if (dy >= largest) continue;
    const half = Math.sqrt(largest * largest - dy * dy);
    const from = Math.max(0, Math.floor(x - half + 0.5)) | 0;
    const to = Math.min(width - 1, Math.ceil(x + half - 0.5)) | 0;
    const first = j * width + from;
    const last = j * width + to;
    const start = ((j - bottom) * stride + from - left) | 0;
    let sum = 0; // not finite, or beyond all values, where one of the row is
    let rowPeak = peak;
    for (let p = first, q = start; p <= last; p++, q++) {
      const value = pixels[p];
      if (value > rowPeak) rowPeak = value;
      sum += value;
      values[q] = value;
    }
    let bits = 0;
    if (mask !== undefined) for (let p = first; p <= last; p++) bits |= mask[p];
    if (variance !== undefined) for (let p = first, q = start; p <= last; p++, q++) variances[q] = variance[p];
    if (bits !== 0 || !(Math.abs(sum) < MAX_PIXEL_VALUE && rowPeak < MAX_PIXEL_VALUE))
      rowPeak = gatherOddRow(image, j, from, to, start, peak, work);
    peak = rowPeak;
  }
  return peak > -Infinity ? peak : NaN;
}

/** A row with unusable or hot pixels: they are set aside, the unusable ones count as 0. */
function gatherOddRow(
  { pixels, mask, width }: Image,
  j: number,
  from: number,
  to: number,
  start: number,
  peakSoFar: number,
  { values, variances, aside }: BoxRows,
): number {
  let peak = peakSoFar;
  for (let i = from, q = start; i <= to; i++, q++) {
    const value = pixels[j * width + i];
    const isNumber = Math.abs(value) < MAX_PIXEL_VALUE;
    const bits = (mask === undefined ? 0 : mask[j * width + i]) | (isNumber ? 0 : PixelFlag.noData);
    if (bits !== 0) aside.push(i, j, bits);
    if ((bits & UNUSABLE_PIXEL) !== 0) {
      values[q] = 0;
      variances[q] = 0;
    } else if (value > peak) peak = value;
  }
  return peak;
}
