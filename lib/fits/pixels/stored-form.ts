/**
 * The form in which pixels are stored: number type and offset.
 *
 * @module
 * @see FITS Standard 4.0 (2018), table 11: unsigned integers as signed ones with BZERO
 */
import { PhotometryError } from '../../core/errors.js';
import type { Bitpix } from '../hdu/hdu.js';

/** Arrays that can be written; an array of any type may be stored as any other. */
export type WritablePixels = ArrayLike<number> | ArrayLike<bigint>;

/** How pixels are stored in the file: `value = stored + zero`. */
export interface StoredForm {
  readonly bitpix: Bitpix;
  /** BZERO: half the range for an unsigned type, -128 for signed bytes, otherwise 0. */
  readonly zero: number;
  /** Minimum value that can be stored; -Infinity for floating point. */
  readonly smallest: number;
  /** Maximum value that can be stored; Infinity for floating point. */
  readonly largest: number;
}

const OF_ARRAY: readonly (readonly [type: (pixels: object) => boolean, bitpix: Bitpix, unsigned: boolean])[] = [
  [p => p instanceof Float32Array, -32, false],
  [p => p instanceof Uint8Array || p instanceof Uint8ClampedArray, 8, true],
  [p => p instanceof Int8Array, 8, false],
  [p => p instanceof Int16Array, 16, false],
  [p => p instanceof Uint16Array, 16, true],
  [p => p instanceof Int32Array, 32, false],
  [p => p instanceof Uint32Array, 32, true],
  [p => p instanceof BigInt64Array, 64, false],
  [p => p instanceof BigUint64Array, 64, true],
];

/**
 * Returns the requested form, by default that of the array: `Uint16Array` is unsigned 16-bit,
 * a plain array of numbers is float64.
 *
 * @throws PhotometryError `bad-argument` for an unknown BITPIX or unsigned floating point
 */
export function storedForm(pixels: WritablePixels, bitpix?: Bitpix, unsigned?: boolean): StoredForm {
  const own = OF_ARRAY.find(([isType]) => isType(pixels)) ?? ([null, -64, false] as const);
  const type = bitpix ?? own[1];
  // bytes are unsigned by default, other integers signed
  return storedFormOf(type, unsigned ?? (type > 0 && type === own[1] ? own[2] : undefined));
}

/**
 * Returns the stored form for a BITPIX.
 *
 * @param unsigned default true for bytes, false for other integers
 * @throws PhotometryError `bad-argument` for an unknown BITPIX or unsigned floating point
 */
export function storedFormOf(bitpix: Bitpix, unsigned?: boolean): StoredForm {
  if (![8, 16, 32, 64, -32, -64].includes(bitpix))
    throw new PhotometryError('bad-argument', `bitpix must be 8, 16, 32, 64, -32 or -64, got ${bitpix}`);
  if (bitpix < 0) {
    if (unsigned === true)
      throw new PhotometryError('bad-argument', `bitpix ${bitpix} is floating point and cannot be unsigned`);
    return { bitpix, zero: 0, smallest: -Infinity, largest: Infinity };
  }
  const half = 2 ** (bitpix - 1);
  const isUnsigned = unsigned ?? bitpix === 8;
  const smallest = isUnsigned ? 0 : -half;
  const zero = bitpix === 8 ? (isUnsigned ? 0 : -half) : isUnsigned ? half : 0;
  return { bitpix, zero, smallest, largest: smallest + 2 * half - 1 };
}
