/**
 * Several values by rank at once, such as the quartiles of a million numbers.
 *
 * @module
 */
import { selectInPlace } from './select.js';

/** So few values are sorted. */
const FEW = 1024;
const BUCKETS = 4096;

/**
 * The values of some ranks (0 is the smallest). `values` must not contain NaN and are not changed.
 *
 * The values are counted in buckets of equal width between the smallest and the largest; only those in the buckets of
 * the wanted ranks are looked at again, in the same way. Where that does not halve them, as with far outliers, they
 * are selected in.
 *
 * @param ranks whole numbers from 0, below the number of values, in any order
 * @example valuesOfRank(Float64Array.of(5, 1, 4), [0, 2]) // [1, 5]
 */
export function valuesOfRank(values: Float64Array, ranks: readonly number[]): number[] {
  if (values.length <= FEW) {
    const sorted = values.slice().sort();
    return ranks.map(rank => sorted[rank]);
  }
  const { low, scale } = bucketsOf(values);
  if (!(scale > 0 && Number.isFinite(scale))) return selected(values, ranks);
  const ends = new Uint32Array(BUCKETS);
  countInBuckets(values, low, scale, ends);
  for (let bucket = 1; bucket < BUCKETS; bucket++) ends[bucket] += ends[bucket - 1];
  const bucketOf = ranks.map(rank => ends.findIndex(end => rank < end));

  // room for the wanted buckets, one after the other
  const places = new Int32Array(BUCKETS).fill(-1);
  const parts = new Map<number, { readonly start: number; readonly before: number; readonly length: number }>();
  let room = 0;
  for (const bucket of bucketOf) {
    if (parts.has(bucket)) continue;
    const before = bucket === 0 ? 0 : ends[bucket - 1];
    parts.set(bucket, { start: room, before, length: ends[bucket] - before });
    places[bucket] = room;
    room += ends[bucket] - before;
  }
  const wanted = new Float64Array(room);
  collect(values, low, scale, places, wanted);

  const found = new Array<number>(ranks.length);
  for (const [bucket, { start, before, length }] of parts) {
    const mine = ranks.map((_, i) => i).filter(i => bucketOf[i] === bucket);
    const part = wanted.subarray(start, start + length);
    const search = 2 * length < values.length ? valuesOfRank : selected;
    const answers = search(
      part,
      mine.map(i => ranks[i] - before),
    );
    mine.forEach((i, k) => {
      found[i] = answers[k];
    });
  }
  return found;
}

/** Where the buckets begin, and how many there are to a unit. */
function bucketsOf(values: Float64Array): { readonly low: number; readonly scale: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, scale: (BUCKETS - 1) / (high - low) };
}

function countInBuckets(values: Float64Array, low: number, scale: number, counts: Uint32Array): void {
  for (let i = 0; i < values.length; i++) counts[((values[i] - low) * scale) | 0]++;
}

/** Copies the values of each bucket that has a place, from that place on. */
function collect(values: Float64Array, low: number, scale: number, places: Int32Array, out: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const bucket = ((values[i] - low) * scale) | 0;
    const place = places[bucket];
    if (place < 0) continue;
    out[place] = values[i];
    places[bucket] = place + 1;
  }
}

function selected(values: Float64Array, ranks: readonly number[]): number[] {
  const copy = values.slice();
  return ranks.map(rank => selectInPlace(copy, rank));
}
