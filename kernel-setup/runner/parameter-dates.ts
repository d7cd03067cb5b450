/**
 * Dates of parameters.
 *
 * @module
 */

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The moment of a date in ISO 8601, such as `2025-02-03` or `2025-02-03T21:30:00Z`; null for other text and for a day or
 * a time that there is not. Without a time zone it is in UTC, so that a report does not depend on where it is made.
 */
export function readDate(text: string): Date | null {
  const match = DATE.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const clock = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  // the 30th of February would be the 2nd of March
  const isThere = !Number.isNaN(clock.getTime()) && clock.getUTCDate() === Number(day) && Number(hour) < 24;
  return isThere ? new Date(clock.getTime() - 60_000 * minutesOf(zone)) : null;
}

/** A time zone's minutes east of Greenwich. */
function minutesOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (60 * Number(match[2]) + Number(match[3]));
}
