/**
 * Arrow's buffers of bits and of texts.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

/** Bytes that 32-bit offsets reach. */
const MAX_TEXT = 2 ** 31 - 1;

/** Zeros and ones as bits, the first the lowest of its byte. */
export function packBits(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array((flags.length + 7) >> 3);
  for (let i = 0; i < flags.length; i++) if (flags[i] !== 0) bits[i >> 3] |= 1 << (i & 7);
  return bits;
}

/**
 * Texts in UTF-8, one after the other, and where each begins and ends.
 *
 * @throws PhotometryError `unsupported` if they take 2 GB or more
 */
export function packTexts(texts: readonly string[]): { bytes: Uint8Array; offsets: Int32Array } {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(texts.length + 1);
  let bytes = new Uint8Array(Math.max(64, texts.length * 8));
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    const most = end + texts[i].length * 3; // bytes of UTF-8 for a unit of UTF-16
    if (most > bytes.length) bytes = grown(bytes, most);
    end += encoder.encodeInto(texts[i], bytes.subarray(end)).written;
    offsets[i + 1] = end;
  }
  return { bytes: bytes.subarray(0, end), offsets };
}

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  if (least > MAX_TEXT)
    throw new PhotometryError('unsupported', 'The texts of a column take more than 2 GB; write the table in parts');
  const longer = new Uint8Array(Math.min(MAX_TEXT, least * 2));
  longer.set(bytes);
  return longer;
}
