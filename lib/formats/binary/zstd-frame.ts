/**
 * What a Zstandard frame says of the memory that it needs (RFC 8878, section 3.1.1.1).
 *
 * @module
 */

const MAGIC = 0xfd2fb528;

/**
 * The larger of the window and the content that the first frame claims [byte]; 0 if it is not a Zstandard frame, or a
 * skippable one.
 */
export function zstdClaim(bytes: Uint8Array): number {
  if (bytes.length < 6) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return 0;
  const descriptor = bytes[4];
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const window = isSingleSegment ? 0 : windowSize(bytes[5]);
  const at = 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  return Math.max(window, contentSize(view, at, descriptor >> 6, isSingleSegment));
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(view: DataView, at: number, flag: number, isSingleSegment: boolean): number {
  const size = flag === 0 ? Number(isSingleSegment) : 2 ** flag;
  if (size === 0 || at + size > view.byteLength) return 0;
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, true) + 256;
  return size === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}
