/**
 * Days of the Gregorian calendar and their Julian dates.
 *
 * Before 1582 the calendar is the proleptic Gregorian one, with a year 0, as ISO 8601 has it.
 *
 * @module
 */

/** A day of the Gregorian calendar. */
interface CalendarDay {
  /** Astronomical year: 0 is 1 BC. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/**
 * The Julian date at 0h of a calendar day, always an integer and a half [d].
 *
 * @see Fliegel, H. F. & Van Flandern, T. C. 1968, CACM 11, 657, with floors in place of truncations
 * @example julianDateOfDay(2000, 1, 1) // 2451544.5
 */
export function julianDateOfDay(year: number, month: number, day: number): number {
  const fromMarch = (month + 9) % 12;
  const years = year - (month <= 2 ? 1 : 0);
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leapDays + Math.floor((153 * fromMarch + 2) / 5) + day + 1721118.5;
}

/** The calendar day that begins at a Julian date of an integer and a half. */
export function calendarDayOf(jdAtMidnight: number): CalendarDay {
  const days = Math.round(jdAtMidnight - 1721119.5);
  const era = Math.floor(days / 146097);
  const dayOfEra = days - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** Whether the calendar has such a day. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (!(Number.isInteger(year) && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false;
  const back = calendarDayOf(julianDateOfDay(year, month, day));
  return back.month === month && back.day === day;
}
