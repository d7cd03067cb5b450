/**
 * When a frame was exposed, and for how long.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { dateText, timeText } from '../../time/date-text.js';
import {
  addSeconds,
  type Instant,
  instantFromDateAndTime,
  instantFromIso,
  instantFromJd,
  instantFromMjd,
  secondsBetween,
  type TimeScale,
} from '../../time/instant.js';
import type { KeywordReader } from './keyword-reader.js';

/** Exposure time [s]; NaN if the header does not say. A card whose comment names minutes is in minutes. */
export function exposureSeconds(reader: KeywordReader): number {
  const keyword = reader.candidates('exptime').find(name => reader.numberOf(name) >= 0);
  if (keyword === undefined) return Number.NaN;
  return reader.numberOf(keyword) * (/\bmin(ute)?s?\b/i.test(reader.header.comment(keyword)) ? 60 : 1);
}

/**
 * The middle of the exposure; null if the header does not say when it was.
 *
 * A keyword of the middle takes precedence; then start and end of HST; then the start plus half the exposure. For
 * a start without an exposure time the middle is unknown, unless the exposure is 0 s.
 */
export function midExposure(reader: KeywordReader, exptime: number): Instant | null {
  const scale = timeScale(reader);
  for (const keyword of reader.candidates('mid')) {
    const mid = momentIn(reader, keyword, scale);
    if (mid) return mid;
  }
  for (const keyword of reader.candidates('start')) {
    const moment = momentIn(reader, keyword, scale);
    if (!moment) continue;
    const comment = reader.header.comment(keyword);
    if (/\bmid(dle|point|-exposure)?\b/i.test(comment)) return moment;
    if (keyword === 'EXPSTART') {
      const end = momentIn(reader, 'EXPEND', scale);
      if (end) return addSeconds(moment, secondsBetween(moment, end) / 2);
    }
    if (!Number.isFinite(exptime)) return null;
    return addSeconds(moment, /\bend\b/i.test(comment) ? -exptime / 2 : exptime / 2);
  }
  return null;
}

/** The moment that a card holds: a date (with its time of day from elsewhere if need be), a JD or an MJD. */
function momentIn(reader: KeywordReader, keyword: string, scale: TimeScale): Instant | null {
  const text = reader.textOf(keyword);
  if (text === '') return null;
  try {
    const number = Number(text);
    // Days: a Julian date has seven digits, a Modified one five; anything else is not a moment.
    if (Number.isFinite(number) && !/^\d{8}$/.test(text)) {
      if (number > 2300000 && number < 2600000) return julianDate(text, scale);
      return number > 15000 && number < 100000 ? instantFromMjd(number, scale) : null;
    }
    return refined(reader, text, scale);
  } catch (error) {
    if (error instanceof PhotometryError) return null;
    throw error;
  }
}

/** A Julian date from its digits, the fraction apart so that none is lost. */
function julianDate(text: string, scale: TimeScale): Instant {
  const [whole, fraction = ''] = text.split('.');
  return /^\d+$/.test(whole) && /^\d*$/.test(fraction)
    ? instantFromJd(Number(whole), scale, Number(`0.${fraction || 0}`))
    : instantFromJd(Number(text), scale);
}

/**
 * The instant of a date. Its time of day is in another card if the date has none; and if the date
 * has whole seconds only, a card that agrees within 1 s and has their fraction is better. A date
 * without any time of day is not an instant.
 */
function refined(reader: KeywordReader, date: string, scale: TimeScale): Instant | null {
  const { seconds } = dateText(date);
  const whole = Number.isNaN(seconds) || (seconds === Math.floor(seconds) && !/\.\d/.test(date));
  for (const keyword of whole ? reader.candidates('time') : []) {
    const text = reader.textOf(keyword);
    const time = timeText(text);
    if (Number.isNaN(time)) continue;
    if (Number.isNaN(seconds)) return instantFromDateAndTime(date, text, scale);
    if (/\.\d/.test(text) && Math.abs(time - seconds) < 1) return instantFromDateAndTime(date, text, scale);
  }
  return Number.isNaN(seconds) ? null : instantFromIso(date, scale);
}

/** The clock of a header; UTC unless TIMESYS names another. */
function timeScale(reader: KeywordReader): TimeScale {
  const name = reader.textOf('TIMESYS').toUpperCase();
  if (/^(TT|TDT)\b/.test(name)) return 'tt';
  if (/^TAI\b/.test(name)) return 'tai';
  return /^TDB\b/.test(name) ? 'tdb' : 'utc';
}
