/**
 * STARTER VERSION: the owner of lib/fits/ replaces it; the names stay.
 *
 * @module
 */
export type CardValue = string | number | bigint | boolean | null | { readonly re: number; readonly im: number };
export interface Card {
  readonly keyword: string;
  readonly value: CardValue;
  readonly comment: string;
}
export class Header {
  readonly cards: readonly Card[];
  constructor(cards: readonly Card[]) {
    this.cards = Object.freeze([...cards]);
  }
  static fromObject(values: Readonly<Record<string, CardValue>>): Header {
    return new Header(Object.entries(values).map(([keyword, value]) => ({ keyword, value, comment: '' })));
  }
  has(keyword: string): boolean {
    return this.cards.some(c => c.keyword === keyword);
  }
  /** The first value of a keyword; null where it is absent or undefined. */
  get(keyword: string): CardValue {
    return this.cards.find(c => c.keyword === keyword)?.value ?? null;
  }
  /** As a number; NaN if absent or not one (numeric strings are read). */
  number(keyword: string): number {
    const v = this.get(keyword);
    return v === null || v === '' ? NaN : Number(v as number);
  }
  /** As text, trimmed; '' if absent. */
  text(keyword: string): string {
    const v = this.get(keyword);
    return v === null ? '' : String(v).trim();
  }
  /** A new header with the card set (in place if there, else at the end). */
  with(keyword: string, value: CardValue, comment = ''): Header {
    const card = { keyword, value, comment };
    return this.has(keyword)
      ? new Header(this.cards.map(c => (c.keyword === keyword ? card : c)))
      : new Header([...this.cards, card]);
  }
  without(keyword: string): Header {
    return new Header(this.cards.filter(c => c.keyword !== keyword));
  }
}
