/**
 * Base64 without Node's Buffer, so that it works in a browser, too.
 *
 * @see RFC 4648, section 4
 * @module
 */
import { PhotometryError } from './errors.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SKIPPED = 64;
const PADDING = 65;
const REFUSED = 66;

const VALUES = new Uint8Array(128).fill(REFUSED);
for (let i = 0; i < 64; i++) VALUES[LETTERS.charCodeAt(i)] = i;
for (const blank of ' \t\r\n') VALUES[blank.charCodeAt(0)] = SKIPPED;
VALUES['='.charCodeAt(0)] = PADDING;

/**
 * Decodes a text. White space is skipped; what follows the padding is not read.
 *
 * @throws PhotometryError `bad-table` at a character that is not of the alphabet
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? VALUES[code] : REFUSED;
    if (value === SKIPPED) continue;
    if (value === PADDING) break;
    if (value === REFUSED)
      throw new PhotometryError('bad-table', `'${text[i]}' is not a base64 character`, { character: i });
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[length++] = (bits >> held) & 0xff;
  }
  return bytes.subarray(0, length);
}

/** Bytes of a line of 76 letters. */
const LINE = 57;
const CODES = Uint8Array.from(LETTERS, letter => letter.charCodeAt(0));
const EQUALS = 0x3d;
const NEWLINE = 0x0a;

/** Bytes as base64, in one line. */
export function toBase64(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(encoded(bytes, Number.POSITIVE_INFINITY).subarray(0, -1));
}

/** Bytes to the bytes of their base64 text, in lines of 76 letters, each with its end. */
export function encodeBase64(bytes: Uint8Array): Uint8Array {
  return encoded(bytes, LINE);
}

/** The text as bytes, with the end of a line after every `line` bytes and at the end. */
function encoded(bytes: Uint8Array, line: number): Uint8Array {
  const lines = Math.ceil(bytes.length / Math.min(line, bytes.length || 1));
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4 + lines);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    text[at] = CODES[three >> 18];
    text[at + 1] = CODES[(three >> 12) & 63];
    text[at + 2] = left > 1 ? CODES[(three >> 6) & 63] : EQUALS;
    text[at + 3] = left > 2 ? CODES[three & 63] : EQUALS;
    at += 4;
    if ((i + 3) % line === 0 || left <= 3) text[at++] = NEWLINE;
  }
  return text;
}
