/**
 * Reads quantities of a header by the keywords of the telescope.
 *
 * @module
 */
import type { Problem } from '../../../core/problem.js';
import type { Header } from '../../../fits/header/header.js';
import { GENERIC_KEYWORDS } from '../entries/generic-keywords.js';
import type { HeaderFact, Telescope } from '../entries/telescope.js';
import { cleanText, numberInText } from './card-value.js';

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

/** A number of a card. */
export interface ReadNumber {
  readonly keyword: string;
  readonly value: number;
  /** The unit that follows the number in the card's text, in lower case; empty if none does. */
  readonly unit: string;
}

/** A problem without its file, which the reader of a header does not know. */
type CardProblem = Omit<Problem, 'file'>;

/**
 * A header read through the dictionary. Whatever is missing or not a number is '' or NaN; what is present and cannot be
 * read, or had to be interpreted, is among the {@link problems}.
 */
export class KeywordReader {
  /** What was noticed so far. */
  readonly problems: CardProblem[] = [];
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
    const text = cleanText(this.header.text(keyword));
    return text === '' || EMPTY.test(text) ? '' : text;
  }

  /** The number in one keyword; NaN where it is absent, not a number or infinite. */
  numberOf(keyword: string): number {
    return this.read(keyword).value;
  }

  /** The number in one keyword with the unit in its text, as in `45 s`; NaN where it is absent, not a number or infinite. */
  read(keyword: string): ReadNumber {
    const value = this.header.number(keyword);
    if (Number.isFinite(value)) return { keyword, value, unit: '' };
    const text = this.textOf(keyword);
    const found = text === '' ? null : numberInText(text);
    return {
      keyword,
      value: found && Number.isFinite(found.value) ? found.value : Number.NaN,
      unit: found?.unit ?? '',
    };
  }

  /** Records what was noticed about a card. */
  note(keyword: string, code: Problem['code'], action: Problem['action'], remedy: string): void {
    const where = `card ${keyword}`;
    if (this.problems.some(known => known.where === where && known.code === code)) return;
    this.problems.push({ where, value: this.header.text(keyword), code, action, remedy });
  }

  /** Records the cards of a quantity that are present but could not be read: without a word they would seem absent. */
  noteUnreadable(quantity: HeaderFact, wanted: string): void {
    for (const keyword of this.candidates(quantity)) {
      const isNumber = Number.isFinite(this.header.number(keyword)); // one that is not acceptable, such as 0, is readable
      if (keyword.includes('/') || this.textOf(keyword) === '' || isNumber) continue;
      this.note(
        keyword,
        'unreadable-card',
        'dropped',
        `${keyword} is there but cannot be read as ${wanted}, so that it counts as unknown. Correct the card, or pass the value`,
      );
    }
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
    return this.firstNumber(quantity, accept)?.value ?? Number.NaN;
  }

  /** The first number of a quantity that `accept`s, with its keyword and unit; null if there is none. */
  firstNumber(quantity: HeaderFact, accept: (value: number) => boolean = () => true): ReadNumber | null {
    for (const keyword of this.candidates(quantity)) {
      const found = keyword.includes('/') ? { keyword, value: this.#mean(keyword), unit: '' } : this.read(keyword);
      if (Number.isFinite(found.value) && accept(found.value)) return found;
    }
    return null;
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
