/**
 * Keywords of the image in which the count rates were measured: from the options, its header, or the table's metadata.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { suggestion } from '../../../core/nearest-names.js';
import type { TableMeta } from '../../../table/column/table-data.js';
import type { HstKeywords } from './hst-options.js';
import { wrong } from './hst-settings.js';
import { contradiction } from './image-facts.js';

/** A keyword's value and where it was found. */
interface FoundKeyword {
  readonly value: number;
  /** `option`, `header of the image`, `metadata of the table`. */
  readonly source: string;
}

/** Values of a keyword that differ by less than this part are one value, rounded. */
const KEYWORD_TOLERANCE = 1e-4;

/** The keywords that may be given as options. */
type OptionKeyword = 'photflam' | 'photplam' | 'exptime';

/**
 * A positive number from the options, else from the given header, else from the table's metadata; null if none has one.
 *
 * @throws PhotometryError `bad-argument` for an option that is not a positive number, or where options or metadata
 *   contradict the header
 */
export function keywordNumber(options: HstKeywords, meta: TableMeta, name: OptionKeyword): FoundKeyword | null {
  const keyword = name.toUpperCase();
  const given = options[name];
  if (given !== undefined && !isPositive(given)) throw wrong(name, 'a positive number', given);
  const inHeader = numberIn(options.header?.get(keyword));
  const inMeta = numberIn(meta[Object.keys(meta).find(key => key.toUpperCase() === keyword) ?? keyword]);
  if (given !== undefined && differ(given, inHeader)) throw contradiction(name, String(given), String(inHeader));
  if (given !== undefined) return { value: given, source: 'option' };
  if (!isPositive(inHeader)) return isPositive(inMeta) ? { value: inMeta, source: 'metadata of the table' } : null;
  if (differ(inMeta, inHeader))
    throw contradiction(`${keyword} in the metadata of the table`, String(inMeta), String(inHeader));
  return { value: inHeader, source: 'header of the image' };
}

/** Whether two known values are more than rounding apart. */
function differ(one: number, other: number): boolean {
  return isPositive(one) && isPositive(other) && Math.abs(one / other - 1) > KEYWORD_TOLERANCE;
}

/** The same for a required keyword. @throws PhotometryError `bad-argument` saying where it may be given */
export function requireKeyword(options: HstKeywords, meta: TableMeta, name: OptionKeyword, why: string): FoundKeyword {
  const found = keywordNumber(options, meta, name);
  if (found !== null) return found;
  const keyword = name.toUpperCase();
  throw new PhotometryError(
    'bad-argument',
    `${why} needs ${keyword}, and the table's metadata has no positive number of that name${suggestion(keyword, Object.keys(meta))}. Give { ${name} }, or { header: frame.header } of the image`,
    { keyword },
  );
}

function numberIn(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}
