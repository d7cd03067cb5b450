/**
 * Determines the kind of a frame from the many terms for it.
 *
 * @module
 */
import type { KeywordReader } from './keyword-reader.js';

/** What a frame is for. */
export type ImageType = 'bias' | 'dark' | 'flat' | 'light' | 'other';

/** Words of each kind, in the order tried: a flat dark is a dark, a sky flat is a flat. */
const WORDS: readonly (readonly [ImageType, RegExp])[] = [
  ['dark', /dark/],
  ['bias', /bias|zero|offset/],
  ['flat', /flat|twilight/],
  ['light', /light|object|expos|scien|^sci$|^ext$|^imag|target|standard|^obs|^sky$|^acq/],
];

/** Words in a file name, set off by `_`, `-`, `.`, digits or a change from small to capital letters. */
const IN_NAMES: readonly (readonly [ImageType, RegExp])[] = [
  ['dark', /(^|[^a-z])darks?([^a-z]|$)/],
  ['bias', /(^|[^a-z])(bias|biases|zero|zeros)([^a-z]|$)/],
  ['flat', /(^|[^a-z])((sky|dome|twilight|auto)?flats?)([^a-z]|$)/],
];

/**
 * The kind of frame for a term of a header; `other` if the term is unknown.
 *
 * @example imageTypeOf('Dark Frame') // 'dark'
 */
function imageTypeOf(word: string): ImageType {
  const text = word.trim().toLowerCase();
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? 'other';
}

/**
 * The kind of a frame.
 *
 * By IMAGETYP, OBSTYPE or what the telescope has instead. Only if the header has none of them:
 * by the word bias, dark or flat in OBJECT, then in the file name; then an exposure of more than 0 s
 * counts as a light. Else `other`.
 */
export function imageType(reader: KeywordReader, file: string, exptime: number): ImageType {
  const said = reader.text('imagetyp');
  if (said !== '') return imageTypeOf(said);
  for (const name of [reader.text('object'), file]) {
    const text = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    const type = IN_NAMES.find(([, words]) => words.test(text))?.[0];
    if (type) return type;
  }
  return exptime > 0 ? 'light' : 'other';
}
