/**
 * Dates and times of day as text: ISO 8601, and the other forms found in FITS headers.
 *
 * @module
 */
import { isCalendarDay, julianDateOfDay } from './calendar.js';

/** What a date as text says. */
interface DateText {
  /** Julian date at 0h of the day [d]; NaN if the text is not a calendar day. */
  readonly midnight: number;
  /** Seconds since 0h [s], 0 to 86400; NaN if the text has no time of day. */
  readonly seconds: number;
  /** Offset of the clock from UTC, east positive [s], as `+02:00` says; 0 for `Z` and UTC; NaN if the text names none. */
  readonly zone: number;
}

const NOT_A_DATE: DateText = { midnight: Number.NaN, seconds: Number.NaN, zone: Number.NaN };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** UTC in words, and an offset from it, after a time of day. */
const ZONE = /\s*\(?\s*(?:(Z|UTC?|GMT)(?![a-z])\s*)?(?:([+-])(\d{1,2})(?::?(\d{2}))?)?\s*\)?$/i;

/**
 * Reads a date, with or without a time of day.
 *
 * Read are `2025-06-02T04:10:14.288` (a blank for the T, a comma for the point, fewer parts of the time or none are fine),
 * `20250602T041014`, `2025/06/02`, `20250602`, `02-Jun-2025`, `June 2, 2025`, `Mon Jun  2 04:10:14 2025`, and the form of
 * FITS before 1998, `02/06/25`, which is day/month/year. By the FITS standard its two digits mean 19yy; because camera
 * programs of today still write it, 00 to 49 are read as 20yy here. `06/17/2025` can only be month/day. A time of day may
 * end in AM or PM, then in `Z`, `UTC`, `(UTC)`, `+02:00` or `-0700`. A time of 24:00:00 is the next midnight. Anything
 * else is NaN, such as a date with slashes beside AM or PM whose day and month could be either way round.
 *
 * @see FITS Standard 4.0, section 9.1; ISO 8601
 */
export function dateText(text: string): DateText {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  const named = /^(?:[a-z]{3,9},? )?([a-z]{3,9} \d{1,2}) (\d{1,2}:\S+) (\d{4})$/i.exec(trimmed); // as C's ctime
  const day = named ? `${named[1]} ${named[3]}` : trimmed;
  const parts = named ? null : splitDate(day);
  if (!parts && !named) return { ...NOT_A_DATE, midnight: midnightOf(day.replace(/\s*(Z|\(?UTC?\)?)$/i, '')) };
  const { time, zone } = withoutZone(named ? named[2] : parts!.time);
  const seconds = timeText(time);
  const date = named ? day : parts!.date;
  const isAmbiguous = /[ap]\.?m/i.test(time) && /^(\d{1,2})([-/])(\d{1,2})\2/.test(date);
  const midnight = Number.isNaN(seconds) ? Number.NaN : midnightOf(date, isAmbiguous);
  // 24:00:00 is the next midnight, also on a day with a leap second
  return /^24/.test(time) ? { midnight: midnight + 1, seconds: 0, zone } : { midnight, seconds, zone };
}

/**
 * Reads a time of day: `hh`, `hh:mm` or `hh:mm:ss.sss`, with blanks or a comma for the marks, `hhmmss`, AM and PM [s].
 *
 * Up to, not including, a second of 61; 24:00:00 is 86400. NaN if it is not a time of day, or not in UTC.
 */
export function timeText(text: string): number {
  const { time, zone } = withoutZone(text.trim());
  if (zone) return Number.NaN; // without its date the day in UTC is not known
  const half = /\s*([ap])\.?m\.?$/i.exec(time);
  const plain = half ? time.slice(0, half.index) : time;
  const parts =
    /^(\d{1,2})(?:[:\s]\s*(\d{1,2})(?:[:\s]\s*(\d{1,2}(?:[.,]\d*)?))?)?$/.exec(plain) ??
    /^(\d{2})(\d{2})(?:(\d{2}(?:[.,]\d*)?))?$/.exec(plain);
  if (!parts) return Number.NaN;
  const [hour, minutes] = [Number(parts[1]), Number(parts[2] ?? 0)];
  const seconds = Number((parts[3] ?? '0').replace(',', '.'));
  if (half && (hour < 1 || hour > 12)) return Number.NaN;
  const hours = half ? (hour % 12) + (half[1].toLowerCase() === 'p' ? 12 : 0) : hour;
  const isMidnight = hours === 24 && minutes === 0 && seconds === 0;
  return isMidnight || (hours < 24 && minutes < 60 && seconds < 61)
    ? hours * 3600 + minutes * 60 + seconds
    : Number.NaN;
}

/** The date and the time of day of a text; null if it has no time of day. */
function splitDate(text: string): { date: string; time: string } | null {
  const parts = /^(\S*?\d)T(\d.*)$/i.exec(text) ?? /^(\S*\d) (\d.*)$/.exec(text);
  // the date may be of several words; `2 Jun 2025` has a blank, but no time of day
  const split = parts && !/^(\d{1,2}|[a-z]+)$/i.test(parts[1]) ? parts : /^(.*\d) (\d{1,2}:.*)$/.exec(text);
  return split ? { date: split[1], time: split[2] } : null;
}

/** Takes the time zone off a time of day. */
function withoutZone(text: string): { time: string; zone: number } {
  const found = ZONE.exec(text);
  if (!found || found[0].trim() === '' || found.index === 0) return { time: text, zone: Number.NaN };
  const time = text.slice(0, found.index);
  if (found[2] === undefined) return { time, zone: 0 };
  const minutes = Number(found[3]) * 60 + Number(found[4] ?? 0);
  if (minutes > 14 * 60 || Number(found[4] ?? 0) > 59) return { time: text, zone: Number.NaN };
  return { time, zone: (found[2] === '-' ? -60 : 60) * minutes };
}

/** @param isAmbiguous day and month may be either way round, unless one of them is above 12 */
function midnightOf(text: string, isAmbiguous = false): number {
  const ymd = /^([+-]?\d{4,6})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (ymd) return midnight(Number(ymd[1]), Number(ymd[3]), Number(ymd[4]));
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (packed) return midnight(Number(packed[1]), Number(packed[2]), Number(packed[3]));
  const old = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})$/.exec(text);
  if (!old) return midnightOfNamedMonth(text);
  const [first, second] = [Number(old[1]), Number(old[2])];
  const year = Number(old[3]) + (old[3].length === 4 ? 0 : Number(old[3]) < 50 ? 2000 : 1900);
  if (second > 12 && old[3].length === 4) return midnight(year, first, second);
  return isAmbiguous && first <= 12 && first !== second ? Number.NaN : midnight(year, second, first);
}

/** `02-Jun-2025`, `2 June 2025`, `June 2, 2025`, `2025-Jun-02`. */
function midnightOfNamedMonth(text: string): number {
  const parts = text.toLowerCase().split(/[\s,/-]+/);
  if (parts.length !== 3) return Number.NaN;
  const word = parts.find(part => /^[a-z]{3,9}$/.test(part)) ?? '';
  const month = MONTHS.findIndex(name => word.startsWith(name)) + 1;
  const numbers = parts.filter(part => /^\d{1,4}$/.test(part));
  const year = numbers.find(part => part.length === 4);
  const day = numbers.find(part => part.length <= 2);
  return month > 0 && year && day ? midnight(Number(year), month, Number(day)) : Number.NaN;
}

function midnight(year: number, month: number, day: number): number {
  return isCalendarDay(year, month, day) ? julianDateOfDay(year, month, day) : Number.NaN;
}
