/**
 * Ticks of Arrow's and Parquet's clocks as milliseconds.
 *
 * @module
 */

/**
 * Ticks as milliseconds since the same moment, rounded once.
 *
 * @param perMillisecond ticks in a millisecond; negative: milliseconds in a tick
 */
export function millisecondsOf(ticks: number | bigint, perMillisecond: number): number {
  if (perMillisecond < 0) return Number(ticks) * -perMillisecond;
  if (typeof ticks === 'number' || perMillisecond === 1) return Number(ticks) / perMillisecond;
  // the whole milliseconds are exact, so that the sum is rounded only once
  const divisor = BigInt(perMillisecond);
  return Number(ticks / divisor) + Number(ticks % divisor) / perMillisecond;
}
