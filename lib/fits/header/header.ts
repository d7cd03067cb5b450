/**
 * The header of an HDU: its cards in order, found by keyword.
 *
 * A header never changes; `with`, `without` and `append` give new ones. Cards that were read keep
 * their characters, so that a header that is read and written is the same to the byte, damaged cards
 * included. Values are parsed when they are asked for.
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
  /** The cards as text, as long as nothing needs them one by one; null once they stand in lines. */
  #text: string | null = null;
  #lines: readonly CardLine[];
  /** First place of each keyword, in {@link #text} or in {@link #lines}. */
  #places: ReadonlyMap<string, number> | null = null;
  /** Values of {@link #text} that were asked for, by their place. */
  readonly #values: Map<number, CardValue> = new Map();
  #cards: readonly Card[] | null = null;

  /**
   * Takes cards in order; those of another header keep their form in the file.
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
   * Makes a header of keywords and values, without comments.
   *
   * @example Header.fromObject({ OBJECT: 'XO-1', EXPTIME: 45 })
   */
  static fromObject(values: Readonly<Record<string, CardValue>>): Header {
    return new Header(Object.entries(values).map(([keyword, value]) => ({ keyword, value, comment: '' })));
  }

  /** The cards in order, COMMENT, HISTORY and blank ones too. */
  get cards(): readonly Card[] {
    this.#cards ??= Object.freeze(this.#all().map(line => line.plain()));
    return this.#cards;
  }

  /** Is there a card of this keyword? Capitals or not; the word HIERARCH may be left out. */
  has(keyword: string): boolean {
    return this.#place(keyword) >= 0;
  }

  /**
   * The value of the first card of a keyword; null where there is none or its value is undefined.
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

  /** The comment of the first card of a keyword; empty where there is none. */
  comment(keyword: string): string {
    const place = this.#place(keyword);
    if (place < 0) return '';
    return this.#text === null ? this.#lines[place].comment : parseCard(cardImage(this.#text, place)).comment;
  }

  /**
   * The values of every card of a keyword, in order: the lines of a COMMENT or HISTORY.
   *
   * @example header.all('HISTORY').join('\n')
   */
  all(keyword: string): CardValue[] {
    const name = normalKeyword(keyword);
    return this.#all()
      .filter(line => line.keyword === name)
      .map(line => line.value);
  }

  /** The value as a number; text that is a number is read. NaN if absent, undefined or no number. */
  number(keyword: string): number {
    const value = this.get(keyword);
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value !== 'string' || value.trim() === '') return NaN;
    return Number(value.trim().replace(/[Dd](?=[+-]?\d+$)/, 'E'));
  }

  /** The value as text without blanks at its ends; empty if absent or undefined. Logicals read `T` and `F`. */
  text(keyword: string): string {
    const value = this.get(keyword);
    if (value === null) return '';
    if (typeof value === 'boolean') return value ? 'T' : 'F';
    if (typeof value === 'object') return `(${value.re}, ${value.im})`;
    return String(value).trim();
  }

  /**
   * A header with the card set: in the place of the first of its keyword, else at the end. The old
   * comment stays unless a new one is given. COMMENT, HISTORY and blank cards are always added.
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

  /** A header without any card of these keywords. */
  without(...keywords: readonly string[]): Header {
    const names = new Set(keywords.map(normalKeyword));
    return new Header(this.#all().filter(line => !names.has(line.keyword)));
  }

  /** A header with these cards added at the end, keywords that are there already not replaced. */
  append(...cards: readonly Card[]): Header {
    return new Header([...this.#all(), ...cards]);
  }

  /** The header as it stands in a file: cards, END, blanks to a multiple of 2880 bytes. */
  toBytes(): Uint8Array {
    return headerBytes(this.#text ?? this.#lines.map(line => line.image).join(''));
  }

  /** The cards as they stand in a file, one a line. */
  toString(): string {
    return printHeader(this.#all().map(line => line.image));
  }

  /** Place of the first card of a keyword; -1 where there is none. */
  #place(keyword: string): number {
    this.#places ??= this.#text === null ? linePlaces(this.#lines) : cardPlaces(this.#text);
    const place = this.#places.get(keyword);
    if (place !== undefined) return place;
    const name = normalKeyword(keyword);
    return name === keyword ? -1 : (this.#places.get(name) ?? -1);
  }

  /** The cards one by one. */
  #all(): readonly CardLine[] {
    if (this.#text !== null) {
      this.#lines = CardLine.split(this.#text);
      this.#text = null;
      this.#places = null;
    }
    return this.#lines;
  }
}

/** What Node's console and the notebook print. */
Object.defineProperty(Header.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Header): string {
    const images = this.cards.map(card => CardLine.of(card).image);
    return `Header of ${images.length} cards\n${printHeader(images, 40)}`;
  },
});

/** First place of each keyword. */
function linePlaces(lines: readonly CardLine[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = lines.length - 1; i >= 0; i--) places.set(lines[i].keyword, i);
  return places;
}
