/**
 * A card as stored in a header: its characters, and its value once it is requested.
 *
 * @module
 */
import { CARD_LENGTH, type Card, type CardValue, isCommentary, normalKeyword } from './card.js';
import { cardEnd } from './card-text.js';
import { formatCard } from './format-card.js';
import { cardKeyword, parseCard } from './parse-card.js';

/** The line each plain card came from, so that a card copied into another header keeps its form. */
const lineOfCard = new WeakMap<Card, CardLine>();

/** One card with its 80 characters, or more if CONTINUE lines follow. Internal to `Header`. */
export class CardLine implements Card {
  readonly keyword: string;
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  #card: Card | null = null;

  /** Makes the card at characters `start` to `end` of a header's text. */
  private constructor(keyword: string, text: string, start: number, end: number) {
    this.keyword = keyword;
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** Returns the line of a card; for a card that was read, its original line. @throws PhotometryError `bad-header` */
  static of(card: Card): CardLine {
    if (card instanceof CardLine) return card;
    const known = lineOfCard.get(card);
    if (known !== undefined) return known;
    const keyword = normalKeyword(card.keyword);
    const image = formatCard({ keyword, value: card.value, comment: card.comment });
    return new CardLine(keyword, image, 0, image.length);
  }

  /** Returns the lines of the cards in order; commentary too long for one card is split into several. */
  static from(cards: readonly Card[]): CardLine[] {
    return cards.flatMap(card => {
      const line = CardLine.of(card);
      const isLongCommentary = isCommentary(line.keyword) && line.image.length > CARD_LENGTH;
      return isLongCommentary ? CardLine.split(line.image) : [line];
    });
  }

  /** Splits the text of a header into cards, without parsing their values. */
  static split(text: string): CardLine[] {
    const lines: CardLine[] = [];
    for (let start = 0; start < text.length; ) {
      const keyword = cardKeyword(text, start);
      const end = cardEnd(text, start);
      lines.push(new CardLine(keyword, text, start, end));
      start = end;
    }
    return lines;
  }

  /** The card's characters as stored in the file. */
  get image(): string {
    return this.#text.slice(this.#start, this.#end);
  }

  /** Returns the card as plain data and remembers its line. */
  plain(): Card {
    const card = this.#parsed();
    lineOfCard.set(card, this);
    return card;
  }

  get value(): CardValue {
    return this.#parsed().value;
  }

  get comment(): string {
    return this.#parsed().comment;
  }

  #parsed(): Card {
    this.#card ??= Object.freeze(parseCard(this.image));
    return this.#card;
  }
}
