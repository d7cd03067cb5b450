/**
 * The header of an HDU: its cards in order, accessible by keyword.
 *
 * A header is immutable; `with`, `without` and `append` return new ones. Cards that were read keep
 * their characters, so that reading and writing a header preserves it byte for byte, damaged cards
 * included. Values are parsed on demand.
 *
 * @module
 */
import { type Card, type CardValue, isCommentary, normalKeyword } from './card.js';
import { CardLine } from './card-line.js';
import { cardImage, cardPlaces } from './card-text.js';
import { findEnd, headerBytes, latin1Text } from './header-text.js';
import { parseCard, parseValue } from './parse-card.js';
import { printHeader } from './print-header.js';

export type { Card, CardValue } from './card.js';

/**
 * The cards of an HDU.
 *
 * @example
 * const header = Header.fromObject({ OBJECT: 'RR Lyr', EXPTIME: 30 }).with('FILTER', 'V', 'Johnson');
 * header.number('EXPTIME'); // 30
 */
export class Header {
  /** The cards as text, until something needs them one by one; null once they are split into lines. */
  #text: string | null = null;
  #lines: readonly CardLine[];
  /** Position of the first card of each keyword, in {@link #text} or in {@link #lines}. */
  #places: ReadonlyMap<string, number> | null = null;
  /** Values parsed so far from {@link #text}, by position. */
  readonly #values: Map<number, CardValue> = new Map();
  /** Comments parsed so far from {@link #text}, by position. */
  readonly #comments: Map<number, string> = new Map();
  #cards: readonly Card[] | null = null;

  /**
   * Makes a header from cards in order; cards of another header keep their form in the file.
   *
   * @throws PhotometryError `bad-header` for a card that FITS cannot hold: an infinite number,
   * text that is not ASCII. NaN is written as an undefined value.
   */
  constructor(cards: readonly Card[]) {
    this.#lines = CardLine.from(cards);
  }

  /**
   * Reads a header from its bytes, up to END or, without one, to the end of the bytes.
   *
   * @example Header.parse(new TextEncoder().encode('GAIN    =                  1.5'.padEnd(80))).number('GAIN') // 1.5
   */
  static parse(bytes: Uint8Array): Header {
    const end = findEnd(bytes);
    const header = new Header([]);
    header.#text = latin1Text(end < 0 ? bytes : bytes.subarray(0, end));
    return header;
  }

  /**
   * Makes a header from keywords and values, without comments.
   *
   * @example Header.fromObject({ OBJECT: 'XO-1', EXPTIME: 45 })
   */
  static fromObject(values: Readonly<Record<string, CardValue>>): Header {
    return new Header(Object.entries(values).map(([keyword, value]) => ({ keyword, value, comment: '' })));
  }

  /** The cards in order, including COMMENT, HISTORY and blank cards. */
  get cards(): readonly Card[] {
    this.#cards ??= Object.freeze(this.#all().map(line => line.plain()));
    return this.#cards;
  }

  /** Whether the header has a card with this keyword. Case does not matter; the word HIERARCH may be omitted. */
  has(keyword: string): boolean {
    return this.#place(keyword) >= 0;
  }

  /**
   * Returns the value of the first card of a keyword; null if there is none or its value is undefined.
   *
   * @example header.get('ESO DET NAME')
   */
  get(keyword: string): CardValue {
    const place = this.#place(keyword);
    if (place < 0) return null;
    if (this.#text === null) return this.#lines[place].value;
    let value = this.#values.get(place);
    if (value === undefined) {
      value = parseValue(cardImage(this.#text, place));
      this.#values.set(place, value);
    }
    return value;
  }

  /** Returns the comment of the first card of a keyword; empty if there is none. */
  comment(keyword: string): string {
    const place = this.#place(keyword);
    if (place < 0) return '';
    if (this.#text === null) return this.#lines[place].comment;
    let comment = this.#comments.get(place);
    if (comment === undefined) {
      comment = parseCard(cardImage(this.#text, place)).comment;
      this.#comments.set(place, comment);
    }
    return comment;
  }

  /**
   * Returns the values of every card of a keyword, in order, such as the lines of COMMENT or HISTORY.
   *
   * @example header.all('HISTORY').join('\n')
   */
  all(keyword: string): CardValue[] {
    const name = normalKeyword(keyword);
    return this.#all()
      .filter(line => line.keyword === name)
      .map(line => line.value);
  }

  /** Returns the value as a number, parsing numeric text. NaN if absent, undefined or not a number. */
  number(keyword: string): number {
    const value = this.get(keyword);
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value !== 'string' || value.trim() === '') return NaN;
    return Number(value.trim().replace(/[Dd](?=[+-]?\d+$)/, 'E'));
  }

  /** Returns the value as trimmed text; empty if absent or undefined. Logicals are returned as `T` and `F`. */
  text(keyword: string): string {
    const value = this.get(keyword);
    if (value === null) return '';
    if (typeof value === 'boolean') return value ? 'T' : 'F';
    if (typeof value === 'object') return `(${value.re}, ${value.im})`;
    return String(value).trim();
  }

  /**
   * Returns a header with the card set: it replaces the first card of its keyword, or is added at the end. The
   * old comment is kept unless a new one is given. COMMENT, HISTORY and blank cards are always added.
   *
   * @throws PhotometryError `bad-header` for a card that FITS cannot hold
   */
  with(keyword: string, value: CardValue, comment?: string): Header {
    const lines = [...this.#all()];
    const at = isCommentary(normalKeyword(keyword)) ? -1 : this.#place(keyword);
    if (at < 0) return this.append({ keyword, value, comment: comment ?? '' });
    lines[at] = CardLine.of({ keyword, value, comment: comment ?? lines[at].comment });
    return new Header(lines);
  }

  /** Returns a header without the cards of these keywords. */
  without(...keywords: readonly string[]): Header {
    const names = new Set(keywords.map(normalKeyword));
    return new Header(this.#all().filter(line => !names.has(line.keyword)));
  }

  /** Returns a header with these cards added at the end; existing cards of the same keyword are not replaced. */
  append(...cards: readonly Card[]): Header {
    return new Header([...this.#all(), ...cards]);
  }

  /** Returns the header as stored in a file: cards, END, and blanks up to a multiple of 2880 bytes. */
  toBytes(): Uint8Array {
    return headerBytes(this.#text ?? this.#lines.map(line => line.image).join(''));
  }

  /** Returns the cards as stored in a file, one per line. */
  toString(): string {
    return printHeader(this.#all().map(line => line.image));
  }

  /** Returns the position of the first card of a keyword; -1 if there is none. */
  #place(keyword: string): number {
    this.#places ??= this.#text === null ? linePlaces(this.#lines) : cardPlaces(this.#text);
    const place = this.#places.get(keyword);
    if (place !== undefined) return place;
    const name = normalKeyword(keyword);
    return name === keyword ? -1 : (this.#places.get(name) ?? -1);
  }

  /** Returns the cards one by one, splitting the text the first time. */
  #all(): readonly CardLine[] {
    if (this.#text !== null) {
      this.#lines = CardLine.split(this.#text);
      this.#text = null;
      this.#places = null;
    }
    return this.#lines;
  }
}

/** Defines what Node's console and the notebook print. */
Object.defineProperty(Header.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Header): string {
    const images = this.cards.map(card => CardLine.of(card).image);
    return `Header of ${images.length} cards\n${printHeader(images, 40)}`;
  },
});

/** Returns the index of the first line of each keyword. */
function linePlaces(lines: readonly CardLine[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = lines.length - 1; i >= 0; i--) places.set(lines[i].keyword, i);
  return places;
}
