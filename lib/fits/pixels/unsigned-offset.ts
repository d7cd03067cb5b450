/**
 * The offset with which FITS represents unsigned 64-bit integers.
 *
 * @module
 * @see FITS Standard 4.0 (2018), tables 11 and 19
 */

/** BZERO or TZERO for unsigned 64-bit integers. */
const OFFSET = 2 ** 63;

/**
 * Corrects BZERO or TZERO of 64-bit integers to 2^63 where a writer rounded it to 13 digits or more
 * (`9.22337203685478E+18`).
 */
export function offsetOf64Bits(zero: number): number {
  return Math.abs(zero - OFFSET) < 1e-12 * OFFSET ? OFFSET : zero;
}
