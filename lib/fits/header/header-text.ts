/**
 * Converts between the bytes of a header and its text, one character per byte.
 *
 * @module
 */
import { BLOCK_LENGTH, CARD_LENGTH } from './card.js';

const utf8 = new TextDecoder();

/** Returns one character per byte, valid ASCII or not, so that a damaged card survives a round trip. */
export function latin1Text(bytes: Uint8Array): string {
  // headers are ASCII, for which the UTF-8 decoder is by far the fastest; anything else is detected at once
  const text = utf8.decode(bytes);
  if (text.length === bytes.length && !text.includes('\ufffd')) return text;
  let slow = '';
  for (let at = 0; at < bytes.length; at += 4096)
    slow += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096) as unknown as number[]);
  return slow;
}

/** Returns the cards and END, padded with blanks to whole blocks. */
export function headerBytes(text: string): Uint8Array {
  const used = text.length + CARD_LENGTH;
  const bytes = new Uint8Array(Math.ceil(used / BLOCK_LENGTH) * BLOCK_LENGTH).fill(32);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  bytes.set([69, 78, 68], text.length);
  return bytes;
}

/**
 * Returns the byte offset of the END card, searching from `start`, a multiple of 80; -1 if it is absent.
 */
export function findEnd(bytes: Uint8Array, start = 0): number {
  for (let at = start; at + CARD_LENGTH <= bytes.length; at += CARD_LENGTH)
    if (bytes[at] === 69 && bytes[at + 1] === 78 && bytes[at + 2] === 68 && isBlank(bytes, at + 3)) return at;
  return -1;
}

/** Whether only blanks or zero bytes follow, up to the value field; some writers leave garbage after that. */
function isBlank(bytes: Uint8Array, start: number): boolean {
  for (let i = start; i < start + 7; i++) if (bytes[i] !== 32 && bytes[i] !== 0) return false;
  return true;
}
