/**
 * For how long a frame was exposed, in one exposure or several.
 *
 * @module
 */
import { secondsIn, secondsInComment } from './cards/card-value.js';
import type { KeywordReader, ReadNumber } from './cards/keyword-reader.js';

/** Keywords whose name tells the unit [s]; the comment of a card wins. */
const UNIT_OF_KEYWORD: Readonly<Record<string, number>> = { EXPOINUS: 1e-6, EXPMS: 1e-3, EXP_MS: 1e-3 };

/** Number of exposures in a frame that stacks several. */
const STACK_COUNTS = ['NCOMBINE', 'STACKCNT', 'NSTACK', 'STACKED', 'NUMFRAME', 'NSUBEXP', 'SNAPSHOT', 'FRAMECNT'];
/** Total time of all exposures of a stack [s]. */
const TOTAL_TIMES = ['LIVETIME', 'TOTALEXP', 'EXPTOTAL', 'TOTEXP', 'EXPTOT'];

/** Exposures that frames of one exposure do not exceed; longer ones suggest another unit [s]. */
const MAX_EXPOSURE = 86400;

/**
 * Exposure time [s]; NaN if the header does not say.
 *
 * The unit is the one in the card's text (`45 s`, `1/250`), else that of its comment (`[ms]`, `minutes`), else seconds.
 */
export function exposureSeconds(reader: KeywordReader): number {
  const found = reader.firstNumber('exptime', value => value >= 0);
  if (found === null) {
    reader.noteUnreadable('exptime', 'an exposure time');
    return Number.NaN;
  }
  const seconds = inSeconds(reader, found);
  if (seconds > MAX_EXPOSURE && !reader.telescope.inSpace)
    reader.note(
      found.keyword,
      'long-exposure',
      'assumed',
      `an exposure of ${seconds} s is more than a day. If the card is in milliseconds, say so in its comment ([ms]), or pass the exposure`,
    );
  return seconds;
}

/** A number with its unit as seconds. */
function inSeconds(reader: KeywordReader, { keyword, value, unit }: ReadNumber): number {
  const said = unit === '' ? secondsInComment(reader.header.comment(keyword)) : secondsIn(unit);
  if (Number.isFinite(said)) return value * said;
  if (unit !== '')
    reader.note(
      keyword,
      'unknown-unit',
      'assumed',
      `the unit "${unit}" of the exposure is not known; seconds are assumed. Write the card as a number of seconds`,
    );
  return value * (UNIT_OF_KEYWORD[keyword] ?? 1);
}

/** Number of exposures that a frame holds; 1 for one that is no stack, or does not say. */
export function stackedExposures(reader: KeywordReader): number {
  for (const keyword of STACK_COUNTS) {
    const value = reader.numberOf(keyword);
    if (Number.isInteger(value) && value > 1) return value;
  }
  return 1;
}

/** Total exposure time of a stack [s]; NaN if the header does not say. */
export function totalExposure(reader: KeywordReader): number {
  for (const keyword of TOTAL_TIMES) {
    const found = reader.read(keyword);
    if (found.value > 0) return inSeconds(reader, found);
  }
  return Number.NaN;
}
