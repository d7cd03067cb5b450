/**
 * The content of one FITS header card: keyword, value and comment.
 *
 * @module
 */

/** A complex card value, which FITS writes as `(re, im)`. */
export interface ComplexValue {
  /** Real part. */
  readonly re: number;
  /** Imaginary part. */
  readonly im: number;
}

/**
 * The value of a card: text without trailing blanks, a number, an integer beyond 2^53 as
 * `bigint`, a logical, or a complex number; `null` where the card leaves it undefined.
 */
export type CardValue = string | number | bigint | boolean | null | ComplexValue;

/** One card, with its continuation lines joined. */
export interface Card {
  /**
   * The keyword in capitals; empty for a blank card. A HIERARCH keyword omits that word:
   * `ESO DET NAME`.
   */
  readonly keyword: string;
  /** The value; for COMMENT, HISTORY, blank and other cards without a value, the text. */
  readonly value: CardValue;
  /** The text after the slash; empty if there is none. */
  readonly comment: string;
}

/** Length of a card, one line of a header [characters]. */
export const CARD_LENGTH = 80;

/** Length of a FITS block: headers and data occupy a whole number of them [byte]. */
export const BLOCK_LENGTH = 2880;

/** Whether a card with this keyword holds commentary rather than a value. */
export function isCommentary(keyword: string): boolean {
  return keyword === 'COMMENT' || keyword === 'HISTORY' || keyword === '';
}

/** Returns a keyword in the form used for comparison: capitals, trimmed, without the word HIERARCH. */
export function normalKeyword(keyword: string): string {
  const known = normalForms.get(keyword);
  if (known !== undefined) return known;
  const normal = toNormalForm(keyword);
  if (normalForms.size < MAX_NORMAL_FORMS) normalForms.set(keyword, normal);
  return normal;
}

/** Keywords that were asked for; a program asks every header for the same ones. */
const normalForms = new Map<string, string>();
const MAX_NORMAL_FORMS = 2000;

function toNormalForm(keyword: string): string {
  const name = keyword.trim().toUpperCase();
  return name.startsWith('HIERARCH ') ? name.slice(9).trim() : name;
}
