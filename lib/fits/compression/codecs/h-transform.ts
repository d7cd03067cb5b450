/**
 * The H-transform and its inverse: a Haar transform of 2 x 2 blocks with lossless rounding.
 *
 * A level has four coefficients for each block: its sum, its differences along y and x, and its curvature. Each kind
 * has its own quarter; the coarser levels are in the top left quarter.
 *
 * @module
 * @see White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167; Fritze et al. 1977, Astron. Nachr. 298, 189
 */
import { smoothCoefficients } from './h-smooth.js';

/**
 * Transforms coefficients to pixels, in place. All numbers are integers below 2^53.
 *
 * @param smoothing maximum change of a coefficient by smoothing; 0 for none
 */
export function invertHTransform(out: Float64Array, rows: number, columns: number, smoothing: number): void {
  const depth = Math.ceil(Math.log2(Math.max(rows, columns)));
  if (depth === 0) return;
  const scratch = new Float64Array(Math.max(rows, columns));
  out[0] = roundedTo(out[0], 2 ** (depth + 1));
  for (let level = depth - 1; level >= 0; level--) {
    const levelRows = Math.ceil(rows / 2 ** level);
    const levelColumns = Math.ceil(columns / 2 ** level);
    for (let i = 0; i < levelRows; i++) interleave(out, columns * i, levelColumns, 1, scratch);
    for (let j = 0; j < levelColumns; j++) interleave(out, j, levelRows, columns, scratch);
    if (smoothing > 0) smoothCoefficients(out, levelRows, levelColumns, columns, smoothing);
    // the last level is divided by 4, those before by 2
    const divisor = level === 0 ? 4 : 2;
    for (let i = 0; i + 1 < levelRows; i += 2)
      invertRowPair(out, columns * i, columns, levelColumns, 2 ** level, divisor);
    if (levelRows % 2 === 1) invertLastRow(out, columns * (levelRows - 1), levelColumns, 2 ** level, divisor);
  }
}

/** Transforms pixels to coefficients, in place. All numbers are integers; coefficients stay below 2^53. */
export function hTransform(out: Float64Array, rows: number, columns: number): void {
  const depth = Math.ceil(Math.log2(Math.max(rows, columns)));
  const scratch = new Float64Array(Math.max(rows, columns));
  for (let level = 0; level < depth; level++) {
    const levelRows = Math.ceil(rows / 2 ** level);
    const levelColumns = Math.ceil(columns / 2 ** level);
    for (let i = 0; i < levelRows; i += 2)
      for (let j = 0; j < levelColumns; j += 2)
        transformBlock(out, columns * i + j, i + 1 < levelRows ? columns : 0, j + 1 < levelColumns ? 1 : 0, level);
    for (let i = 0; i < levelRows; i++) separate(out, columns * i, levelColumns, 1, scratch);
    for (let j = 0; j < levelColumns; j++) separate(out, j, levelRows, columns, scratch);
  }
}

/**
 * Transforms the block at `at`; `down` and `right` are the offsets to its other numbers, 0 if missing. A missing number
 * takes its neighbour's value.
 */
function transformBlock(out: Float64Array, at: number, down: number, right: number, level: number): void {
  const a = out[at];
  const b = out[at + right];
  const c = out[at + down];
  const d = out[at + down + right];
  // the first level is kept whole, later ones are halved
  const divisor = level === 0 ? 1 : 2;
  const unit = 2 ** (level + 1);
  if (down > 0 && right > 0) out[at + down + right] = Math.floor((d - c - b + a) / divisor);
  if (down > 0) out[at + down] = roundedTo(Math.floor((d + c - b - a) / divisor), unit);
  if (right > 0) out[at + right] = roundedTo(Math.floor((d - c + b - a) / divisor), unit);
  out[at] = roundedTo(Math.floor((d + c + b + a) / divisor), 2 * unit);
}

/** Moves the numbers at even positions to the first half of a row or column, the others to the second. */
function separate(out: Float64Array, start: number, count: number, stride: number, scratch: Float64Array): void {
  for (let i = 0, at = start; i < count; i++, at += stride) scratch[i] = out[at];
  let at = start;
  for (let i = 0; i < count; i += 2, at += stride) out[at] = scratch[i];
  for (let i = 1; i < count; i += 2, at += stride) out[at] = scratch[i];
}

/**
 * Rounds to the nearest multiple of a power of 2; halves round away from zero if positive, towards zero if negative.
 */
function roundedTo(value: number, unit: number): number {
  const half = unit / 2;
  const shifted = value >= 0 ? value + half : value + Math.max(0, half - 1);
  return Math.floor(shifted / unit) * unit;
}

/** Whether the bit of this weight is set in two's complement. */
function hasBit(value: number, weight: number): boolean {
  return Math.floor(value / weight) % 2 !== 0;
}

/** Interleaves the second half of a row or column with the first. */
function interleave(out: Float64Array, start: number, count: number, stride: number, scratch: Float64Array): void {
  const half = (count + 1) >> 1;
  for (let i = 0, at = start; i < count; i++, at += stride) scratch[i] = out[at];
  for (let i = 0, at = start; i < half; i++, at += 2 * stride) out[at] = scratch[i];
  for (let i = half, at = start + stride; i < count; i++, at += 2 * stride) out[at] = scratch[i];
}

/**
 * Inverts two rows, block by block. `bit` is the rounding unit of the curvature; that of the differences is twice as
 * large.
 */
function invertRowPair(
  out: Float64Array,
  upper: number,
  stride: number,
  columns: number,
  bit: number,
  divisor: number,
): void {
  let top = upper;
  for (let j = 0; j + 1 < columns; j += 2, top += 2) {
    const bottom = top + stride;
    let sum = out[top];
    let alongY = roundedTo(out[bottom], 2 * bit);
    let alongX = roundedTo(out[top + 1], 2 * bit);
    // on the last level the curvature is exact
    const curvature = bit === 1 ? out[bottom + 1] : roundedTo(out[bottom + 1], bit);
    // the bits removed by rounding are in the curvature's lowest bits
    const low = hasBit(curvature, bit) ? bit : 0;
    alongY += alongY >= 0 ? -low : low;
    alongX += alongX >= 0 ? -low : low;
    const isOdd = hasBit(curvature, 2 * bit) !== (hasBit(alongY, 2 * bit) !== hasBit(alongX, 2 * bit));
    const high = isOdd ? 2 * bit : 0;
    if (sum >= 0) sum += low - high;
    else sum += low === 0 ? high : low - high;
    out[bottom + 1] = Math.floor((sum + alongY + alongX + curvature) / divisor);
    out[bottom] = Math.floor((sum + alongY - alongX - curvature) / divisor);
    out[top + 1] = Math.floor((sum - alongY + alongX - curvature) / divisor);
    out[top] = Math.floor((sum - alongY - alongX + curvature) / divisor);
  }
  if (columns % 2 === 1) invertPair(out, top, top + stride, bit, divisor);
}

/** Inverts the last row of an odd number of rows: blocks are 1 x 2, and 1 x 1 at the corner. */
function invertLastRow(out: Float64Array, start: number, columns: number, bit: number, divisor: number): void {
  let at = start;
  for (let j = 0; j + 1 < columns; j += 2, at += 2) invertPair(out, at, at + 1, bit, divisor);
  if (columns % 2 === 1) out[at] = Math.floor(out[at] / divisor);
}

/** Inverts a block of two numbers: sum and difference. */
function invertPair(out: Float64Array, first: number, second: number, bit: number, divisor: number): void {
  const difference = roundedTo(out[second], 2 * bit);
  const high = hasBit(difference, 2 * bit) ? 2 * bit : 0;
  const sum = out[first] + (out[first] >= 0 ? -high : high);
  out[second] = Math.floor((sum + difference) / divisor);
  out[first] = Math.floor((sum - difference) / divisor);
}
