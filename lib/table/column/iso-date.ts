/**
 * Dates of a table as text: ISO 8601 in UTC.
 *
 * @module
 */

/** Years of more than four digits have a sign and five digits, as in FITS, or six, as in `Date`. */
const ISO = /^((?:\d{4}|[+-]\d{5,6})-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;
/** Milliseconds on both sides of 1970 that a `Date` can hold. */
const FARTHEST = 8.64e15;

/**
 * Milliseconds since 1970-01-01T00:00:00 UTC of `2020-01-31`, `2020-01-31T23:59:59.123456` or with a
 * blank for the T; NaN if the text is not such a date. Without a zone it is UTC.
 */
export function parseDate(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return NaN;
  const [, date, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  const day = date.replace(/^([+-])(?=\d{5}-)/, '$10');
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // some engines roll over days that the month lacks: 2021-02-30 is not a date
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return NaN;
  const whole = Date.parse(`${day}T${minutes}:${seconds}${zone}`);
  return fraction === '' ? whole : whole + Number(fraction) * 1000;
}

/**
 * A date as text, no longer than it need be: `2020-01-31`, `2020-01-31T23:59:59`, `2020-01-31T23:59:59.123`.
 * Fractions of a millisecond get as many digits as restore the same number, at most six decimals of the second.
 * Empty for NaN and for values outside the range of a `Date`.
 */
export function dateText(milliseconds: number): string {
  if (!(Math.abs(milliseconds) <= FARTHEST)) return '';
  const whole = Math.floor(milliseconds);
  const text = new Date(whole)
    .toISOString()
    .slice(0, -1)
    .replace(/^([+-])0/, '$1');
  const fraction = milliseconds - whole;
  if (fraction > 0) return text + fractionDigits(text, fraction, milliseconds);
  if (text.endsWith('T00:00:00.000')) return text.slice(0, -13);
  return text.endsWith('.000') ? text.slice(0, -4) : text;
}

/** The digits of the second beyond the third. */
function fractionDigits(text: string, fraction: number, milliseconds: number): string {
  let digits = '';
  for (let count = 1; count <= 3; count++) {
    digits = String(Math.min(Math.round(fraction * 10 ** count), 10 ** count - 1)).padStart(count, '0');
    if (parseDate(text + digits) === milliseconds) break;
  }
  return digits;
}

/**
 * A date as `2020-01-31T23:59:59.123`, with as many more digits as restore the same milliseconds; empty
 * for NaN and for values outside the range of a `Date`.
 *
 * @param milliseconds since 1970-01-01T00:00:00 UTC, fractions allowed
 */
export function fullDateText(milliseconds: number): string {
  if (!(Math.abs(milliseconds) <= FARTHEST)) return '';
  const whole = Math.floor(milliseconds);
  const text = new Date(whole).toISOString().slice(0, -1);
  if (whole === milliseconds) return text;
  const fraction = milliseconds - whole;
  for (let digits = 3; digits < 6; digits++) {
    const longer = text + fraction.toFixed(digits).slice(2);
    if (fraction.toFixed(digits).startsWith('0') && parseDate(longer) === milliseconds) return longer;
  }
  return text + Math.min(fraction, 0.999999).toFixed(6).slice(2);
}
