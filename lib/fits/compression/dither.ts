/**
 * Undoes the quantisation of floating-point pixels, with or without subtractive dither.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.2 and appendix I (the random numbers); Pence, White &
 * Seaman 2010, PASP 122, 1065
 */
import type { TileValues } from './codecs/codec.js';

/** How floating-point pixels were quantised. */
export type Quantization = 'NO_DITHER' | 'SUBTRACTIVE_DITHER_1' | 'SUBTRACTIVE_DITHER_2';

/** The integer that SUBTRACTIVE_DITHER_2 stores for a pixel that is exactly 0. */
export const EXACT_ZERO = -2147483646;

/** Number of random numbers in the standard's list. */
const RANDOM_COUNT = 10_000;
let randomNumbers: Float64Array | null = null;

/**
 * Returns the 10 000 random numbers that the standard prescribes: Park & Miller's generator from seed 1, each rounded
 * to float32.
 */
export function ditherNumbers(): Float64Array {
  if (randomNumbers !== null) return randomNumbers;
  const numbers = new Float64Array(RANDOM_COUNT);
  let seed = 1;
  for (let i = 0; i < RANDOM_COUNT; i++) {
    seed = (16807 * seed) % 2147483647; // exact: below 2^46
    numbers[i] = Math.fround(seed / 2147483647);
  }
  randomNumbers = numbers;
  return numbers;
}

/** How the integers of one tile are converted to values. */
interface TileQuantization {
  readonly method: Quantization;
  /** ZSCALE of the tile. */
  readonly scale: number;
  /** ZZERO of the tile. */
  readonly zero: number;
  /** ZBLANK, the integer that represents NaN; NaN if absent. */
  readonly blank: number;
  /** ZDITHER0 - 1 plus the tile's row, counted from 0: selects where the random numbers begin. */
  readonly seed: number;
}

/**
 * Computes the values of a tile: (stored - random + 0.5) * ZSCALE + ZZERO; without dither, stored * ZSCALE + ZZERO.
 * They are written to the beginning of `out`, rounded to its precision.
 */
export function unquantize(stored: TileValues, quantization: TileQuantization, out: Float32Array | Float64Array): void {
  const { method, scale, zero, blank, seed } = quantization;
  if (method === 'NO_DITHER') for (let i = 0; i < stored.length; i++) out[i] = stored[i] * scale + zero;
  else
    eachRandomRun(seed, stored.length, (from, to, random) =>
      unquantizeRun(stored, scale, zero, out, from, to, random - from),
    );
  // few tiles have either, so the loop above need not check
  if (method === 'SUBTRACTIVE_DITHER_2') replace(stored, EXACT_ZERO, 0, out);
  if (Number.isFinite(blank)) replace(stored, blank, Number.NaN, out);
}

/** Computes the values of a run of pixels. The random number of pixel i is at index `ahead` + i. */
function unquantizeRun(
  stored: TileValues,
  scale: number,
  zero: number,
  out: Float32Array | Float64Array,
  from: number,
  to: number,
  ahead: number,
): void {
  const numbers = ditherNumbers();
  for (let i = from; i < to; i++) out[i] = (stored[i] - numbers[ahead + i] + 0.5) * scale + zero;
}

/** Writes `value` to `out` wherever the stored integer is `mark`. */
function replace(stored: TileValues, mark: number, value: number, out: Float32Array | Float64Array): void {
  for (let i = 0; i < stored.length; i++) if (stored[i] === mark) out[i] = value;
}

/**
 * Calls `use` for each run of pixels whose random numbers are consecutive.
 *
 * The random number selected by the seed determines where the numbers of a tile begin; at the end of the list, the next
 * seed determines where they continue.
 *
 * @param use called with the first pixel, the one after the last, and the index of the first pixel's random number
 */
export function eachRandomRun(
  seed: number,
  count: number,
  use: (from: number, to: number, random: number) => void,
): void {
  const numbers = ditherNumbers();
  let start = ((seed % RANDOM_COUNT) + RANDOM_COUNT) % RANDOM_COUNT;
  for (let from = 0; from < count; start = (start + 1) % RANDOM_COUNT) {
    const first = Math.trunc(numbers[start] * 500);
    const to = Math.min(count, from + RANDOM_COUNT - first);
    use(from, to, first);
    from = to;
  }
}
