/**
 * A header as a person reads it.
 *
 * @module
 */
import { CARD_LENGTH } from './card.js';

/** One line a card, at most `limit` of them, blanks at the ends cut; says how many it leaves out. */
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
