/**
 * A card as a header holds it: its characters, and its values once they are asked for.
 *
 * @module
 */
import { CARD_LENGTH, type Card, type CardValue, isCommentary, normalKeyword } from './card.js';
import { cardEnd } from './card-text.js';
import { formatCard } from './format-card.js';
import { cardKeyword, parseCard } from './parse-card.js';

/** The lines that plain cards came from, so that a card put into another header keeps its form. */
const lineOfCard = new WeakMap<Card, CardLine>();

/** One card with its 80 characters, or more if CONTINUE lines follow. Internal to `Header`. */
export class CardLine implements Card {
  readonly keyword: string;
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  #card: Card | null = null;

  /** The card at `start` to `end` of a header's text. */
  private constructor(keyword: string, text: string, start: number, end: number) {
    this.keyword = keyword;
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** The line of a card; of one that was read, the line as it stood. @throws PhotometryError `bad-header` */
  static of(card: Card): CardLine {
    if (card instanceof CardLine) return card;
    const known = lineOfCard.get(card);
    if (known !== undefined) return known;
    const keyword = normalKeyword(card.keyword);
    const image = formatCard({ keyword, value: card.value, comment: card.comment });
    return new CardLine(keyword, image, 0, image.length);
  }

  /** The lines of cards in order; commentary too long for one card becomes several. */
  static from(cards: readonly Card[]): CardLine[] {
    return cards.flatMap(card => {
      const line = CardLine.of(card);
      const isLongCommentary = isCommentary(line.keyword) && line.image.length > CARD_LENGTH;
      return isLongCommentary ? CardLine.split(line.image) : [line];
    });
  }

  /** Cuts the text of a header into cards, without reading their values. */
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

  /** What stands in the file. */
  get image(): string {
    return this.#text.slice(this.#start, this.#end);
  }

  /** The card as plain data, which remembers its line. */
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
