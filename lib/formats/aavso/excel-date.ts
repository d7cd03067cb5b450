/**
 * Dates as a spreadsheet in English prints them.
 *
 * @module
 */

const EXCEL = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([ap])\.?\s*m\.?)?$/i;

/** Milliseconds since 1970 of `12/31/2007 11:59:59 PM` (month, day, year; UTC); null if the text is not such a date. */
export function excelDate(text: string): number | null {
  const match = EXCEL.exec(text);
  if (match === null) return null;
  const [, month, day, year, hour = '12', minute = '0', second = '0', half = 'a'] = match;
  if (Number(hour) < 1 || Number(hour) > 12 || Number(minute) > 59 || Number(second) >= 60) return null;
  const hours = (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(midnight);
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return null;
  return midnight + (hours * 60 + Number(minute)) * 60_000 + Number(second) * 1000;
}
