/**
 * What one card of a FITS header says: keyword, value, comment.
 *
 * @module
 */

/** A complex value of a card, as FITS writes it: `(re, im)`. */
export interface ComplexValue {
  /** Real part. */
  readonly re: number;
  /** Imaginary part. */
  readonly im: number;
}

/**
 * The value of a card: text without trailing blanks, a number, a whole number beyond 2^53 as
 * `bigint`, a logical, a complex number; `null` where the card leaves it undefined.
 */
export type CardValue = string | number | bigint | boolean | null | ComplexValue;

/** One card, its continuation lines joined. */
export interface Card {
  /**
   * The keyword in capitals; empty for a blank card. A HIERARCH keyword stands without that word:
   * `ESO DET NAME`.
   */
  readonly keyword: string;
  /** The value; of COMMENT, HISTORY, blank and other cards without a value, the text. */
  readonly value: CardValue;
  /** What stands after the slash; empty if nothing does. */
  readonly comment: string;
}

/** Characters of a card, the line of a header. */
export const CARD_LENGTH = 80;

/** Bytes of a FITS record: headers and data are whole numbers of them. */
export const BLOCK_LENGTH = 2880;

/** Is this the keyword of a card whose text is a remark, not a value? */
export function isCommentary(keyword: string): boolean {
  return keyword === 'COMMENT' || keyword === 'HISTORY' || keyword === '';
}

/** The form in which keywords are compared: capitals, trimmed, without the word HIERARCH. */
export function normalKeyword(keyword: string): string {
  if (/^[A-Z0-9_-]+$/.test(keyword)) return keyword; // as it nearly always is
  const name = keyword.trim().toUpperCase();
  return name.startsWith('HIERARCH ') ? name.slice(9).trim() : name;
}
