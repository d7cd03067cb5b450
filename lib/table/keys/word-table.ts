/**
 * A hash table that numbers 64-bit keys in the order of their first occurrence.
 *
 * Keys are in an Int32Array, two words each, as in a view of a Float64Array or a BigInt64Array.
 * Linear probing over a power of two of slots, at most half of them taken (Knuth, TAOCP 3, 6.4,
 * algorithm L); words are mixed by the finalizer of MurmurHash3 (A. Appleby, public domain).
 *
 * @module
 */

/** Initial number of slots; few groups then stay in the processor's cache. */
const FIRST_SLOTS = 1024;
/** The code of a row without a key. */
export const NO_CODE = -1;

/** Numbers for keys: the first key gets 0, the next that differs 1, and so on. */
export class WordTable {
  /** Number of codes assigned. */
  size = 0;
  /** Code + 1 of the key in each slot; 0 for a free one. */
  #slots: Int32Array;
  /** The two words of each code's key. */
  #keys: Int32Array;

  /** @param expected expected number of distinct keys */
  constructor(expected = 0) {
    const slots = Math.max(FIRST_SLOTS, 2 ** Math.ceil(Math.log2(2 * expected + 2)));
    this.#slots = new Int32Array(slots);
    this.#keys = new Int32Array(slots);
  }

  /**
   * A code for each key; keys not met before get the next codes.
   *
   * @param words two words per key
   * @param missing 1 for rows without a key, null if all have one
   * @param missingCode what those get: none ({@link NO_CODE}), or a code of their own that they share
   */
  add(words: Int32Array, missing: Uint8Array | null, missingCode: 'none' | 'own'): Int32Array {
    const n = words.length >> 1;
    const codes = new Int32Array(n);
    let slots = this.#slots;
    let keys = this.#keys;
    let mask = slots.length - 1;
    let size = this.size;
    let none = missingCode === 'own' ? -2 : NO_CODE; // -2: to be given when first met
    for (let row = 0; row < n; row++) {
      if (size >= slots.length >> 1) {
        this.size = size;
        this.#grow();
        slots = this.#slots;
        keys = this.#keys;
        mask = slots.length - 1;
      }
      if (missing !== null && missing[row] === 1) {
        if (none === -2) none = size++;
        codes[row] = none;
        continue;
      }
      const low = words[2 * row];
      const high = words[2 * row + 1];
      let slot = hashOf(low, high) & mask;
      let code = slots[slot] - 1;
      while (code >= 0 && (keys[2 * code] !== low || keys[2 * code + 1] !== high)) {
        slot = (slot + 1) & mask;
        code = slots[slot] - 1;
      }
      if (code < 0) {
        code = size++;
        slots[slot] = code + 1;
        keys[2 * code] = low;
        keys[2 * code + 1] = high;
      }
      codes[row] = code;
    }
    this.size = size;
    return codes;
  }

  /** The code of each key; {@link NO_CODE} for one that is not in the table, and for a missing one. */
  find(words: Int32Array, missing: Uint8Array | null): Int32Array {
    const n = words.length >> 1;
    const codes = new Int32Array(n);
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = slots.length - 1;
    for (let row = 0; row < n; row++) {
      if (missing !== null && missing[row] === 1) {
        codes[row] = NO_CODE;
        continue;
      }
      const low = words[2 * row];
      const high = words[2 * row + 1];
      let slot = hashOf(low, high) & mask;
      let code = slots[slot] - 1;
      while (code >= 0 && (keys[2 * code] !== low || keys[2 * code + 1] !== high)) {
        slot = (slot + 1) & mask;
        code = slots[slot] - 1;
      }
      codes[row] = code;
    }
    return codes;
  }

  /** Quadruples the number of slots and reinserts every code. */
  #grow(): void {
    const old = this.#slots;
    const keys = new Int32Array(old.length * 4);
    keys.set(this.#keys);
    const slots = new Int32Array(old.length * 4);
    const mask = slots.length - 1;
    for (const taken of old) {
      if (taken === 0) continue;
      const code = taken - 1;
      let slot = hashOf(keys[2 * code], keys[2 * code + 1]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = taken;
    }
    this.#slots = slots;
    this.#keys = keys;
  }
}

/** A key's hash: 32 bits, all of which change with each bit of the key. */
export function hashOf(low: number, high: number): number {
  let h = Math.imul(low, 0xcc9e2d51) ^ Math.imul(high, 0x1b873593);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
