/**
 * Reads quantities of a header by the keywords of the telescope.
 *
 * @module
 */
import type { Header } from '../../fits/header/header.js';
import { GENERIC_KEYWORDS } from './entries/generic-keywords.js';
import type { HeaderFact, Telescope } from './entries/telescope.js';

/** Text that means a missing value. */
const EMPTY = /^(unknown|<unknown>|n\/a|nan|null|undefined|unspecified|not available|-+|\?+)$/i;

type Candidates = Readonly<Record<HeaderFact, readonly string[]>>;

/** Each telescope's keywords, followed by the common ones. */
const candidatesOf = new WeakMap<Telescope, Candidates>();

function mergedCandidates(telescope: Telescope): Candidates {
  const known = candidatesOf.get(telescope);
  if (known) return known;
  const merged: Record<HeaderFact, readonly string[]> = { ...GENERIC_KEYWORDS };
  for (const quantity of Object.keys(merged) as HeaderFact[]) {
    const own = telescope.keywords?.[quantity] ?? [];
    merged[quantity] = [...new Set([...own, ...GENERIC_KEYWORDS[quantity]])];
  }
  candidatesOf.set(telescope, merged);
  return merged;
}

/** A header read through the dictionary. Whatever is missing or not a number is '' or NaN. */
export class KeywordReader {
  readonly header: Header;
  readonly telescope: Telescope;
  readonly #candidates: Candidates;

  constructor(header: Header, telescope: Telescope) {
    this.header = header;
    this.telescope = telescope;
    this.#candidates = mergedCandidates(telescope);
  }

  /** The keywords of a quantity, those of the telescope first. */
  candidates(quantity: HeaderFact): readonly string[] {
    return this.#candidates[quantity];
  }

  /** The text of one keyword; '' where it is absent or says that it is unknown. */
  textOf(keyword: string): string {
    const text = this.header.text(keyword);
    return text === '' || EMPTY.test(text) ? '' : text;
  }

  /** The number in one keyword; NaN where it is absent, text or infinite. */
  numberOf(keyword: string): number {
    const value = this.header.number(keyword);
    return Number.isFinite(value) ? value : Number.NaN;
  }

  /** The first keyword of a quantity that says something; '' if none does. */
  keyword(quantity: HeaderFact): string {
    return this.candidates(quantity).find(keyword => this.textOf(keyword) !== '') ?? '';
  }

  /** The text of a quantity; '' if the header does not say. */
  text(quantity: HeaderFact): string {
    for (const keyword of this.candidates(quantity)) {
      const text = this.textOf(keyword);
      if (text !== '') return text;
    }
    return '';
  }

  /** The first number of a quantity that `accept`s; NaN if there is none. */
  number(quantity: HeaderFact, accept: (value: number) => boolean = () => true): number {
    for (const keyword of this.candidates(quantity)) {
      const value = keyword.includes('/') ? this.#mean(keyword) : this.numberOf(keyword);
      if (Number.isFinite(value) && accept(value)) return value;
    }
    return Number.NaN;
  }

  /** The mean over several cards, of the amplifiers of a camera. */
  #mean(keywords: string): number {
    const values = keywords
      .split('/')
      .map(keyword => this.numberOf(keyword))
      .filter(Number.isFinite);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}
