/**
 * Rice decompression of a tile of integers.
 *
 * Pixels are differences from the one before, in blocks of 32; each block says how many low bits of
 * its differences stand as they are, the high part follows in unary.
 *
 * @module
 * @see Rice, Yeh & Miller 1993, AIAA 93-4541; White & Greenfield 1999, ADASS VIII, 125; FITS Standard
 * 4.0 section 10.4.1. The layout of the bits follows ricecomp.c of CFITSIO (NASA, permissive licence).
 */
import { damagedTile, type TileForm } from './codec.js';

interface RiceWidth {
  /** Bits in which a block gives its number of low bits. */
  readonly splitBits: number;
  /** The number that means: the block's differences are not compressed. */
  readonly rawSplit: number;
}

const WIDTHS: Readonly<Record<number, RiceWidth>> = {
  1: { splitBits: 3, rawSplit: 6 },
  2: { splitBits: 4, rawSplit: 14 },
  4: { splitBits: 5, rawSplit: 25 },
};

/**
 * Decodes a tile. Bytes come out unsigned, 16 and 32 bits signed, as FITS stores them.
 *
 * @throws PhotometryError `truncated-file` if the bytes end before the pixels do
 */
export function decodeRice(bytes: Uint8Array, tile: TileForm): Int32Array {
  const bytesPerPixel = tile.parameters.get('BYTEPIX') ?? (Math.abs(tile.bitpix) / 8 || 4);
  const blockSize = tile.parameters.get('BLOCKSIZE') ?? 32;
  const width = WIDTHS[bytesPerPixel];
  if (width === undefined || !(blockSize >= 1))
    throw damagedTile(tile, `BYTEPIX ${bytesPerPixel} or BLOCKSIZE ${blockSize} is not possible`);
  const out = new Int32Array(tile.count);
  if (!unpack(bytes, out, bytesPerPixel, blockSize, width))
    throw damagedTile(tile, `its ${bytes.length} bytes end too early`);
  return out;
}

/**
 * Hot. `buffer` holds the `bits` lowest bits not yet used, 0 to 7 between pixels. False if the bytes
 * run out.
 */
function unpack(
  bytes: Uint8Array,
  out: Int32Array,
  bytesPerPixel: number,
  blockSize: number,
  width: RiceWidth,
): boolean {
  const { splitBits, rawSplit } = width;
  const valueBits = 8 * bytesPerPixel;
  const unusedBits = 32 - valueBits;
  const isUnsigned = bytesPerPixel === 1;
  const length = bytes.length;
  const count = out.length;
  if (length <= bytesPerPixel) return count === 0;
  let last = 0;
  for (let i = 0; i < bytesPerPixel; i++) last = (last << 8) | bytes[i];
  let at = bytesPerPixel;
  let buffer = bytes[at++];
  let bits = 8;
  for (let start = 0; start < count; start += blockSize) {
    const end = Math.min(start + blockSize, count);
    bits -= splitBits;
    while (bits < 0) {
      if (at >= length) return false;
      buffer = (buffer << 8) | bytes[at++];
      bits += 8;
    }
    const split = (buffer >> bits) - 1;
    buffer &= (1 << bits) - 1;
    for (let i = start; i < end; i++) {
      let difference = 0;
      if (split === rawSplit) {
        // all bits of the difference as they are
        let missing = valueBits - bits;
        difference = missing < 32 ? buffer << missing : 0;
        for (missing -= 8; missing >= 0; missing -= 8) {
          if (at >= length) return false;
          difference |= bytes[at++] << missing;
        }
        if (bits > 0) {
          if (at >= length) return false;
          buffer = bytes[at++];
          difference |= buffer >> -missing;
          buffer &= (1 << bits) - 1;
        } else buffer = 0;
      } else if (split >= 0) {
        // zeros up to the next one are the high part, then `split` low bits
        while (buffer === 0) {
          if (at >= length) return false;
          bits += 8;
          buffer = bytes[at++];
        }
        const zeros = bits - (32 - Math.clz32(buffer));
        bits -= zeros + 1;
        buffer ^= 1 << bits;
        bits -= split;
        while (bits < 0) {
          if (at >= length) return false;
          buffer = (buffer << 8) | bytes[at++];
          bits += 8;
        }
        difference = (zeros << split) | (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
      // even differences are positive, odd ones negative
      last += difference & 1 ? ~(difference >>> 1) : difference >>> 1;
      last = isUnsigned ? last & 255 : (last << unusedBits) >> unusedBits;
      out[i] = last;
    }
  }
  return true;
}
