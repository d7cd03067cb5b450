/**
 * Undoes the quantisation of floating-point pixels, with or without subtractive dither.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.2 and appendix I (the random numbers); Pence, White &
 * Seaman 2010, PASP 122, 1065
 */
import type { TileValues } from './codec.js';

/** How floating-point pixels were turned to integers. */
export type Quantization = 'NO_DITHER' | 'SUBTRACTIVE_DITHER_1' | 'SUBTRACTIVE_DITHER_2';

/** Stored by SUBTRACTIVE_DITHER_2 for a pixel that is exactly 0. */
const EXACT_ZERO = -2147483646;

const RANDOM_COUNT = 10_000;
let randomNumbers: Float32Array | null = null;

/** The 10 000 numbers that the standard prescribes: Park & Miller's generator from seed 1. */
export function ditherNumbers(): Float32Array {
  if (randomNumbers !== null) return randomNumbers;
  const numbers = new Float32Array(RANDOM_COUNT);
  let seed = 1;
  for (let i = 0; i < RANDOM_COUNT; i++) {
    seed = (16807 * seed) % 2147483647; // exact: below 2^46
    numbers[i] = seed / 2147483647;
  }
  randomNumbers = numbers;
  return numbers;
}

/** How the integers of one tile become values. */
export interface TileQuantization {
  readonly method: Quantization;
  /** ZSCALE of the tile. */
  readonly scale: number;
  /** ZZERO of the tile. */
  readonly zero: number;
  /** ZBLANK, the integer that stands for NaN; NaN for none. */
  readonly blank: number;
  /** ZDITHER0 and the tile's row, from 0: where the random numbers begin. */
  readonly seed: number;
}

/** The values of a tile: (stored - random + 0.5) * ZSCALE + ZZERO; without dither, stored * ZSCALE + ZZERO. */
export function unquantized(stored: TileValues, quantization: TileQuantization): Float64Array {
  const { method, scale, zero, blank, seed } = quantization;
  const values = new Float64Array(stored.length);
  const isDithered = method !== 'NO_DITHER';
  const hasExactZeros = method === 'SUBTRACTIVE_DITHER_2';
  const random = ditherNumbers();
  let start = ((seed % RANDOM_COUNT) + RANDOM_COUNT) % RANDOM_COUNT;
  let next = Math.trunc(random[start] * 500);
  for (let i = 0; i < stored.length; i++) {
    const integer = stored[i];
    if (integer === blank) values[i] = NaN;
    else if (hasExactZeros && integer === EXACT_ZERO) values[i] = 0;
    else values[i] = (isDithered ? integer - random[next] + 0.5 : integer) * scale + zero;
    if (++next < RANDOM_COUNT) continue;
    start = (start + 1) % RANDOM_COUNT;
    next = Math.trunc(random[start] * 500);
  }
  return values;
}
