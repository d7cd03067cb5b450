/**
 * Dates as text: ISO 8601 in UTC, as FITS, ECSV and the Virtual Observatory write them.
 *
 * @module
 */

import { parseDate } from '../../table/iso-date.js';

export { parseDate as parseIsoDate };

/** Milliseconds on both sides of 1970 that a `Date` can hold. */
const FARTHEST = 8.64e15;

/**
 * A date as `2020-01-31T23:59:59.123`, with as many digits more as bring back the same milliseconds; empty
 * for NaN and what lies beyond the years that a `Date` can hold.
 *
 * @param milliseconds since 1970-01-01T00:00:00 UTC, fractions allowed
 */
export function isoDate(milliseconds: number): string {
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
