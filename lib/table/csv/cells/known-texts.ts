/**
 * The texts that a column has held so far, found by their bytes.
 *
 * @module
 */

/** Texts that are kept. */
const MAX_TEXTS = 4096;
/** Longer texts seldom come again. */
const LONGEST = 32;
/** Number of searches after which a column without repeated texts is no longer searched. */
const TRIAL = 10_000;

/** Strings by their UTF-8 bytes. A column of names of filters then holds seven strings, not a million. */
export class KnownTexts {
  /** Number + 1 of the text in each slot, 0 for a free one; at most half of them are taken. */
  #slots = new Uint16Array(64);
  #bytes = new Uint8Array(512);
  readonly #texts: string[] = [];
  /** Where the bytes of each text end. */
  readonly #ends: number[] = [];
  #searches = 0;
  #found = 0;

  /** The string of these bytes, null if it is not known. */
  find(bytes: Uint8Array, start: number, end: number): string | null {
    if (end - start > LONGEST || this.#isUseless()) return null;
    this.#searches++;
    const number = this.#slots[this.#slotOf(bytes, start, end)];
    if (number === 0) return null;
    this.#found++;
    return this.#texts[number - 1];
  }

  /** Remembers a string and its bytes. */
  add(bytes: Uint8Array, start: number, end: number, text: string): void {
    const number = this.#texts.length;
    if (number === MAX_TEXTS || end - start > LONGEST || this.#isUseless()) return;
    if (2 * number >= this.#slots.length) this.#grow();
    const slot = this.#slotOf(bytes, start, end);
    if (this.#slots[slot] !== 0) return;
    this.#slots[slot] = number + 1;
    let at = this.#startOf(number);
    if (at + LONGEST > this.#bytes.length) this.#bytes = longer(this.#bytes);
    for (let i = start; i < end; i++) this.#bytes[at++] = bytes[i];
    this.#ends.push(at);
    this.#texts.push(text);
  }

  #isUseless(): boolean {
    return this.#searches > TRIAL && this.#found * 2 < this.#searches;
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1];
  }

  /** The slot of these bytes, or the free slot for them. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let hash = 0x811c9dc5; // FNV-1a
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#slots[slot] !== 0 && !this.#isText(this.#slots[slot] - 1, bytes, start, end)) slot = (slot + 1) & mask;
    return slot;
  }

  #isText(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(number);
    if (this.#ends[number] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#bytes[from + i - start] !== bytes[i]) return false;
    return true;
  }

  /** Four times as many slots, and every text put in its place. */
  #grow(): void {
    this.#slots = new Uint16Array(4 * this.#slots.length);
    for (let number = 0; number < this.#texts.length; number++)
      this.#slots[this.#slotOf(this.#bytes, this.#startOf(number), this.#ends[number])] = number + 1;
  }
}

function longer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(2 * bytes.length);
  out.set(bytes);
  return out;
}
