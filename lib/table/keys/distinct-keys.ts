/**
 * Counts distinct keys.
 *
 * @module
 */
import type { KeyWords } from './key-words.js';
import { dealWords, partBits } from './word-partitions.js';
import { hashOf } from './word-table.js';

/** The number of distinct keys; missing ones are not counted. */
export function distinctKeys(keys: KeyWords): number {
  const { words, ends } = dealWords(keys, partBits(keys.words.length >> 1));
  let longest = 0;
  for (let part = 0; part < ends.length; part++) longest = Math.max(longest, ends[part] - startOf(ends, part));
  const slots = slotsFor(longest);
  const slotWords = new Int32Array(2 * slots);
  const takenBy = new Uint16Array(slots).fill(NOBODY);
  let count = 0;
  for (let part = 0; part < ends.length; part++) {
    const start = startOf(ends, part);
    const mask = slotsFor(ends[part] - start) - 1;
    count += distinctIn(words, start, ends[part], slotWords, takenBy, part, mask);
  }
  return count;
}

/** A slot that no part has taken; there are fewer parts than this. */
const NOBODY = 0xffff;

function startOf(ends: Uint32Array, part: number): number {
  return part === 0 ? 0 : ends[part - 1];
}

/** Number of slots for a number of keys: a power of two, at most half of which will be taken. */
function slotsFor(keys: number): number {
  return 2 ** Math.ceil(Math.log2(2 * keys + 2));
}

/** Different keys among those from `start` to `end`, by linear probing; a slot counts as free unless `part` took it. */
function distinctIn(
  words: Int32Array,
  start: number,
  end: number,
  slotWords: Int32Array,
  takenBy: Uint16Array,
  part: number,
  mask: number,
): number {
  let count = 0;
  for (let key = start; key < end; key++) {
    const low = words[2 * key];
    const high = words[2 * key + 1];
    let slot = hashOf(low, high) & mask;
    while (takenBy[slot] === part && (slotWords[2 * slot] !== low || slotWords[2 * slot + 1] !== high))
      slot = (slot + 1) & mask;
    if (takenBy[slot] === part) continue;
    takenBy[slot] = part;
    slotWords[2 * slot] = low;
    slotWords[2 * slot + 1] = high;
    count++;
  }
  return count;
}
