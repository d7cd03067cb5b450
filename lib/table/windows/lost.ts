/**
 * Rounding errors of sums.
 *
 * @module
 */

/** What `sum = a + b` lost by rounding, exactly (Knuth's TwoSum, TAOCP 2, 4.2.2, theorem B). */
export function lost(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}
