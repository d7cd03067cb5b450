/**
 * A moment as a two-part Julian date that knows its time scale.
 *
 * One float64 Julian date steps by 40 microseconds; two of them hold a moment to a picosecond. A
 * bare number is never guessed at: whoever makes an instant names its scale.
 *
 * ```ts
 * const start = instantFromIso('2025-06-02T04:10:14.288');
 * const middle = addSeconds(start, 30);
 * jdOf(toScale(middle, 'tdb'));
 * ```
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { dateText, timeText } from './date-text.js';
import { isAfterLastLeap, taiMinusUtc, utcDayLength } from './leap-seconds.js';
import { tdbMinusTt } from './tdb.js';

/** A clock: Coordinated Universal, International Atomic, Terrestrial, or Barycentric Dynamical Time. */
export type TimeScale = 'utc' | 'tai' | 'tt' | 'tdb';

/**
 * A moment: the Julian date is the sum of the two parts.
 *
 * In UTC a day with a leap second is stretched, as in SOFA: its fraction counts parts of 86401 s.
 */
export interface Instant {
  /** The nearest whole Julian day [d]. */
  readonly jd1: number;
  /** The rest, -0.5 to 0.5 [d]. */
  readonly jd2: number;
  /** The clock that reads so. */
  readonly scale: TimeScale;
}

/** TT - TAI [s], by definition. */
const TT_MINUS_TAI = 32.184;
const DAY = 86400;

/**
 * A moment from a Julian date, in one part or two.
 *
 * @param jd Julian date [d]; for a Modified Julian date pass `(2400000.5, scale, mjd)`
 * @param rest a second part that is added without loss [d] (default 0)
 * @throws PhotometryError `bad-argument` if the date is not a finite number
 * @example instantFromJd(2460828.6737765, 'utc')
 */
export function instantFromJd(jd: number, scale: TimeScale, rest = 0): Instant {
  if (!Number.isFinite(jd + rest))
    throw new PhotometryError('bad-argument', `a Julian date must be a finite number of days, got ${jd} + ${rest}`, {
      jd,
      rest,
    });
  // Two-sum (Knuth): `sum + lost` is exactly `jd + rest`.
  const sum = jd + rest;
  const taken = sum - jd;
  const lost = jd - (sum - taken) + (rest - taken);
  const jd1 = Math.round(sum);
  return { jd1, jd2: sum - jd1 + lost, scale };
}

/** A moment from a Modified Julian Date (JD - 2400000.5) [d]. */
export function instantFromMjd(mjd: number, scale: TimeScale): Instant {
  return instantFromJd(2400000.5, scale, mjd);
}

/**
 * A moment from a date as text: ISO 8601, or one of the older forms found in FITS headers.
 *
 * A second of 60 is the leap second on a day that has one; on another day it runs on into the next
 * minute. An offset such as `+02:00` in the text is taken off.
 *
 * @param scale the clock the text was read from (default `utc`, as FITS has it without TIMESYS)
 * @throws PhotometryError `bad-argument` if it is not such a date, or not a calendar day
 * @example instantFromIso('2025-06-02T04:10:14.288')
 */
export function instantFromIso(text: string, scale: TimeScale = 'utc'): Instant {
  const { midnight, seconds, zone } = dateText(text);
  const instant = instantOnDay(midnight, Number.isNaN(seconds) ? 0 : seconds, scale, text);
  return zone ? addSeconds(instant, -zone) : instant;
}

/**
 * A moment from a date and a time of day in two texts: DATE-OBS and TIME-OBS or UT.
 *
 * A time of day within the date is not looked at.
 *
 * @throws PhotometryError `bad-argument` if one of them cannot be read
 * @example instantFromDateAndTime('02/06/25', '04:10:14')
 */
export function instantFromDateAndTime(date: string, time: string, scale: TimeScale = 'utc'): Instant {
  return instantOnDay(dateText(date).midnight, timeText(time), scale, `${date} ${time}`);
}

function instantOnDay(midnight: number, seconds: number, scale: TimeScale, text: string): Instant {
  if (Number.isNaN(midnight + seconds))
    throw new PhotometryError(
      'bad-argument',
      `expected a date such as 2025-06-02T04:10:14.288, or 02/06/25 for day/month/year, got "${text}"`,
      { text },
    );
  return instantFromJd(midnight, scale, seconds / (scale === 'utc' ? utcDayLength(midnight) : DAY));
}

/** The Julian date in one number [d], to 40 microseconds, in the scale of the instant. */
export function jdOf(instant: Instant): number {
  return instant.jd1 + instant.jd2;
}

/** Seconds from `from` to `to`, both counted in TAI so that leap seconds and scales do not matter. */
export function secondsBetween(from: Instant, to: Instant): number {
  const a = toScale(from, 'tai');
  const b = toScale(to, 'tai');
  return (b.jd1 - a.jd1) * DAY + (b.jd2 - a.jd2) * DAY;
}

/** The moment some seconds later, in the same scale; leap seconds are counted. */
export function addSeconds(instant: Instant, seconds: number): Instant {
  if (instant.scale !== 'utc') return shifted(instant, seconds, instant.scale);
  return toScale(shifted(toScale(instant, 'tai'), seconds, 'tai'), 'utc');
}

/**
 * The same moment on another clock.
 *
 * UTC to TAI by the leap seconds, TAI to TT by 32.184 s, TT to TDB by seven terms of the Fairhead-Bretagnon series.
 */
export function toScale(instant: Instant, scale: TimeScale): Instant {
  if (instant.scale === scale) return instant;
  const tai = toTai(instant);
  if (scale === 'tai') return tai;
  if (scale === 'utc') return taiToUtc(tai);
  const tt = shifted(tai, TT_MINUS_TAI, 'tt');
  return scale === 'tt' ? tt : shifted(tt, tdbMinusTt(jdOf(tt)), 'tdb');
}

function toTai(instant: Instant): Instant {
  switch (instant.scale) {
    case 'tai':
      return instant;
    case 'utc':
      return utcToTai(instant);
    case 'tt':
      return shifted(instant, -TT_MINUS_TAI, 'tai');
    case 'tdb':
      return shifted(instant, -TT_MINUS_TAI - tdbMinusTt(jdOf(instant)), 'tai');
  }
}

/** UTC to TAI: a day that has a leap second, or that drifted, is stretched. */
function utcToTai(utc: Instant): Instant {
  const { midnight, fraction } = splitDay(utc);
  const start = taiMinusUtc(midnight);
  if (isAfterLastLeap(midnight)) return instantFromJd(midnight, 'tai', fraction + start / DAY); // no day is stretched
  const drift = 2 * (taiMinusUtc(midnight + 0.5) - start);
  const stretch = utcDayLength(midnight) - DAY + drift * (utcDayLength(midnight) / DAY);
  return instantFromJd(midnight, 'tai', fraction + (fraction * stretch + start) / DAY);
}

/** TAI to UTC: the inverse of {@link utcToTai} by iteration, which settles at once. */
function taiToUtc(tai: Instant): Instant {
  let utc: Instant = { ...tai, scale: 'utc' };
  for (let i = 0; i < 4; i++) {
    const back = utcToTai(utc);
    const error = tai.jd1 - back.jd1 + (tai.jd2 - back.jd2);
    if (i > 0 && error === 0) break;
    utc = instantFromJd(utc.jd1, 'utc', utc.jd2 + error);
  }
  return utc;
}

/** The midnight at the start of an instant's day, and the fraction of the day since, 0 to 1. */
export function splitDay(instant: Instant): { midnight: number; fraction: number } {
  const early = instant.jd2 < -0.5;
  const late = instant.jd2 >= 0.5;
  const midnight = instant.jd1 - 0.5 + (late ? 1 : early ? -1 : 0);
  return { midnight, fraction: instant.jd1 - midnight + instant.jd2 };
}

function shifted(instant: Instant, seconds: number, scale: TimeScale): Instant {
  return instantFromJd(instant.jd1, scale, instant.jd2 + seconds / DAY);
}
