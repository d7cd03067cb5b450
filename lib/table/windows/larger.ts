/**
 * Maximum that leaves NaN out.
 *
 * @module
 */

/** The larger of two numbers, and the other one if one is NaN. */
export function larger(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}
