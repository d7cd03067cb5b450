/**
 * Rice compression of a tile of integers; see rice.ts for the code.
 *
 * @module
 * @see Rice, Yeh & Miller 1993, AIAA 93-4541; White & Greenfield 1999, ADASS VIII, 125
 */
import { BitWriter } from './bit-writer.js';
import { RICE_WIDTHS, type RiceWidth } from './rice.js';

/** Number of pixels in a block. */
export const RICE_BLOCK = 32;

/**
 * Compresses integers of 1 (unsigned), 2 or 4 (signed) bytes.
 *
 * In each block, as many low bits of the differences are stored directly as half their mean has; if that is as many as
 * a pixel has, the differences are stored uncompressed.
 */
export function encodeRice(values: Int32Array, bytesPerPixel: 1 | 2 | 4): Uint8Array {
  const width = RICE_WIDTHS.get(bytesPerPixel) as RiceWidth;
  const { valueBits, splitBits, rawSplit } = width;
  const writer = new BitWriter(values.length * bytesPerPixel);
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

/** Writes the mapped differences of a block to `out`, even for increases and odd for decreases; returns their sum. */
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
    // differences wrap around as the integers do
    const difference = ((value - last) << unusedBits) >> unusedBits;
    const mapped = ((difference << 1) ^ (difference >> 31)) & (-1 >>> unusedBits);
    out[i] = mapped;
    sum += mapped >>> 0;
    last = value;
  }
  return sum;
}

/** Returns the number of bits in half the mean: these low bits are nearly uniform and are stored uncompressed. */
function lowBits(sum: number, count: number): number {
  const half = Math.max(0, Math.floor((sum - Math.floor(count / 2) - 1) / count)) / 2;
  return half < 1 ? 0 : Math.floor(Math.log2(half)) + 1;
}
