/**
 * The texts that a column has held so far, found by their bytes.
 *
 * @module
 */

/** Texts that are kept. */
const MOST_TEXTS = 4096;
const SLOTS = 4 * MOST_TEXTS;
/** Longer texts seldom come again. */
const LONGEST = 32;
/** After so many searches a column whose texts do not come again is left alone. */
const TRIAL = 10_000;

/** Strings by their UTF-8 bytes. A column of names of filters then holds seven strings, not a million. */
export class KnownTexts {
  readonly #slots = new Uint16Array(SLOTS); // number + 1 of the text; 0 for a free one
  readonly #texts: string[] = [];
  readonly #bytes = new Uint8Array(MOST_TEXTS * LONGEST);
  readonly #lengths = new Uint8Array(MOST_TEXTS);
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
    if (number === MOST_TEXTS || end - start > LONGEST || this.#isUseless()) return;
    const slot = this.#slotOf(bytes, start, end);
    if (this.#slots[slot] !== 0) return;
    this.#slots[slot] = number + 1;
    this.#lengths[number] = end - start;
    for (let i = start; i < end; i++) this.#bytes[number * LONGEST + i - start] = bytes[i];
    this.#texts.push(text);
  }

  #isUseless(): boolean {
    return this.#searches > TRIAL && this.#found * 2 < this.#searches;
  }

  /** The slot of these bytes, or the free one where they would stand. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5; // FNV-1a
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    while (this.#slots[slot] !== 0 && !this.#isText(this.#slots[slot] - 1, bytes, start, end))
      slot = (slot + 1) & (SLOTS - 1);
    return slot;
  }

  #isText(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#lengths[number] !== end - start) return false;
    const from = number * LONGEST - start;
    for (let i = start; i < end; i++) if (this.#bytes[from + i] !== bytes[i]) return false;
    return true;
  }
}
