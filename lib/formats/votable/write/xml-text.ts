/**
 * XML as text: escaping, and gathering more of it than one string can hold.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

// control characters and unpaired surrogates, which XML 1.0 cannot represent
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;
const SPECIAL = /[&<>"\r\n\t]/;
const ESCAPED = /[&<>"\r\n\t]/g;

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/**
 * Escapes text for use in an element or between quotes.
 *
 * @throws PhotometryError `bad-argument` at a character that XML cannot hold
 */
export function escapeXml(text: string): string {
  if (FORBIDDEN.test(text)) {
    const code = FORBIDDEN.exec(text)?.[0].charCodeAt(0) ?? 0;
    throw new PhotometryError(
      'bad-argument',
      `XML cannot hold the character U+${code.toString(16).padStart(4, '0').toUpperCase()}; take it out, or write FITS or Parquet`,
      { text },
    );
  }
  return SPECIAL.test(text) ? text.replace(ESCAPED, character => NAMES[character]) : text;
}

/** The non-empty attributes of an element, each preceded by a blank. */
export function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

/** Characters that are gathered before they become bytes. */
const ENCODED_AT = 1 << 20;

/** Collects text and returns its UTF-8 bytes. */
export class Utf8Text {
  readonly #encoder = new TextEncoder();
  readonly #parts: Uint8Array[] = [];
  #pending = '';

  /** Appends text without escaping. */
  add(text: string): void {
    this.#pending += text;
    if (this.#pending.length > ENCODED_AT) this.#encode();
  }

  /** Adds bytes that are text already. */
  addBytes(text: Uint8Array): void {
    this.#encode();
    this.#parts.push(text);
  }

  /** What was added, as UTF-8. */
  bytes(): Uint8Array {
    this.#encode();
    const all = new Uint8Array(this.#parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  #encode(): void {
    this.#parts.push(this.#encoder.encode(this.#pending));
    this.#pending = '';
  }
}
