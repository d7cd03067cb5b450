/**
 * Prints a header for people to read.
 *
 * @module
 */
import { CARD_LENGTH } from './card.js';

/** Returns one line per card without trailing blanks, at most `limit` cards, and how many were left out. */
export function printHeader(images: readonly string[], limit: number = Infinity): string {
  const lines = images
    .slice(0, limit)
    .flatMap(image => Array.from({ length: image.length / CARD_LENGTH }, (_, i) => lineOf(image, i)));
  const left = images.length - Math.min(images.length, limit);
  return left > 0 ? `${lines.join('\n')}\n... ${left} more cards` : lines.join('\n');
}

function lineOf(image: string, i: number): string {
  return image.slice(i * CARD_LENGTH, (i + 1) * CARD_LENGTH).trimEnd();
}
