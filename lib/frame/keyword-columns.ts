/**
 * Columns of plain keywords: the values of one card over many frames, of any types.
 *
 * @module
 */
import type { CardValue, Header } from '../fits/header/header.js';

/**
 * The columns of requested keywords: numbers, text or logicals, as in the cards.
 *
 * If the compiler does not know the names (a `string[]`), the type has no columns.
 */
export type KeywordColumns<K extends readonly string[]> = string extends K[number]
  ? unknown
  : { [P in K[number]]: string | number | boolean };

/** What one header says under a keyword, in every way it may be wanted: the header itself need not be kept. */
export interface KeywordValue {
  readonly value: CardValue;
  /** The value as a number; NaN if it is not one. */
  readonly number: number;
  /** The value as text; empty if it is absent. */
  readonly text: string;
}

/** Reads a keyword of a header. */
export function keywordValue(header: Header, keyword: string): KeywordValue {
  return { value: header.get(keyword), number: header.number(keyword), text: header.text(keyword) };
}

/**
 * The values of a keyword over the frames, in one type.
 *
 * Numbers where every card present is a number, or text that is one, with NaN for missing ones;
 * logicals where all are; text otherwise. Missing text and logicals are null.
 */
export function keywordColumn(frames: readonly KeywordValue[]): (string | number | boolean | null)[] {
  const present = frames.filter(frame => !isMissing(frame.value));
  if (present.length > 0 && present.every(({ value }) => typeof value === 'boolean'))
    return frames.map(({ value }) => (typeof value === 'boolean' ? value : null));
  if (present.every(isNumeric)) return frames.map(({ number }) => number);
  return frames.map(({ value, text }) => (value === null ? null : text));
}

function isMissing(value: CardValue): boolean {
  return value === null || value === '';
}

function isNumeric({ value, number }: KeywordValue): boolean {
  if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) return false;
  return Number.isFinite(number) || /^\s*nan\s*$/i.test(String(value));
}
