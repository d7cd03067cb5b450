/**
 * The offset by which FITS makes 64-bit integers unsigned.
 *
 * @module
 * @see FITS Standard 4.0 (2018), tables 11 and 19
 */

/** BZERO or TZERO of unsigned 64-bit integers. */
const OFFSET = 2 ** 63;

/** BZERO or TZERO of 64-bit integers; 2^63 where a writer rounded it to as few as 13 digits (`9.22337203685478E+18`). */
export function offsetOf64Bits(zero: number): number {
  return Math.abs(zero - OFFSET) < 1e-12 * OFFSET ? OFFSET : zero;
}
