/**
 * The range in which most of some values lie, whatever a few of them are.
 *
 * @module
 */
import { sortedSample } from './stretch.js';

/** How far beyond the middle half of the values the range goes, in widths of that half: nine sigma for the noise of a sky. */
const REACH = 6;
/** Shares of the values whose range says how wide they are: the first that is not a single value. */
const SHARES = [0.5, 0.9, 0.98, 0.998, 1] as const;
/** How many times wider than the middle half the range of a share is, if the values are normal. */
const WIDER = [1, 2.44, 3.45, 4.58, 6] as const;

/**
 * The range of the values without stragglers, such as stars, hot pixels or cosmic rays: the whole of it if there are none.
 *
 * Values that are not finite do not count. A single value is in the middle of a range about it.
 */
export function usualRange(values: ArrayLike<number>): [low: number, high: number] {
  const sorted = sortedSample(values, 20_000);
  if (sorted.length === 0) return [0, 1];
  const [least, most] = extremes(values);
  if (!(most > least)) return around(least);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  for (const [k, share] of SHARES.entries()) {
    const [low, high] = [at(0.5 - share / 2), at(0.5 + share / 2)];
    if (!(high > low)) continue;
    const reach = (REACH * (high - low)) / WIDER[k];
    return withRoom(Math.max(least, Math.min(low, at(0.5) - reach)), Math.min(most, Math.max(high, at(0.5) + reach)));
  }
  return withRoom(least, most);
}

/** The least and the largest finite value. */
function extremes(values: ArrayLike<number>): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function around(value: number): [number, number] {
  const half = Math.abs(value) * 0.01 || 1;
  return [value - half, value + half];
}

function withRoom(low: number, high: number): [number, number] {
  const room = 0.02 * (high - low);
  return [low - room, high + room];
}
