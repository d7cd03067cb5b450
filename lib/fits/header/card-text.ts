/**
 * Finds cards in the text of a header without creating an object for each.
 *
 * Reading a few dozen values from each of many headers is the most common use.
 *
 * @module
 */
import { CARD_LENGTH } from './card.js';
import { cardKeyword, isContinued } from './parse-card.js';

/** The keywords of a header in order, and the position of the first card of each. */
interface Layout {
  /** The first characters of each card: its keyword, or the whole card for HIERARCH. */
  readonly heads: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

/** The layout of the last header read: the frames of a night have the same cards in the same order. */
let lastLayout: Layout = { heads: [], places: new Map() };

/** Returns the position of the first card of each keyword. */
export function cardPlaces(text: string): ReadonlyMap<string, number> {
  if (!isLaidOut(text, lastLayout)) lastLayout = layoutOf(text);
  return lastLayout.places;
}

function isLaidOut(text: string, { heads }: Layout): boolean {
  if (text.length !== heads.length * CARD_LENGTH) return false;
  for (let k = 0; k < heads.length; k++) if (!text.startsWith(heads[k], k * CARD_LENGTH)) return false;
  return true;
}

function layoutOf(text: string): Layout {
  const heads: string[] = [];
  const places = new Map<string, number>();
  for (let start = 0; start < text.length; start += CARD_LENGTH) {
    heads.push(text.slice(start, start + (text.startsWith('HIERARCH', start) ? CARD_LENGTH : 8)));
    const keyword = cardKeyword(text, start);
    if (!places.has(keyword)) places.set(keyword, start);
  }
  return { heads, places };
}

/** Returns the characters of the card that begins at `start`, including its CONTINUE lines. */
export function cardImage(text: string, start: number): string {
  return text.slice(start, cardEnd(text, start));
}

/** Returns the end position of the card that begins at `start`, including its CONTINUE lines. */
export function cardEnd(text: string, start: number): number {
  let end = start + CARD_LENGTH;
  while (text.startsWith('CONTINUE', end) && isContinued(text, end - CARD_LENGTH)) end += CARD_LENGTH;
  return end;
}
