/**
 * Rice decompression of a tile of integers.
 *
 * Pixels are stored as differences from the previous one, in blocks of 32. Each block states how many low bits
 * of its differences are stored directly; the high part is in unary.
 *
 * @module
 * @see Rice, Yeh & Miller 1993, AIAA 93-4541; White & Greenfield 1999, ADASS VIII, 125; FITS Standard
 * 4.0 section 10.4.1
 */
import { damagedTile, type TileForm, type TileValues } from './codec.js';

/** How integers of one size are encoded. */
export interface RiceWidth {
  /** Bits per pixel. */
  readonly valueBits: number;
  /** Bits of the field that holds a block's number of low bits, plus one. */
  readonly splitBits: number;
  /** The number of low bits that means that the differences are uncompressed. */
  readonly rawSplit: number;
}

/** Encoding by bytes per pixel. */
export const RICE_WIDTHS: ReadonlyMap<number, RiceWidth> = new Map([
  [1, { valueBits: 8, splitBits: 3, rawSplit: 6 }],
  [2, { valueBits: 16, splitBits: 4, rawSplit: 14 }],
  [4, { valueBits: 32, splitBits: 5, rawSplit: 25 }],
]);

/** Number of bits that {@link windowAt} guarantees. */
const WINDOW = 25;

/** Zero bytes after a tile, so that a window may extend beyond its end. */
const PADDING = 8;

/** Maximum length of a tile, so that bit positions fit into 31 bits [byte]. */
const MAX_BYTES = 2 ** 28 - PADDING;

/** Maximum size of a buffer kept for the next tile [byte]. */
const MAX_KEPT = 1 << 24;

/** Buffers for the bytes and the pixels of one tile, reused for the next. */
let packed = new DataView(new ArrayBuffer(1 << 14));
let pixelBytes = new ArrayBuffer(1 << 14);

/**
 * Decodes a tile. Bytes are unsigned, 16 and 32 bits signed, as FITS stores them. The result is in a buffer that the
 * next call reuses.
 *
 * @throws PhotometryError `truncated-file` if the bytes end before the pixels do
 */
export function decodeRice(bytes: Uint8Array, tile: TileForm): Uint8Array | Int16Array | Int32Array {
  return decode(bytes, tile, 0);
}

/**
 * Decodes a tile of integers that are unsigned by BZERO (bytes: signed). All pixels are relative to the first, so
 * flipping its highest bit flips theirs.
 */
export function decodeFlippedRice(bytes: Uint8Array, tile: TileForm): TileValues {
  const values = decode(bytes, tile, 128);
  if (values instanceof Uint8Array) return new Int8Array(values.buffer, 0, values.length);
  return values instanceof Int16Array
    ? new Uint16Array(values.buffer, 0, values.length)
    : new Uint32Array(values.buffer, 0, values.length);
}

function decode(bytes: Uint8Array, tile: TileForm, flip: number): Uint8Array | Int16Array | Int32Array {
  const { count, parameters, bitpix } = tile;
  const bytesPerPixel = parameters.get('BYTEPIX') ?? (Math.abs(bitpix) / 8 || 4);
  const blockSize = parameters.get('BLOCKSIZE') ?? 32;
  const width = RICE_WIDTHS.get(bytesPerPixel);
  if (width === undefined || !Number.isInteger(blockSize) || blockSize < 1)
    throw damagedTile(tile, `BYTEPIX ${bytesPerPixel} or BLOCKSIZE ${blockSize} is not possible`);
  if (bytes.length > MAX_BYTES) throw damagedTile(tile, `${bytes.length} bytes are too many for a tile`);
  hold(bytes, count * bytesPerPixel);
  if (bytes.length >= bytesPerPixel) packed.setUint8(0, packed.getUint8(0) ^ flip);
  const pixels =
    bytesPerPixel === 1
      ? new Uint8Array(pixelBytes, 0, count)
      : bytesPerPixel === 2
        ? new Int16Array(pixelBytes, 0, count)
        : new Int32Array(pixelBytes, 0, count);
  const isWhole = unpack(packed, 8 * bytes.length, pixels, blockSize, width);
  if (packed.byteLength > MAX_KEPT) packed = new DataView(new ArrayBuffer(0));
  if (pixelBytes.byteLength > MAX_KEPT) pixelBytes = new ArrayBuffer(0);
  if (!isWhole) throw damagedTile(tile, `its ${bytes.length} bytes end too early`);
  return pixels;
}

/** Copies the bytes to a zero-padded buffer, and makes room for the pixels. */
function hold(bytes: Uint8Array, length: number): void {
  const needed = bytes.length + PADDING;
  if (packed.byteLength < needed) packed = new DataView(new ArrayBuffer(2 * needed));
  if (pixelBytes.byteLength < length) pixelBytes = new ArrayBuffer(length);
  const target = new Uint8Array(packed.buffer);
  target.set(bytes);
  target.fill(0, bytes.length, needed);
}

/**
 * Decodes all blocks, two pixels from one window wherever both fit. Returns false if the bits run out at `end`.
 *
 * A code is zeros up to a one, then `split` bits: difference = zeros * 2^split + bits. Even differences are positive, odd
 * ones negative. Storing truncates the sum to the bits of a pixel.
 */
function unpack(
  view: DataView,
  end: number,
  out: Uint8Array | Int16Array | Int32Array,
  blockSize: number,
  { valueBits, splitBits, rawSplit }: RiceWidth,
): boolean {
  const count = out.length;
  if (end < valueBits) return count === 0;
  let bit = valueBits;
  let value = valueBits === 32 ? view.getInt32(0) : view.getUint16(0) >> (16 - valueBits);
  for (let i = 0; i < count; ) {
    const blockEnd = Math.min(i + blockSize, count);
    if (bit + splitBits > end) return false;
    const split = ((view.getInt32(bit >>> 3) << (bit & 7)) >>> (32 - splitBits)) - 1;
    bit += splitBits;
    if (split < 0) {
      out.fill(value, i, blockEnd);
      i = blockEnd;
      continue;
    }
    if (split >= rawSplit) {
      if (bit + (blockEnd - i) * valueBits > end) return false;
      value = unpackRaw(view, bit, value, out, i, blockEnd, valueBits);
      bit += (blockEnd - i) * valueBits;
      i = blockEnd;
      continue;
    }
    const drop = 31 - split;
    const length = split + 1;
    const maxZeros = WINDOW - 2 * length;
    const pairEnd = blockEnd - 1;
    while (i < blockEnd) {
      const window = view.getInt32(bit >>> 3) << (bit & 7);
      const zeros = Math.clz32(window);
      const second = window << (zeros + length);
      const secondZeros = Math.clz32(second);
      if (zeros + secondZeros > maxZeros || i === pairEnd) {
        // a long code, or the last pixel of a block
        const allZeros = zerosFrom(view, bit, end);
        bit += allZeros + length;
        if (bit > end) return false;
        const difference = (windowAt(view, bit - length) >>> drop) + ((allZeros - 1) << split);
        value = (value + ((difference >>> 1) ^ -(difference & 1))) | 0;
        out[i++] = value;
        continue;
      }
      const difference = ((window << zeros) >>> drop) + ((zeros - 1) << split);
      const secondDifference = ((second << secondZeros) >>> drop) + ((secondZeros - 1) << split);
      bit += zeros + secondZeros + length + length;
      value = (value + ((difference >>> 1) ^ -(difference & 1))) | 0;
      out[i] = value;
      value = (value + ((secondDifference >>> 1) ^ -(secondDifference & 1))) | 0;
      out[i + 1] = value;
      i += 2;
    }
  }
  return bit <= end;
}

/** Returns the bits from `bit` on, the first one highest; at least 25 of them are valid. */
function windowAt(view: DataView, bit: number): number {
  return view.getInt32(bit >>> 3) << (bit & 7);
}

/** Counts the zeros from `bit` on, up to a one or the end. */
function zerosFrom(view: DataView, bit: number, end: number): number {
  let zeros = 0;
  while (bit + zeros < end) {
    const here = Math.clz32(windowAt(view, bit + zeros));
    if (here < WINDOW) return zeros + here;
    zeros += WINDOW;
  }
  return zeros;
}

/** Decodes a block of uncompressed differences. Returns the last pixel. */
function unpackRaw(
  view: DataView,
  start: number,
  before: number,
  out: Uint8Array | Int16Array | Int32Array,
  from: number,
  to: number,
  valueBits: number,
): number {
  let value = before;
  for (let i = from, bit = start; i < to; i++, bit += valueBits) {
    const high = windowAt(view, bit) >>> 16;
    const difference = valueBits === 32 ? (high << 16) | (windowAt(view, bit + 16) >>> 16) : high >>> (16 - valueBits);
    value = (value + ((difference >>> 1) ^ -(difference & 1))) | 0;
    out[i] = value;
  }
  return value;
}
