/**
 * Matches a list of positions on the sky with itself: neighbours, doubles, duplicates.
 *
 * @module
 */
import { choosePairs, keepPairs, type MatchOptions } from '../search/match-modes.js';
import type { Pairs } from '../search/neighbours.js';
import { matchSky } from './match-sky.js';

/**
 * Pairs of different rows within `radius` of each other: no row is paired with itself.
 *
 * With `nearest` each row has its nearest other, so that a pair may come twice, once from either side. With the other
 * modes a pair comes once, the lower number in `index1`.
 *
 * @param ra right ascensions [deg], -180 to 360
 * @param dec declinations [deg]
 * @param radius how far apart a pair may be [deg]
 * @throws PhotometryError as {@link matchSky}
 */
export function matchSelf(ra: Float64Array, dec: Float64Array, radius: number, options: MatchOptions = {}): Pairs {
  const { mode = 'nearest', nth = 1 } = options;
  if (mode === 'nearest') return nearestOthers(ra, dec, radius, nth);
  return keepOnce(choosePairs(otherPairs(ra, dec, radius), options));
}

/** All pairs of different rows, each twice: once from either side. */
export function otherPairs(ra: Float64Array, dec: Float64Array, radius: number): Pairs {
  const pairs = matchSky(ra, dec, ra, dec, radius, { mode: 'all' });
  return keepPairs(pairs, pair => pairs.index1[pair] !== pairs.index2[pair]);
}

/** Of pairs that come twice, those whose lower number is in `index1`. */
export function keepOnce(pairs: Pairs): Pairs {
  return keepPairs(pairs, pair => pairs.index1[pair] < pairs.index2[pair]);
}

/** The row itself is among the first `nth`, unless that many others precede it at the same position. */
function nearestOthers(ra: Float64Array, dec: Float64Array, radius: number, nth: number): Pairs {
  const counted = matchSky(ra, dec, ra, dec, radius, { nth });
  const next = matchSky(ra, dec, ra, dec, radius, { nth: nth + 1 });
  const meets = new Uint8Array(ra.length); // whether a row meets itself among its first `nth`
  for (let k = 1; k <= nth; k++) {
    const { index1, index2 } = k === nth ? counted : matchSky(ra, dec, ra, dec, radius, { nth: k });
    for (let pair = 0; pair < index1.length; pair++) if (index1[pair] === index2[pair]) meets[index1[pair]] = 1;
  }
  const early = keepPairs(counted, pair => meets[counted.index1[pair]] === 0);
  const late = keepPairs(next, pair => meets[next.index1[pair]] === 1);
  return inOrder(early, late);
}

/** Two lists of pairs as one, in the order of list 1. */
function inOrder(a: Pairs, b: Pairs): Pairs {
  const n = a.index1.length + b.index1.length;
  const merged = { index1: new Int32Array(n), index2: new Int32Array(n), separation: new Float64Array(n) };
  let [i, j] = [0, 0];
  for (let k = 0; k < n; k++) {
    const fromA = j === b.index1.length || (i < a.index1.length && a.index1[i] < b.index1[j]);
    const [from, at] = fromA ? [a, i++] : [b, j++];
    merged.index1[k] = from.index1[at];
    merged.index2[k] = from.index2[at];
    merged.separation[k] = from.separation[at];
  }
  return merged;
}
