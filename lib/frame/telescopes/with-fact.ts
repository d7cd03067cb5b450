/**
 * Writes a fact of the detector into a header, under every keyword that says it.
 *
 * @module
 */
import type { Header } from '../../fits/header/header.js';
import { readerOf } from './describe-frame.js';

/** A fact that an image knows better than its header, with its standard keyword. */
const STANDARD = { gain: 'GAIN', readNoise: 'RDNOISE', saturation: 'SATURATE' } as const;

/**
 * Sets a fact under its standard keyword and under those of its telescope that are there, so that none contradicts it.
 *
 * @param value NaN changes nothing
 */
export function withFact(header: Header, fact: keyof typeof STANDARD, value: number, comment: string): Header {
  if (!Number.isFinite(value)) return header;
  const keywords = new Set<string>([STANDARD[fact], ...keywordsOf(header, fact)]);
  return [...keywords].reduce((cards, keyword) => cards.with(keyword, value, comment), header);
}

/** Removes every card that says a fact. */
export function withoutFact(header: Header, fact: keyof typeof STANDARD): Header {
  return header.without(...keywordsOf(header, fact));
}

function keywordsOf(header: Header, fact: keyof typeof STANDARD): string[] {
  return readerOf(header)
    .candidates(fact)
    .flatMap(keywords => keywords.split('/'))
    .filter(keyword => header.has(keyword));
}
