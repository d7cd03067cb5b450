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

/** A keyword's value and where it was found. */
interface FoundKeyword {
  readonly value: number;
  /** `option`, `header of the image`, `metadata of the table`. */
  readonly source: string;
}

/** The keywords that may be given as options. */
type OptionKeyword = 'photflam' | 'photplam' | 'exptime';

/**
 * A positive number from the options, else from the given header, else from the table's metadata; null if none has one.
 *
 * @throws PhotometryError `bad-argument` for an option that is not a positive number
 */
export function keywordNumber(options: HstKeywords, meta: TableMeta, name: OptionKeyword): FoundKeyword | null {
  const given = options[name];
  if (given !== undefined) {
    if (isPositive(given)) return { value: given, source: 'option' };
    throw wrong(name, 'a positive number', given);
  }
  const keyword = name.toUpperCase();
  const inHeader = numberIn(options.header?.get(keyword));
  if (isPositive(inHeader)) return { value: inHeader, source: 'header of the image' };
  const inMeta = numberIn(meta[Object.keys(meta).find(key => key.toUpperCase() === keyword) ?? keyword]);
  return isPositive(inMeta) ? { value: inMeta, source: 'metadata of the table' } : null;
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
