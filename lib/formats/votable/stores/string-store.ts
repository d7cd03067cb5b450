/**
 * The store for the strings of a VOTable.
 *
 * @module
 */
import { detachedText } from '../../detached-text.js';
import type { ByteReader } from './byte-reader.js';
import { type ElementStore, noteMissing } from './element-store.js';

const utf8 = new TextDecoder();

/**
 * Strings. White space around the text of a cell does not belong to it; an empty cell is a missing value.
 * In binary data an empty string is one; NUL ends a string, and blanks fill up one of fixed length.
 */
export class StringStore implements ElementStore {
  readonly kind = 'string';
  readonly missing: number[] = [];
  remark = '';
  readonly #values: string[] = [];
  readonly #bytesPerCharacter: 1 | 2;
  readonly #characters: number;

  /** @param characters length of each string; 0 for any */
  constructor(bytesPerCharacter: 1 | 2, characters: number) {
    this.#bytesPerCharacter = bytesPerCharacter;
    this.#characters = characters;
  }

  get count(): number {
    return this.#values.length;
  }

  addText(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '') this.addMissing();
    else this.#values.push(detachedText(this.#cut(trimmed)));
  }

  addBytes(reader: ByteReader, count: number): void {
    const size = Math.max(1, this.#characters) * this.#bytesPerCharacter;
    for (let i = 0; i < count; i++) {
      const start = reader.take(size);
      // blanks at the end fill the string up, as in FITS
      this.#values.push(this.#decode(reader.bytes.subarray(start, start + size)).replace(/ +$/, ''));
    }
  }

  /** Adds a string of `length` characters. */
  addLong(reader: ByteReader, length: number): void {
    const start = reader.take(length * this.#bytesPerCharacter);
    this.#values.push(this.#decode(reader.bytes.subarray(start, reader.offset)));
  }

  addMissing(): void {
    this.missing.push(this.#values.length);
    this.#values.push('');
  }

  forgetLast(count: number): void {
    noteMissing(this.missing, this.count - count, this.count);
    this.#values.fill('', this.count - count);
  }

  /** Strings of an array follow each other without a separator, each of the same length. */
  split(cell: string): readonly string[] {
    const strings: string[] = [];
    const length = Math.max(1, this.#characters);
    for (let start = 0; start < cell.length; start += length) strings.push(cell.slice(start, start + length));
    return strings;
  }

  take(): readonly string[] {
    return this.#values;
  }

  #cut(text: string): string {
    if (this.#characters === 0 || text.length <= this.#characters) return text;
    this.remark = `some texts are longer than the ${this.#characters} characters that the file declares; they were cut`;
    return text.slice(0, this.#characters);
  }

  #decode(bytes: Uint8Array): string {
    const text = this.#bytesPerCharacter === 1 ? decodeChars(bytes) : decodeUtf16(bytes);
    const end = text.indexOf('\0');
    return end === -1 ? text : text.slice(0, end);
  }
}

/** Bytes as UTF-8; short ones of ASCII alone faster than through a decoder. */
function decodeChars(bytes: Uint8Array): string {
  if (bytes.length > 24) return utf8.decode(bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] > 127) return utf8.decode(bytes);
    text += String.fromCharCode(bytes[i]);
  }
  return text;
}

function decodeUtf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode((bytes[i] << 8) | bytes[i + 1]);
  return text;
}
