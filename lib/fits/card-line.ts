/**
 * A card as a header holds it: its characters, and its values once they are asked for.
 *
 * @module
 */
import { CARD_LENGTH, type Card, type CardValue, normalKeyword } from './card.js';
import { formatCard } from './format-card.js';
import { cardKeyword, isContinued, parseCard } from './parse-card.js';

/** The lines that plain cards came from, so that a card put into another header keeps its form. */
const lineOfCard = new WeakMap<Card, CardLine>();

/** One card with its 80 characters, or more if CONTINUE lines follow. Internal to `Header`. */
export class CardLine implements Card {
  readonly keyword: string;
  /** What stands in the file. */
  readonly image: string;
  #card: Card | null = null;

  private constructor(keyword: string, image: string) {
    this.keyword = keyword;
    this.image = image;
  }

  /** The line of a card; of one that was read, the line as it stood. @throws PhotometryError `bad-header` */
  static of(card: Card): CardLine {
    if (card instanceof CardLine) return card;
    const known = lineOfCard.get(card);
    if (known !== undefined) return known;
    const keyword = normalKeyword(card.keyword);
    return new CardLine(keyword, formatCard({ keyword, value: card.value, comment: card.comment }));
  }

  /** Cuts the text of a header into cards, without reading their values. */
  static split(text: string): CardLine[] {
    const lines: CardLine[] = [];
    for (let start = 0; start < text.length; ) {
      const keyword = cardKeyword(text, start);
      let end = start + CARD_LENGTH;
      while (text.startsWith('CONTINUE', end) && isContinued(text, end - CARD_LENGTH)) end += CARD_LENGTH;
      lines.push(new CardLine(keyword, text.slice(start, end)));
      start = end;
    }
    return lines;
  }

  /** The card as plain data. */
  get card(): Card {
    if (this.#card === null) {
      this.#card = Object.freeze(parseCard(this.image));
      lineOfCard.set(this.#card, this);
    }
    return this.#card;
  }

  get value(): CardValue {
    return this.card.value;
  }

  get comment(): string {
    return this.card.comment;
  }
}
