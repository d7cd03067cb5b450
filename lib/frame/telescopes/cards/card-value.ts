/**
 * What a card says beyond its bare value: numbers written as text, with units or decimal commas, and units in comments.
 *
 * @module
 */

/** A number as a card gives it. */
interface CardNumber {
  /** The value; NaN if the text is not a number, or could be two. */
  readonly value: number;
  /** The unit that follows it, in lower case; empty if none does. */
  readonly unit: string;
}

const NO_NUMBER: CardNumber = { value: Number.NaN, unit: '' };

const NUMBER = /^([+\-\u2212]?)\s*(\d+(?:[.,]\d*)*|[.,]\d+)(?:[DdEe]([+-]?\d+))?\s*(.*)$/;
const FRACTION = /^(\d+)\s*\/\s*(\d+(?:\.\d+)?)\s*([a-z]*)\.?$/i;
/** What may follow a number as its unit: letters and the marks of units, no further digits but in exponents. */
const UNIT = /^[a-z\u00b0\u00b5\u03bc%"'\u2032\u2033][a-z\u00b0\u00b5\u03bc%"'./*^\-\s]*$/i;

/**
 * The number in a text: `45`, `45 s`, `11 C`, `1/250`, `60,00000`, `1.5D1`.
 *
 * One comma is a decimal comma unless exactly three digits follow it and no zero precedes it: `60,000` could be sixty or sixty
 * thousand, and is NaN. `1.234,5` and `1,234.5` are certain.
 */
export function numberInText(text: string): CardNumber {
  const trimmed = text.trim();
  const fraction = FRACTION.exec(trimmed);
  if (fraction) return { value: Number(fraction[1]) / Number(fraction[2]), unit: fraction[3].toLowerCase() };
  const parts = NUMBER.exec(trimmed);
  if (!parts) return NO_NUMBER;
  const [, sign, digits, exponent = '0', rest] = parts;
  if (rest !== '' && !UNIT.test(rest)) return NO_NUMBER;
  const plain = withDecimalPoint(digits);
  if (plain === null) return NO_NUMBER;
  const value = Number(`${plain}e${exponent}`);
  return { value: sign === '' || sign === '+' ? value : -value, unit: rest.trim().toLowerCase() };
}

/** Digits with a decimal point and no separators of thousands; null if they could mean two numbers. */
function withDecimalPoint(digits: string): string | null {
  const commas = digits.split(',').length - 1;
  const points = digits.split('.').length - 1;
  if (commas === 0) return points <= 1 ? digits : null;
  if (points === 0 && commas === 1) return /^0*[1-9]\d{0,2},\d{3}$/.test(digits) ? null : digits.replace(',', '.');
  const isPointLast = digits.lastIndexOf('.') > digits.lastIndexOf(',');
  const [thousands, decimal] = isPointLast ? [',', '.'] : ['.', ','];
  if (digits.split(decimal).length !== 2) return null;
  const [whole, fraction] = digits.split(decimal);
  return /^\d{1,3}([.,]\d{3})+$/.test(whole) ? `${whole.replaceAll(thousands, '')}.${fraction}` : null;
}

/** Units of time by their spellings [s]. */
const TIMES: Readonly<Record<string, number>> = {
  ...spelled(1e-6, 'us', '\u00b5s', '\u03bcs', 'usec', 'usecs', 'microsec', 'microsecs', 'microsecond', 'microseconds'),
  ...spelled(1e-3, 'ms', 'msec', 'msecs', 'millisec', 'millisecs', 'millisecond', 'milliseconds'),
  ...spelled(1, 's', 'sec', 'secs', 'second', 'seconds'),
  ...spelled(60, 'min', 'mins', 'minute', 'minutes'),
  ...spelled(3600, 'h', 'hr', 'hrs', 'hour', 'hours'),
  ...spelled(86400, 'd', 'day', 'days'),
};

function spelled(factor: number, ...names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map(name => [name, factor]));
}

/** Seconds in a unit of time such as `ms` or `minutes`; NaN if it is none. */
export function secondsIn(unit: string): number {
  return TIMES[unit.toLowerCase().replace(/\.$/, '')] ?? Number.NaN;
}

/**
 * Seconds in the unit that a comment names; NaN if it names none.
 *
 * Units in square brackets come first, then whole words, then abbreviations of three letters or more, each the first in the
 * comment: `seconds (min 0.1, max 3600)` is seconds.
 */
export function secondsInComment(comment: string): number {
  const bracket = /\[\s*([a-z\u00b5\u03bc]+)\.?\s*\]/i.exec(comment);
  if (bracket && Number.isFinite(secondsIn(bracket[1]))) return secondsIn(bracket[1]);
  const words = comment.toLowerCase().match(/[a-z\u00b5\u03bc]+/g) ?? [];
  const isLong = (word: string): boolean => /^(micro|milli)?seconds?$|^(minute|hour)s?$/.test(word);
  const long = words.find(isLong);
  if (long) return secondsIn(long);
  // `min` and `sec` are units; `s`, `h` and `d` alone may be anything, but for `in ms`, `(s)`
  const short = words.find(word => /^(u|\u00b5|\u03bc|m|micro|milli)?secs?$|^mins?$|^hrs?$|^ms$/.test(word));
  return short ? secondsIn(short) : Number.NaN;
}

/** The text of a card for tables: tabs and control characters as blanks, UTF-8 decoded where the bytes are UTF-8. */
export function cleanText(text: string): string {
  if (isPlain(text)) return text;
  const codes = Array.from(text, character => character.charCodeAt(0));
  return Array.from(fromUtf8(text, codes), character => (isControl(character.charCodeAt(0)) ? ' ' : character))
    .join('')
    .replace(/ +/g, ' ')
    .trim();
}

const BLANK = 32;
const DELETE = 127;

/** Whether a text has printable ASCII only. Runs for every card that is read. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < BLANK || code >= DELETE) return false;
  }
  return true;
}

function isControl(code: number): boolean {
  return code < BLANK || code === DELETE;
}

/** Characters of Latin-1, one a byte, read as UTF-8 if they are valid UTF-8. */
function fromUtf8(text: string, codes: readonly number[]): string {
  if (!codes.some(code => code > DELETE) || codes.some(code => code > 255)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return text;
  }
}
