/**
 * Dates and times of day as text: ISO 8601, and the older forms that FITS headers hold.
 *
 * @module
 */
import { isCalendarDay, julianDateOfDay } from './calendar.js';

/** What a date as text says. */
interface DateText {
  /** Julian date at 0h of the day [d]; NaN if the text is not a calendar day. */
  readonly midnight: number;
  /** Seconds since 0h [s]; NaN if the text has no time of day. */
  readonly seconds: number;
}

/**
 * Reads a date, with or without a time of day.
 *
 * Read are `2025-06-02T04:10:14.288` (a blank for the T, a Z at the end, fewer parts of the time or
 * none are fine), `2025/06/02`, `20250602`, and the form of FITS before 1998, `02/06/25`, which is
 * day/month/year. By the FITS standard its two digits mean 19yy; because camera programs of today
 * still write it, 00 to 49 are read as 20yy here. Anything else is NaN.
 *
 * @see FITS Standard 4.0, section 9.1
 */
export function dateText(text: string): DateText {
  const parts = /^(\S*\d)(?:T|\s+)(\d.*?)\s*Z?$/i.exec(text.trim());
  if (!parts) return { midnight: midnightOf(text.trim().replace(/Z$/i, '')), seconds: Number.NaN };
  const seconds = timeText(parts[2]);
  return { midnight: Number.isNaN(seconds) ? Number.NaN : midnightOf(parts[1]), seconds };
}

/**
 * Reads a time of day: `hh`, `hh:mm` or `hh:mm:ss.sss`, blanks for colons are fine [s].
 *
 * Up to, not including, a second of 61. NaN if it is not a time of day.
 */
export function timeText(text: string): number {
  const parts = /^(\d{1,2})(?:[:\s]\s*(\d{1,2})(?:[:\s]\s*(\d{1,2}(?:\.\d*)?))?)?\s*Z?$/i.exec(text.trim());
  if (!parts) return Number.NaN;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
  return hours < 24 && minutes < 60 && seconds < 61 ? hours * 3600 + minutes * 60 + seconds : Number.NaN;
}

function midnightOf(text: string): number {
  const ymd = /^([+-]?\d{4,6})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (ymd) return midnight(Number(ymd[1]), Number(ymd[3]), Number(ymd[4]));
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (packed) return midnight(Number(packed[1]), Number(packed[2]), Number(packed[3]));
  const old = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})$/.exec(text);
  if (!old) return Number.NaN;
  const year = Number(old[3]);
  const century = old[3].length === 4 ? 0 : year < 50 ? 2000 : 1900;
  return midnight(century + year, Number(old[2]), Number(old[1]));
}

function midnight(year: number, month: number, day: number): number {
  return isCalendarDay(year, month, day) ? julianDateOfDay(year, month, day) : Number.NaN;
}
