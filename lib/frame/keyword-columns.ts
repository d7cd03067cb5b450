/**
 * Columns of plain keywords: the values of one card over many frames, whatever their types.
 *
 * @module
 */
import type { CardValue, Header } from '../fits/header.js';

/**
 * The columns of keywords asked for by name: numbers, text or logicals, as the cards have them.
 *
 * Of names that the compiler does not know (a `string[]`) it knows no columns.
 */
export type KeywordColumns<K extends readonly string[]> = string extends K[number]
  ? unknown
  : { [P in K[number]]: string | number | boolean };

/**
 * The values of a keyword over the frames, in one type.
 *
 * Numbers where every card present is a number, or text that is one, with NaN for missing ones;
 * logicals where all are; text otherwise. Missing text and logicals are null.
 */
export function keywordColumn(headers: readonly Header[], keyword: string): (string | number | boolean | null)[] {
  const values = headers.map(header => header.get(keyword));
  const present = values.filter(value => value !== null && value !== '');
  if (present.length > 0 && present.every(value => typeof value === 'boolean'))
    return values.map(value => (typeof value === 'boolean' ? value : null));
  if (headers.every((header, i) => isMissing(values[i]) || isNumeric(header, keyword, values[i])))
    return headers.map(header => header.number(keyword));
  return headers.map((header, i) => (values[i] === null ? null : header.text(keyword)));
}

function isMissing(value: CardValue): boolean {
  return value === null || value === '';
}

function isNumeric(header: Header, keyword: string, value: CardValue): boolean {
  if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) return false;
  return Number.isFinite(header.number(keyword)) || /^\s*nan\s*$/i.test(String(value));
}
