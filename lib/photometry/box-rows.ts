/**
 * The pixels about a star as running sums, row by row: any stretch of a row then costs one subtraction.
 *
 * @module
 */
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';

/** Room for the rows of the box; made once, filled again for each star. */
export interface BoxRows {
  /** Running sums of each row of the box, `stride` numbers per row: values, and variances. */
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
 * Fills the running sums of the rows of the box; returns the largest usable value. After it
 * `values[row * stride + q]` is the sum of the row's columns before grid line q. Only columns that
 * the largest circle touches are read. Hot: a row with anything odd in it is done again, slowly.
 */
export function gatherRows(image: Image, x: number, y: number, variance: Pixels | undefined, work: BoxRows): number {
  const { pixels, mask, width, height } = image;
  const { values, stride, largest } = work;
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
    let sum = 0;
    let rowPeak = peak;
    values[start] = 0;
    for (let p = first, q = start + 1; p <= last; p++, q++) {
      const value = pixels[p];
      if (value > rowPeak) rowPeak = value;
      sum += value;
      values[q] = sum;
    }
    let bits = 0;
    if (mask !== undefined) for (let p = first; p <= last; p++) bits |= mask[p];
    if (variance !== undefined) gatherVariance(variance, first, last, start, work.variances);
    if (bits !== 0 || !Number.isFinite(sum)) rowPeak = gatherOddRow(image, j, from, to, start, peak, variance, work);
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
  variance: Pixels | undefined,
  { values, variances, aside }: BoxRows,
): number {
  let sum = 0;
  let varianceSum = 0;
  let peak = peakSoFar;
  for (let i = from, q = start + 1; i <= to; i++, q++) {
    const value = pixels[j * width + i];
    const bits = (mask === undefined ? 0 : mask[j * width + i]) | (Number.isFinite(value) ? 0 : PixelFlag.noData);
    if (bits !== 0) aside.push(i, j, bits);
    if ((bits & UNUSABLE_PIXEL) === 0) {
      if (value > peak) peak = value;
      sum += value;
      if (variance !== undefined) varianceSum += variance[j * width + i];
    }
    values[q] = sum;
    if (variance !== undefined) variances[q] = varianceSum;
  }
  return peak;
}

/** Running sums of the variance of one row. */
function gatherVariance(variance: Pixels, first: number, last: number, start: number, variances: Float64Array): void {
  let sum = 0;
  variances[start] = 0;
  for (let p = first, q = start + 1; p <= last; p++, q++) {
    sum += variance[p];
    variances[q] = sum;
  }
}
