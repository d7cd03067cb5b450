/**
 * Between the bytes of a header and its text, one character a byte.
 *
 * @module
 */
import { BLOCK_LENGTH, CARD_LENGTH } from './card.js';

const utf8 = new TextDecoder();

/** One character for each byte, whatever it is (a damaged card must survive a round trip). */
export function latin1Text(bytes: Uint8Array): string {
  // headers are ASCII, for which the UTF-8 decoder is by far the fastest; anything else shows at once
  const text = utf8.decode(bytes);
  if (text.length === bytes.length && !text.includes('\ufffd')) return text;
  let slow = '';
  for (let at = 0; at < bytes.length; at += 4096)
    slow += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096) as unknown as number[]);
  return slow;
}

/** The cards with END, filled with blanks to whole blocks. */
export function headerBytes(text: string): Uint8Array {
  const used = text.length + CARD_LENGTH;
  const bytes = new Uint8Array(Math.ceil(used / BLOCK_LENGTH) * BLOCK_LENGTH).fill(32);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  bytes.set([69, 78, 68], text.length);
  return bytes;
}

/**
 * Where the card END begins, looking from `start`, a multiple of 80; -1 if it is not there.
 */
export function findEnd(bytes: Uint8Array, start = 0): number {
  for (let at = start; at + CARD_LENGTH <= bytes.length; at += CARD_LENGTH)
    if (bytes[at] === 69 && bytes[at + 1] === 78 && bytes[at + 2] === 68 && isBlank(bytes, at + 3)) return at;
  return -1;
}

/** Only blanks, or zeros, up to the value field; some writers leave rubbish after that. */
function isBlank(bytes: Uint8Array, start: number): boolean {
  for (let i = start; i < start + 7; i++) if (bytes[i] !== 32 && bytes[i] !== 0) return false;
  return true;
}
