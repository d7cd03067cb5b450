/**
 * Partitions keys by their hash into parts that fit the processor's cache.
 *
 * A hash table of a million keys is scattered over memory, and each search in it waits. Parts of some ten thousand keys
 * each have a small table, which is built and searched several times faster (the radix join of
 * Manegold, Boncz & Kersten 2002, IEEE TKDE 14, 709).
 *
 * @module
 */
import type { KeyWords } from './key-words.js';
import { hashOf } from './word-table.js';

/** Keys of a part, on average. */
const PART = 1 << 13;
/** Maximum number of parts written to at a time: more would miss the page cache. */
const MAX_BITS = 8;

/** Keys part by part, each with the row it comes from. */
export interface WordParts {
  /** Two words per key. */
  readonly words: Int32Array;
  readonly rows: Uint32Array;
  /** Where each part ends (exclusive), in keys. */
  readonly ends: Uint32Array;
}

/** Number of hash bits that divide `rows` keys into parts of a good size; 0 for few keys. */
export function partBits(rows: number): number {
  return Math.min(MAX_BITS, Math.max(0, Math.ceil(Math.log2(rows / PART))));
}

/** Deals the keys out by the highest `bits` bits of their hash; missing ones are left out. The order of rows is kept in each part. */
export function dealWords({ words, missing }: KeyWords, bits: number): WordParts {
  const n = words.length >> 1;
  const shift = 32 - bits;
  const parts = new Uint8Array(n);
  const ends = new Uint32Array((1 << bits) + 1);
  for (let row = 0; row < n; row++) {
    if (missing !== null && missing[row] === 1) continue;
    const part = bits === 0 ? 0 : hashOf(words[2 * row], words[2 * row + 1]) >>> shift;
    parts[row] = part;
    ends[part + 1]++;
  }
  for (let part = 1; part < ends.length; part++) ends[part] += ends[part - 1];
  const dealt = new Int32Array(2 * ends[1 << bits]);
  const rows = new Uint32Array(ends[1 << bits]);
  for (let row = 0; row < n; row++) {
    if (missing !== null && missing[row] === 1) continue;
    const at = ends[parts[row]]++; // what began at its start ends at its end
    dealt[2 * at] = words[2 * row];
    dealt[2 * at + 1] = words[2 * row + 1];
    rows[at] = row;
  }
  return { words: dealt, rows, ends: ends.subarray(0, 1 << bits) };
}
