/**
 * Undoes the quantisation of floating-point pixels, with or without subtractive dither.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.2 and appendix I (the random numbers); Pence, White &
 * Seaman 2010, PASP 122, 1065
 */
import type { TileValues } from './codecs/codec.js';

/** How floating-point pixels were turned to integers. */
export type Quantization = 'NO_DITHER' | 'SUBTRACTIVE_DITHER_1' | 'SUBTRACTIVE_DITHER_2';

/** Stored by SUBTRACTIVE_DITHER_2 for a pixel that is exactly 0. */
export const EXACT_ZERO = -2147483646;

/** How many random numbers the standard has. */
const RANDOM_COUNT = 10_000;
let randomNumbers: Float64Array | null = null;

/** The 10 000 numbers that the standard prescribes, Park & Miller's generator from seed 1, each rounded to float32. */
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

/** How the integers of one tile become values. */
interface TileQuantization {
  readonly method: Quantization;
  /** ZSCALE of the tile. */
  readonly scale: number;
  /** ZZERO of the tile. */
  readonly zero: number;
  /** ZBLANK, the integer that stands for NaN; NaN for none. */
  readonly blank: number;
  /** ZDITHER0 - 1 and the tile's row, from 0: where the random numbers begin. */
  readonly seed: number;
}

/**
 * The values of a tile: (stored - random + 0.5) * ZSCALE + ZZERO; without dither, stored * ZSCALE + ZZERO. They are written
 * to the beginning of `out`, rounded as it rounds.
 */
export function unquantize(stored: TileValues, quantization: TileQuantization, out: Float32Array | Float64Array): void {
  const { method, scale, zero, blank, seed } = quantization;
  if (method === 'NO_DITHER') for (let i = 0; i < stored.length; i++) out[i] = stored[i] * scale + zero;
  else
    eachRandomRun(seed, stored.length, (from, to, random) =>
      unquantizeRun(stored, scale, zero, out, from, to, random - from),
    );
  // few tiles have either, so that the loop above need not look
  if (method === 'SUBTRACTIVE_DITHER_2') replace(stored, EXACT_ZERO, 0, out);
  if (Number.isFinite(blank)) replace(stored, blank, Number.NaN, out);
}

/** Values of a run of pixels. The random number of pixel i stands at `ahead` + i. */
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
 * Calls back for each stretch of pixels whose random numbers follow one another.
 *
 * The numbers of a tile begin at a place that the number of its seed gives; at the end of the list the next seed gives the
 * next place.
 *
 * @param use is given the first pixel, the one after the last, and the place of the first one's random number
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
