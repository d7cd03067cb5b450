/**
 * Dates as Horizons writes them.
 *
 * @module
 */
import { isCalendarDay, julianDateOfDay } from '../../time/calendar.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE =
  /^(?:A\.D\. )?(\d{4})-([A-Z][a-z]{2})-(\d{2})(?: (\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?(?: (?:UT|TDB|TT))?$/;

/** Whether a column of this name holds calendar dates. */
export function isDateName(name: string): boolean {
  return /^(Date_|Calendar Date)/.test(name) && !/JD(UT|TT|TDB|CT)/.test(name);
}

/** The scale that a name such as `Date__(UT)__HR:MN` or the first date tells: `UT`, `TDB`, `TT`; `of unknown scale` if neither does. */
export function scaleOf(name: string, first: string): string {
  return /\((UT|TDB|TT|CT|ZONE)\)/.exec(name)?.[1] ?? /\b(UT|TDB|TT)$/.exec(first.trim())?.[1] ?? 'of unknown scale';
}

/** The Julian date of `2025-Jan-01 00:00`, in the scale of the text; NaN if it is not a date after Christ. */
export function horizonsDate(text: string): number {
  const match = DATE.exec(text.trim());
  if (match === null) return NaN;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0'] = match;
  const number = MONTHS.indexOf(month) + 1;
  if (!isCalendarDay(Number(year), number, Number(day)) || Number(hours) > 23 || Number(minutes) > 59) return NaN;
  return (
    julianDateOfDay(Number(year), number, Number(day)) +
    (Number(hours) + (Number(minutes) + Number(seconds) / 60) / 60) / 24
  );
}
