/**
 * Determines the kind of a frame from the many terms for it.
 *
 * @module
 */
import type { KeywordReader } from './cards/keyword-reader.js';

/** What a frame is for. */
export type ImageType = 'bias' | 'dark' | 'flat' | 'light' | 'other';

/** Words of each kind, in the order tried: a flat dark is a dark, a sky flat is a flat. */
const WORDS: readonly (readonly [ImageType, RegExp])[] = [
  ['dark', /dark/],
  ['bias', /bias|\bzeros?\b|\boffsets?\b/],
  ['flat', /flat|twilight/],
  ['light', /light|object|expos|scien|^sci$|^ext$|^imag|target|standard|^obs|^sky$|^acq/],
];

/** Cards that hold a kind only in some headers: a counter or a mode in others. Those count only if they name a kind. */
const OFTEN_OTHER: ReadonlySet<string> = new Set(['FRAME', 'OBSMODE', 'EXPTYPE', 'PICTTYPE', 'OBS_MODE']);

/** Words in a file name, set off by `_`, `-`, `.`, digits or a change from small to capital letters. */
const IN_NAMES: readonly (readonly [ImageType, RegExp])[] = [
  ['dark', /(^|[^a-z])(darks?|flatdarks?|darkflats?)([^a-z]|$)/],
  ['bias', /(^|[^a-z])(bias|biases|zero|zeros|offsets?)([^a-z]|$)/],
  ['flat', /(^|[^a-z])((sky|dome|twilight|auto)?flats?)([^a-z]|$)/],
];

/** Objects of the sky that have the word dark in their names. */
const DARK_OBJECT = /dark[ _-]*(nebula|neb|cloud|matter|energy|galaxy|star|lane|globule)/;

/** A bias has no exposure; cameras that cannot do 0 s take less than this [s]. */
const MAX_BIAS_EXPOSURE = 0.1;

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
 * By IMAGETYP, OBSTYPE or what the telescope has instead; FRAME, OBSMODE and the like count only if they name a kind. Only if
 * none does: by the word bias, dark or flat in OBJECT, then in the file name, unless the exposure contradicts it (a bias of
 * 60 s, "zero_point", is none); then an exposure of more than 0 s counts as a light. Else `other`.
 */
export function imageType(reader: KeywordReader, file: string, exptime: number): ImageType {
  for (const keyword of reader.candidates('imagetyp')) {
    const said = reader.textOf(keyword);
    if (said === '') continue;
    const type = imageTypeOf(said);
    if (type !== 'other' || !OFTEN_OTHER.has(keyword)) return type;
  }
  for (const name of [reader.text('object'), file]) {
    const text = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    if (DARK_OBJECT.test(text)) continue;
    const type = IN_NAMES.find(([, words]) => words.test(text))?.[0];
    if (type && !(type === 'bias' && exptime > MAX_BIAS_EXPOSURE)) return type;
  }
  return exptime > 0 ? 'light' : 'other';
}
