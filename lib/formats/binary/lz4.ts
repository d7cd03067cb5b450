/**
 * LZ4: frames, as Arrow and Feather files pack their buffers, and bare blocks, as Parquet packs its pages
 * (lz4_Frame_format.md and lz4_Block_format.md of LZ4).
 *
 * @module
 */

const MAGIC = 0x184d2204;
/** Set in a block's size if its bytes are stored uncompressed. */
const STORED = 0x80000000;

/**
 * Unpacks one frame; its checksums are not compared.
 *
 * @param length bytes that come out
 * @throws RangeError or Error if the frame is damaged
 */
export function unpackLz4Frame(bytes: Uint8Array, length: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('no LZ4 frame');
  const flags = bytes[4];
  const hasBlockChecksums = (flags & 0x10) !== 0;
  const hasSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const out = new Uint8Array(length);
  let end = 0;
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    at += 4;
    const packed = size & ~STORED;
    if (at + packed > bytes.length) throw new RangeError('LZ4 block beyond the end');
    const block = bytes.subarray(at, at + packed);
    end = (size & STORED) !== 0 ? copied(block, out, end) : unpackBlock(block, out, end);
    at += packed + (hasBlockChecksums ? 4 : 0);
  }
  if (end !== length) throw new RangeError(`LZ4 frame of ${end} bytes, ${length} expected`);
  return out;
}

/**
 * Unpacks one bare block.
 *
 * @param length bytes that come out
 * @throws RangeError if the block is damaged
 */
export function unpackLz4Block(block: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  const end = unpackBlock(block, out, 0);
  if (end !== length) throw new RangeError(`LZ4 block of ${end} bytes, ${length} expected`);
  return out;
}

function copied(block: Uint8Array, out: Uint8Array, start: number): number {
  out.set(block, start);
  return start + block.length;
}

/** Unpacks a block after the existing bytes, which its matches may refer to; returns the new end. */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let at = 0;
  let end = start;
  // a run of literals, then a match of bytes that came before; the last run has no match
  while (at < block.length) {
    const token = block[at++];
    let literals = token >> 4;
    if (literals === 15) for (let more = 255; more === 255; literals += more) more = byteAt(block, at++);
    if (at + literals > block.length || end + literals > out.length)
      throw new RangeError('LZ4 literals beyond the end');
    for (let i = 0; i < literals; i++) out[end++] = block[at++];
    if (at >= block.length) break;
    const offset = byteAt(block, at) | (byteAt(block, at + 1) << 8);
    at += 2;
    let length = (token & 15) + 4;
    if (length === 19) for (let more = 255; more === 255; length += more) more = byteAt(block, at++);
    if (offset === 0 || offset > end || end + length > out.length) throw new RangeError('LZ4 match beyond the start');
    for (let i = 0; i < length; i++, end++) out[end] = out[end - offset];
  }
  return end;
}

function byteAt(block: Uint8Array, at: number): number {
  if (at >= block.length) throw new RangeError('LZ4 block cut off');
  return block[at];
}
