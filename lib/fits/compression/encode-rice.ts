/**
 * Rice compression of a tile of integers; see rice.ts for the code.
 *
 * @module
 * @see Rice, Yeh & Miller 1993, AIAA 93-4541; White & Greenfield 1999, ADASS VIII, 125
 */
import { RICE_WIDTHS, type RiceWidth } from './rice.js';

/** Pixels of a block. */
export const RICE_BLOCK = 32;

/**
 * Packs integers that have 1 (unsigned), 2 or 4 (signed) bytes.
 *
 * A block keeps as many low bits of its differences as half their mean has; where that is as many as a pixel has, the
 * differences stand as they are.
 */
export function encodeRice(values: Int32Array, bytesPerPixel: 1 | 2 | 4): Uint8Array {
  const width = RICE_WIDTHS.get(bytesPerPixel) as RiceWidth;
  const { valueBits, splitBits, rawSplit } = width;
  const blocks = Math.ceil(values.length / RICE_BLOCK);
  // the zeros of a block are fewer than five for each pixel, and fewer than the bits that are not split off
  const writer = new BitWriter(Math.ceil((values.length * (valueBits + 8) + blocks * splitBits) / 8) + 16);
  const mapped = new Int32Array(RICE_BLOCK);
  let last = values.length > 0 ? values[0] : 0;
  writer.put(valueBits === 32 ? last : last & (2 ** valueBits - 1), valueBits);
  for (let start = 0; start < values.length; start += RICE_BLOCK) {
    const count = Math.min(RICE_BLOCK, values.length - start);
    const sum = mapDifferences(values, start, count, last, 32 - valueBits, mapped);
    last = values[start + count - 1];
    const split = lowBits(sum, count);
    if (split >= rawSplit) {
      writer.put(rawSplit + 1, splitBits);
      for (let i = 0; i < count; i++) writer.put(mapped[i], valueBits);
    } else if (sum === 0) writer.put(0, splitBits);
    else {
      writer.put(split + 1, splitBits);
      for (let i = 0; i < count; i++) writer.putRice(mapped[i], split);
    }
  }
  return writer.taken();
}

/** Writes the differences of a block to `out`, even numbers for those up, odd ones for those down; gives their sum. */
function mapDifferences(
  values: Int32Array,
  start: number,
  count: number,
  before: number,
  unusedBits: number,
  out: Int32Array,
): number {
  let last = before;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = values[start + i];
    // differences wrap round as the integers do
    const difference = ((value - last) << unusedBits) >> unusedBits;
    const mapped = ((difference << 1) ^ (difference >> 31)) & (-1 >>> unusedBits);
    out[i] = mapped;
    sum += mapped >>> 0;
    last = value;
  }
  return sum;
}

/** Bits of half the mean, which come out nearly evenly and are kept as they are. */
function lowBits(sum: number, count: number): number {
  const half = Math.max(0, Math.floor((sum - Math.floor(count / 2) - 1) / count)) / 2;
  return half < 1 ? 0 : Math.floor(Math.log2(half)) + 1;
}

/** Bits one after the other, the highest of each byte first. */
class BitWriter {
  readonly #view: DataView;
  #at = 0;
  #word = 0;
  /** Bits of the word that are not yet used, 1 to 32. */
  #free = 32;

  constructor(capacity: number) {
    this.#view = new DataView(new ArrayBuffer(4 * Math.ceil(capacity / 4) + 4));
  }

  /** The lowest `count` bits of a value, 1 to 32; its other bits are 0 or, of 32, none. */
  put(value: number, count: number): void {
    if (count < this.#free) {
      this.#free -= count;
      this.#word |= value << this.#free;
      return;
    }
    const over = count - this.#free;
    this.#flush(this.#word | (value >>> over));
    this.#free = 32 - over;
    this.#word = over === 0 ? 0 : value << this.#free;
  }

  /** As many zeros as the value has times 2^split, a one, and the rest in `split` bits. */
  putRice(value: number, split: number): void {
    let zeros = value >>> split;
    while (zeros >= this.#free) {
      zeros -= this.#free;
      this.#flush(this.#word);
      this.#free = 32;
      this.#word = 0;
    }
    this.#free -= zeros;
    this.put((1 << split) | (value & ((1 << split) - 1)), split + 1);
  }

  /** All bytes that have a bit. */
  taken(): Uint8Array {
    const rest = Math.ceil((32 - this.#free) / 8);
    this.#view.setInt32(this.#at, this.#word);
    return new Uint8Array(this.#view.buffer, 0, this.#at + rest);
  }

  #flush(word: number): void {
    this.#view.setInt32(this.#at, word);
    this.#at += 4;
  }
}
