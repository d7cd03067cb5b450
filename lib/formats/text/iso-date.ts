/**
 * Dates as text: ISO 8601 in UTC, as FITS, ECSV and the Virtual Observatory write them.
 *
 * @module
 */

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Milliseconds since 1970-01-01T00:00:00 UTC of `2020-01-31`, `2020-01-31T23:59:59.123456` or with a
 * blank for the T; NaN if the text is no such date. Without a zone it is UTC; a leap second
 * (`23:59:60`) is no date, for these milliseconds do not count it.
 */
export function parseIsoDate(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return NaN;
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  const whole = Date.parse(`${day}T${minutes}:${seconds}${zone}`);
  // a day that the month lacks is carried over by some engines: 2021-02-30 is no date
  if (Number.isNaN(whole) || !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return NaN;
  return fraction === '' ? whole : whole + Number(fraction) * 1000;
}

/**
 * A date as `2020-01-31T23:59:59.123`, with as many digits more as bring back the same milliseconds.
 *
 * @param milliseconds since 1970-01-01T00:00:00 UTC, fractions allowed
 */
export function isoDate(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const text = new Date(whole).toISOString().slice(0, -1);
  if (whole === milliseconds) return text;
  const fraction = milliseconds - whole;
  for (let digits = 3; digits < 6; digits++) {
    const longer = text + fraction.toFixed(digits).slice(2);
    if (fraction.toFixed(digits).startsWith('0') && parseIsoDate(longer) === milliseconds) return longer;
  }
  return text + Math.min(fraction, 0.999999).toFixed(6).slice(2);
}
