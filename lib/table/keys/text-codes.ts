/**
 * Numbers texts in the order of their first occurrence.
 *
 * @module
 */
import { NO_CODE } from './word-table.js';

/** Slots for texts met before, which are found there without hashing: a column of filters holds few different ones. */
const SLOTS = 256;
/** Excess of misses over hits after which the slots are no longer used. */
const PATIENCE = 1 << 12;

/** Numbers for texts: the first gets 0, the next that differs 1, and so on. */
export class TextCodes {
  readonly #codes = new Map<string, number>();
  readonly #met = new Array<string>(SLOTS).fill('');
  readonly #metCodes = new Int32Array(SLOTS).fill(NO_CODE);

  /** Number of codes assigned. */
  get size(): number {
    return this.#codes.size;
  }

  /** The texts in the order of their numbers. */
  get texts(): string[] {
    return [...this.#codes.keys()];
  }

  /**
   * The number of each text; those not met before get the next ones.
   *
   * @param valid 0 for rows without a text, which get {@link NO_CODE}; null if all have one
   */
  add(texts: readonly string[], valid: Uint8Array | null): Int32Array {
    return this.#codesOf(texts, valid, true);
  }

  /** The number of each text; {@link NO_CODE} for an unknown or missing one. */
  find(texts: readonly string[], valid: Uint8Array | null): Int32Array {
    return this.#codesOf(texts, valid, false);
  }

  #codesOf(texts: readonly string[], valid: Uint8Array | null, adds: boolean): Int32Array {
    const known = this.#codes;
    const met = this.#met;
    const metCodes = this.#metCodes;
    const codes = new Int32Array(texts.length);
    let patience = PATIENCE;
    for (let i = 0; i < texts.length; i++) {
      if (valid !== null && valid[i] === 0) {
        codes[i] = NO_CODE;
        continue;
      }
      const text = texts[i];
      // the middle differs most often: V and B, F435W and F814W
      const slot = (text.charCodeAt(text.length >> 1) + 7 * text.length) & (SLOTS - 1);
      if (patience > 0 && met[slot] === text && metCodes[slot] >= 0) {
        codes[i] = metCodes[slot];
        patience++;
        continue;
      }
      let code = known.get(text);
      if (code === undefined) {
        code = adds ? known.size : NO_CODE;
        if (adds) known.set(text, code);
      }
      codes[i] = code;
      if (patience > 0) {
        met[slot] = text;
        metCodes[slot] = code;
        patience--;
      }
    }
    return codes;
  }
}
