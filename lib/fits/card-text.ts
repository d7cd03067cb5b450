/**
 * Finds cards in the text of a header without cutting it up.
 *
 * Reading a few values out of many headers is the commonest thing that is done to them; an index of
 * every card would cost more than looking through the text.
 *
 * @module
 */
import { CARD_LENGTH } from './card.js';
import { isContinued } from './parse-card.js';

/** Where the first card of a keyword of up to 8 characters begins; -1 if there is none. */
export function findCard(text: string, keyword: string): number {
  const length = keyword.length;
  const first = length > 0 ? keyword.charCodeAt(0) : 32;
  for (let start = 0; start < text.length; start += CARD_LENGTH) {
    if (text.charCodeAt(start) !== first) continue;
    let k = 1;
    while (k < 8 && text.charCodeAt(start + k) === (k < length ? keyword.charCodeAt(k) : 32)) k++;
    if (k === 8) return start;
  }
  return -1;
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

/** Are all keywords at most 8 capitals, as the standard wants, none of them HIERARCH? */
export function hasPlainKeywords(text: string): boolean {
  for (let start = 0; start < text.length; start += CARD_LENGTH) {
    for (let k = 0; k < 8; k++) if (text.charCodeAt(start + k) > 96) return false;
    if (text.charCodeAt(start + 1) === 73 && text.startsWith('HIERARCH', start)) return false;
  }
  return true;
}
