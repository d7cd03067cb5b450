/**
 * Undoes the old compress program (`.Z`): LZW with codes that grow from 9 to at most 16 bits.
 *
 * @module
 * @see Welch 1984, IEEE Computer 17(6), 8; the layout of the bits is that of compress 4.0
 */
import { GrowingBytes } from './growing-bytes.js';

/** Resets the dictionary, in files that were written in block mode. */
const CLEAR = 256;

/**
 * The bytes that were packed. The format has no checksum and no end mark: of a file cut off between codes, the part that is there is returned.
 *
 * @throws Error that says what is wrong, RangeError if more than 2 GB come out
 */
export function uncompress(bytes: Uint8Array): Uint8Array {
  const widest = bytes[2] & 31;
  const isBlockMode = (bytes[2] & 128) !== 0;
  if (bytes.length < 3 || widest < 9 || widest > 16) throw new Error(`its codes would have ${widest} bits`);
  const output = new GrowingBytes(4 * bytes.length);
  const words = new WordReader(bytes, 3);
  // a dictionary entry is a range of the output: entry n is the output of code n - first, and one byte more
  const starts = new Int32Array(1 << 16);
  const lengths = new Int32Array(1 << 16);
  const first = isBlockMode ? CLEAR + 1 : CLEAR;
  let free = first;
  let previousLength = 0;
  for (;;) {
    if (free > (1 << words.width) - 1 && words.width < widest) words.widen(words.width + 1);
    const word = words.next();
    if (word < 0) return output.taken();
    if (isBlockMode && word === CLEAR) {
      words.widen(9);
      free = first;
      previousLength = 0;
      continue;
    }
    const start = output.length;
    if (previousLength > 0 && free < 1 << widest) {
      starts[free] = start - previousLength;
      lengths[free++] = previousLength + 1;
    }
    if (word >= free || (word === CLEAR && isBlockMode)) throw new Error(`code ${word} is not defined yet`);
    if (word < CLEAR) output.add(word);
    else output.repeat(starts[word], lengths[word]);
    previousLength = output.length - start;
  }
}

/** Reads codes, lowest bit first. Codes of one width are in groups of eight, whose rest is unused when the width changes. */
class WordReader {
  readonly #bytes: Uint8Array;
  #groupStart: number;
  #bit = 0;
  width = 9;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#groupStart = start;
  }

  /** The next code; -1 at the end. */
  next(): number {
    const bytes = this.#bytes;
    const at = this.#groupStart + Math.floor(this.#bit / 8);
    const shift = this.#bit % 8;
    if (8 * (bytes.length - at) - shift < this.width) return -1;
    const three = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
    this.#bit += this.width;
    return (three >>> shift) & ((1 << this.width) - 1);
  }

  /** Continues with codes of another width after the end of the group. */
  widen(width: number): void {
    this.#groupStart += this.width * Math.ceil(this.#bit / (8 * this.width));
    this.#bit = 0;
    this.width = width;
  }
}
