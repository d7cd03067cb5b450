/**
 * Quantises floating-point pixels to integers, in steps of a fraction of their noise, with subtractive dither.
 *
 * @module
 * @see Pence, White & Seaman 2010, PASP 122, 1065; FITS Standard 4.0 (2018), section 10.2; for the noise Stoehr et al. 2008,
 * ADASS XVII, 505
 */
import { medianInPlace } from '../../math/select.js';
import { ditherNumbers, EXACT_ZERO, eachRandomRun, type Quantization } from './dither.js';

/** Minimum integer for a pixel: lower ones represent NaN and exact zeros, or are reserved. */
const SMALLEST = -2147483637;

/** Maximum difference between an integer and the minimum. */
const MAX_STEPS = 2 ** 31 - 20;

/** The integers of a tile. */
interface QuantizedTile {
  readonly integers: Int32Array;
  /** ZSCALE, the step. */
  readonly scale: number;
  /** ZZERO, the value that integer 0 represents. */
  readonly zero: number;
}

/**
 * Quantises a tile: stored = round((value - zero) / scale + random - 0.5).
 *
 * @param rowLength pixels in a row of the tile; noise is measured along rows
 * @param perNoise steps in one standard deviation of the noise
 * @param seed ZDITHER0 - 1 plus the tile's row, counted from 0
 * @returns null for a tile that must not be quantised: without noise, with too wide a range, or with values that are
 * not finite (CFITSIO marks quantised NaN by ZBLANK, which astropy before 5.3 and fitsio read as numbers)
 */
export function quantize(
  values: Float64Array,
  rowLength: number,
  perNoise: number,
  method: Quantization,
  seed: number,
): QuantizedTile | null {
  const range = rangeOf(values);
  if (range === null) return null;
  const { smallest, largest } = range;
  const scale = noiseOf(values, rowLength) / perNoise;
  if (!(scale > 0) || !((largest - smallest) / scale < MAX_STEPS)) return null;
  // integers start next to that of exact zeros if there is one, otherwise near 0, at a whole number of steps
  const zero =
    method === 'SUBTRACTIVE_DITHER_2' ? smallest - scale * SMALLEST : Math.floor(smallest / scale + 0.5) * scale;
  const integers = new Int32Array(values.length);
  if (method === 'NO_DITHER') quantizeRun(values, integers, scale, zero, method, 0, values.length, -1);
  else
    eachRandomRun(seed, values.length, (from, to, random) =>
      quantizeRun(values, integers, scale, zero, method, from, to, random),
    );
  return { integers, scale, zero };
}

/** Quantises a run of values. `firstRandom` is the index of the first random number; -1 for none. */
function quantizeRun(
  values: Float64Array,
  out: Int32Array,
  scale: number,
  zero: number,
  method: Quantization,
  from: number,
  to: number,
  firstRandom: number,
): void {
  const numbers = ditherNumbers();
  const ahead = firstRandom - from;
  const keepsZeros = method === 'SUBTRACTIVE_DITHER_2';
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (keepsZeros && value === 0) out[i] = EXACT_ZERO;
    else out[i] = Math.round((value - zero) / scale + (firstRandom < 0 ? 0 : numbers[ahead + i] - 0.5));
  }
}

/** Returns the minimum and maximum; null if any value is not finite. */
function rangeOf(values: Float64Array): { smallest: number; largest: number } | null {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return null;
    if (values[i] < smallest) smallest = values[i];
    if (values[i] > largest) largest = values[i];
  }
  return { smallest, largest };
}

/**
 * Second-, third- and fifth-order differences, with the factor that converts their median to the sigma of Gaussian
 * noise.
 */
const ORDERS: readonly (readonly [reach: number, factor: number])[] = [
  [2, 1.0483579],
  [4, 0.6052697],
  [8, 0.1772048],
];

/**
 * Estimates the standard deviation of pixel-to-pixel noise along rows; stars and gradients have little effect. Returns
 * the minimum of three estimates, or 0 if there is none.
 */
export function noiseOf(values: Float64Array, rowLength: number): number {
  const differences = ORDERS.map(() => new Float64Array(values.length));
  const counts = ORDERS.map(() => 0);
  for (let start = 0; start < values.length; start += rowLength) {
    const row = values.subarray(start, start + rowLength);
    for (let order = 0; order < ORDERS.length; order++)
      counts[order] = addDifferences(row, ORDERS[order][0], differences[order], counts[order]);
  }
  const noises = ORDERS.map(([, factor], order) =>
    counts[order] === 0 ? 0 : factor * medianInPlace(differences[order], counts[order]),
  ).filter(noise => noise > 0);
  return noises.length === 0 ? 0 : Math.min(...noises);
}

/** Appends the absolute differences of a row, from pixels two apart; returns the new count. */
function addDifferences(row: Float64Array, reach: number, out: Float64Array, count: number): number {
  let next = count;
  for (let i = reach; i < row.length; i++) {
    const difference =
      reach === 2
        ? row[i] - row[i - 2]
        : reach === 4
          ? 2 * row[i - 2] - row[i - 4] - row[i]
          : 6 * row[i - 4] - 4 * row[i - 2] - 4 * row[i - 6] + row[i - 8] + row[i];
    out[next++] = Math.abs(difference);
  }
  return next;
}
