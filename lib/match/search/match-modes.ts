/**
 * Which pairs count as a match.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import type { NeighbourSearch, Neighbours, Pairs } from './neighbours.js';

/**
 * Which pairs count:
 * - `nearest`: for each of list 1 the nearest of list 2, which several may share;
 * - `mutual`: those that are each other's nearest;
 * - `exclusive`: those that have one another and nobody else within the radius (PP's unique pairs);
 * - `all`: every pair within the radius.
 */
export type MatchMode = 'nearest' | 'mutual' | 'exclusive' | 'all';

/** Settings of a match. */
export interface MatchOptions {
  /** Which pairs count; default `nearest`. */
  readonly mode?: MatchMode;
  /** With `nearest`: take the second (2), third (3) ... nearest within the radius. Default 1. */
  readonly nth?: number;
}

/**
 * The pairs that count, in the order of list 1.
 *
 * @param forth searches list 2 around list 1
 * @param back searches list 1 around list 2
 * @throws PhotometryError `bad-argument` for another mode, or an `nth` that is not a positive whole number or does not go with the mode
 */
export function matchPairs(
  forth: () => NeighbourSearch,
  back: () => NeighbourSearch,
  { mode = 'nearest', nth = 1 }: MatchOptions,
): Pairs {
  assertMode(mode, nth);
  switch (mode) {
    case 'nearest':
      return pairsOf(forth().nearest(nth));
    case 'mutual': {
      const there = forth().nearest(1);
      const again = back().nearest(1);
      return pairsOf(there, row => again.index[there.index[row]] === row);
    }
    case 'exclusive':
      return lonelyPairs(forth().all());
    case 'all':
      return forth().all();
  }
}

/**
 * Selects the pairs that count among candidate pairs, as if there were no others, for matching within a magnitude window.
 *
 * @param candidates in the order of list 1, and by distance for each
 * @throws PhotometryError `bad-argument` as {@link matchPairs}
 */
export function choosePairs(candidates: Pairs, { mode = 'nearest', nth = 1 }: MatchOptions): Pairs {
  assertMode(mode, nth);
  switch (mode) {
    case 'nearest':
      return nthPairs(candidates, nth);
    case 'mutual':
      return mutualPairs(candidates);
    case 'exclusive':
      return lonelyPairs(candidates);
    case 'all':
      return candidates;
  }
}

function assertMode(mode: MatchMode, nth: number): void {
  if (!['nearest', 'mutual', 'exclusive', 'all'].includes(mode))
    throw new PhotometryError(
      'bad-argument',
      `mode is 'nearest', 'mutual', 'exclusive' or 'all', got ${quoted(mode)}`,
      { mode },
    );
  if (!Number.isInteger(nth) || nth < 1 || nth > 1000 || (nth > 1 && mode !== 'nearest'))
    throw new PhotometryError(
      'bad-argument',
      `nth is a whole number from 1 to 1000, and above 1 goes with mode 'nearest'; got ${nth} with '${mode}'`,
      { nth, mode },
    );
}

/** The pairs for which `keep` holds, in their order. */
export function keepPairs({ index1, index2, separation }: Pairs, keep: (pair: number) => boolean): Pairs {
  const kept = new Uint32Array(index1.length);
  let count = 0;
  for (let pair = 0; pair < index1.length; pair++) if (keep(pair)) kept[count++] = pair;
  const rows = kept.subarray(0, count);
  return {
    index1: Int32Array.from(rows, pair => index1[pair]),
    index2: Int32Array.from(rows, pair => index2[pair]),
    separation: Float64Array.from(rows, pair => separation[pair]),
  };
}

/** The `nth` candidate of each point of list 1. */
function nthPairs(candidates: Pairs, nth: number): Pairs {
  const { index1 } = candidates;
  let rank = 0;
  return keepPairs(candidates, pair => {
    rank = pair > 0 && index1[pair] === index1[pair - 1] ? rank + 1 : 1;
    return rank === nth;
  });
}

/** The candidates that are the first of both their points; of equally near ones the lowest number is first. */
function mutualPairs(candidates: Pairs): Pairs {
  const { index1, index2, separation } = candidates;
  const best = new Map<number, number>();
  for (let pair = 0; pair < index1.length; pair++) {
    const before = best.get(index2[pair]);
    // pairs come by number in list 1, so that of equally near ones the first stays
    if (before === undefined || separation[pair] < separation[before]) best.set(index2[pair], pair);
  }
  return keepPairs(
    candidates,
    pair => (pair === 0 || index1[pair] !== index1[pair - 1]) && best.get(index2[pair]) === pair,
  );
}

/** The points that have a neighbour, and those of them that `keep` keeps. */
function pairsOf({ index, separation }: Neighbours, keep: (row: number) => boolean = () => true): Pairs {
  const rows = new Int32Array(index.length);
  let count = 0;
  for (let row = 0; row < index.length; row++) if (index[row] >= 0 && keep(row)) rows[count++] = row;
  const pairs = { index1: rows.slice(0, count), index2: new Int32Array(count), separation: new Float64Array(count) };
  for (let k = 0; k < count; k++) {
    pairs.index2[k] = index[rows[k]];
    pairs.separation[k] = separation[rows[k]];
  }
  return pairs;
}

/** The pairs neither of whose points is in another pair. */
function lonelyPairs(pairs: Pairs): Pairs {
  const { index1, index2 } = pairs;
  const [times1, times2] = [occurrences(index1), occurrences(index2)];
  return keepPairs(pairs, pair => times1[index1[pair]] === 1 && times2[index2[pair]] === 1);
}

function occurrences(numbers: Int32Array): Uint32Array {
  let largest = -1;
  for (let i = 0; i < numbers.length; i++) largest = Math.max(largest, numbers[i]);
  const times = new Uint32Array(largest + 1);
  for (let i = 0; i < numbers.length; i++) times[numbers[i]]++;
  return times;
}
