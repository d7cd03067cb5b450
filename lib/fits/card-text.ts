/**
 * Finds cards in the text of a header without making an object of each.
 *
 * Reading a few dozen values out of many headers is the commonest thing that is done to them.
 *
 * @module
 */
import { CARD_LENGTH } from './card.js';
import { cardKeyword, isContinued } from './parse-card.js';

/** Where the first card of each keyword begins. */
export function cardPlaces(text: string): Map<string, number> {
  const places = new Map<string, number>();
  for (let start = 0; start < text.length; start += CARD_LENGTH) {
    const keyword = cardKeyword(text, start);
    if (!places.has(keyword)) places.set(keyword, start);
  }
  return places;
}

/** The characters of the card that begins at `start`, with the CONTINUE lines that belong to it. */
export function cardImage(text: string, start: number): string {
  return text.slice(start, cardEnd(text, start));
}

/** Where the card that begins at `start` ends. */
export function cardEnd(text: string, start: number): number {
  let end = start + CARD_LENGTH;
  while (text.startsWith('CONTINUE', end) && isContinued(text, end - CARD_LENGTH)) end += CARD_LENGTH;
  return end;
}
