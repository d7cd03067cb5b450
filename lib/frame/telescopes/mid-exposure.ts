/**
 * When a frame was exposed.
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
  jdOf,
  secondsBetween,
  type TimeScale,
  toScale,
} from '../../time/instant.js';
import type { KeywordReader } from './cards/keyword-reader.js';
import { stackedExposures, totalExposure } from './exposure-times.js';
import { siteOf } from './site-of.js';

/** The clock of a header: its scale, and how much later it is than that scale [s]. */
interface Clock {
  readonly scale: TimeScale;
  /** Seconds to take off what the clock shows; NaN if it is not known. */
  readonly ahead: number;
}

/** GPS time is TAI less 19 s, always. */
const GPS_BEHIND_TAI = -19;

/** A moment with the precision of its card. */
interface CardMoment {
  readonly instant: Instant;
  /** What one unit of the card's last digit is worth [s]. */
  readonly step: number;
}

/** Cards whose last digit is worth more than this are coarse: an exact card goes before them [s]. */
const MAX_STEP = 2;
/** Two cards that differ by more than this contradict each other [s]. */
const MAX_CONTRADICTION = 60;

const MIDDLE = /\bmid(dle|point|-exposure|exposure)?\b|\baverage\b|\b(mean|cent(re|er)) of (the )?exposures?\b/i;
const END =
  /\b(end|ended|ending|stop|finish(ed)?)\b|\bframe received\b|\bread-?out\b|\b(saved|written|creation|created|download(ed)?)\b/i;
const BEGIN = /\b(begin|beginning|start|started|open(ed)?)\b/i;

/**
 * The middle of the exposure; null if the header does not say when it was.
 *
 * A card of the middle takes precedence, unless it is rounded so that the start and the exposure time tell it better; then
 * start and end of HST and of stacks; then the start plus half the exposure, or the end less half. The comment of a card may
 * say which moment it is (`mid-exposure`, `end of exposure`, `Frame Received`). For a start without an exposure time the
 * middle is unknown, unless the exposure is 0 s.
 */
export function midExposure(reader: KeywordReader, exptime: number): Instant | null {
  const clock = clockOf(reader);
  const middle = firstMoment(reader, 'mid', clock);
  const derived = middle && middle.step <= MAX_STEP ? null : middleFromEnds(reader, exptime, clock);
  if (middle && derived && Math.abs(secondsBetween(derived, middle.instant)) <= middle.step) return derived;
  if (middle) return middle.instant;
  if (derived) return derived;
  if (Number.isFinite(clock.ahead)) noteUnreadableTime(reader, clock);
  return null;
}

/** The middle from the cards of the start and the end; null if neither can be read, or the exposure is not known. */
function middleFromEnds(reader: KeywordReader, exptime: number, clock: Clock): Instant | null {
  const start = startOf(reader, clock);
  const end = firstMoment(reader, 'end', clock)?.instant ?? null;
  if (start === null) return end && Number.isFinite(exptime) ? addSeconds(end, -exptime / 2) : null;
  const { instant, keyword } = start;
  const comment = reader.header.comment(keyword);
  if (MIDDLE.test(comment)) return instant;
  if (END.test(comment) && !BEGIN.test(comment))
    return Number.isFinite(exptime) ? addSeconds(instant, -exptime / 2) : null;
  noteContradiction(reader, start, exptime, clock);
  const span = end ? secondsBetween(instant, end) : Number.NaN;
  const isStack = stackedExposures(reader) > 1;
  if (span >= 0 && (keyword === 'EXPSTART' || isStack || !Number.isFinite(exptime)))
    return addSeconds(instant, span / 2);
  if (isStack) return middleOfStack(reader, instant, exptime, keyword);
  return Number.isFinite(exptime) ? addSeconds(instant, exptime / 2) : null;
}

/** The middle of a stack that does not say when it ended: as if its exposures had followed each other without a pause. */
function middleOfStack(reader: KeywordReader, start: Instant, exptime: number, keyword: string): Instant | null {
  const total = totalExposure(reader);
  const length = Number.isFinite(total) ? total : exptime;
  if (!Number.isFinite(length)) return null;
  reader.note(
    keyword,
    'stack-middle',
    'assumed',
    `the frame is a stack of ${stackedExposures(reader)} exposures that does not say when it ended: ` +
      `its middle is taken as ${length / 2} s after its start. Write DATE-AVG or DATE-END to it`,
  );
  return addSeconds(start, length / 2);
}

interface Start extends CardMoment {
  readonly keyword: string;
}

/** The first card of a start that can be read; an exact one goes before a rounded one of the same moment. */
function startOf(reader: KeywordReader, clock: Clock): Start | null {
  let coarse: Start | null = null;
  for (const keyword of reader.candidates('start')) {
    const moment = momentIn(reader, keyword, clock);
    if (!moment) continue;
    const start = { ...moment, keyword };
    if (coarse === null && start.step <= MAX_STEP) return start;
    if (coarse !== null && start.step < coarse.step) {
      const apart = Math.abs(secondsBetween(start.instant, coarse.instant));
      if (apart <= coarse.step) return start;
    }
    coarse ??= start;
  }
  return coarse;
}

function firstMoment(reader: KeywordReader, quantity: 'mid' | 'end', clock: Clock): CardMoment | null {
  let best: CardMoment | null = null;
  for (const keyword of reader.candidates(quantity)) {
    const moment = momentIn(reader, keyword, clock);
    if (moment && moment.step <= MAX_STEP) return best === null || near(best, moment) ? moment : best;
    best ??= moment;
  }
  return best;
}

function near(coarse: CardMoment, exact: CardMoment): boolean {
  return Math.abs(secondsBetween(coarse.instant, exact.instant)) <= coarse.step;
}

/** The moment that a card holds: a date (with its time of day from elsewhere if need be), a JD or an MJD. */
function momentIn(reader: KeywordReader, keyword: string, clock: Clock): CardMoment | null {
  const text = reader.textOf(keyword);
  if (text === '') return null;
  try {
    const number = Number(text.replace(/^(\d+),(\d+)$/, '$1.$2'));
    // Days: a Julian date has seven digits, a Modified one five; anything else is not a moment.
    if (Number.isFinite(number) && !/^\d{8}$/.test(text)) return momentInDays(reader, keyword, text, number, clock);
    return momentOfDate(reader, keyword, text, clock);
  } catch (error) {
    if (error instanceof PhotometryError) return null;
    throw error;
  }
}

/** A Julian or Modified Julian Date. A card of JD with five digits before the point has 2400000 taken off. */
function momentInDays(
  reader: KeywordReader,
  keyword: string,
  text: string,
  number: number,
  clock: Clock,
): CardMoment | null {
  if (Number.isNaN(clock.ahead)) return null;
  const isJulian = number > 2300000 && number < 2600000;
  if (!isJulian && !(number > 15000 && number < 100000)) return null;
  const name = `${keyword} ${reader.header.comment(keyword)}`;
  const isReduced = !isJulian && /JD/i.test(name) && !/MJD|modified|2400000\.5/i.test(name);
  if (isReduced && !/24\s?00\s?000/.test(name))
    reader.note(
      keyword,
      'reduced-julian-date',
      'assumed',
      `${text} is taken as a Julian date less 2400000. If it is a Modified Julian Date (less 2400000.5), name the card MJD`,
    );
  const instant = isJulian
    ? julianDate(text, clock.scale)
    : isReduced
      ? instantFromJd(2400000, clock.scale, number)
      : instantFromMjd(number, clock.scale);
  const decimals = /[.,](\d+)$/.exec(text)?.[1].length ?? (text.includes('E') ? 9 : 0);
  return { instant: onClock(instant, clock), step: 86400 * 10 ** -decimals };
}

/** A Julian date from its digits, the fraction apart so that none is lost. */
function julianDate(text: string, scale: TimeScale): Instant {
  const [whole, fraction = ''] = text.split(/[.,]/);
  return /^\d+$/.test(whole) && /^\d*$/.test(fraction)
    ? instantFromJd(Number(whole), scale, Number(`0.${fraction || 0}`))
    : instantFromJd(Number(text), scale);
}

/**
 * The instant of a date. Its time of day is in another card if the date has none; and if the date
 * has whole seconds only, a card that agrees within 1 s and has their fraction is better. A date
 * without any time of day is not an instant.
 */
function momentOfDate(reader: KeywordReader, keyword: string, date: string, clock: Clock): CardMoment | null {
  const { seconds, zone } = dateText(date);
  const isLocal = isLocalTime(reader, keyword) && Number.isNaN(zone);
  const own = isLocal ? localClock(reader) : Number.isNaN(zone) ? clock : { scale: 'utc' as const, ahead: 0 };
  if (Number.isNaN(own.ahead)) return null;
  const isWhole = Number.isNaN(seconds) || (seconds === Math.floor(seconds) && !/[.,]\d/.test(date));
  for (const name of isWhole && !isLocal ? reader.candidates('time') : []) {
    const text = reader.textOf(name);
    const time = timeText(text);
    if (Number.isNaN(time)) continue;
    const scale = /TAI/.test(name) ? 'tai' : own.scale;
    const isBetter = Number.isNaN(seconds) || (/[.,]\d/.test(text) && Math.abs(time - seconds) < 1);
    if (isBetter) return { instant: onClock(instantFromDateAndTime(date, text, scale), own), step: 1 };
  }
  if (Number.isNaN(seconds)) return null;
  const hasSeconds = /\d[:\s]\d{1,2}[:\s]\d|T\d{6}/.test(date);
  return { instant: onClock(instantFromIso(date, own.scale), own), step: hasSeconds ? 1 : 60 };
}

/** Takes off how much later the clock of the header is than its scale. */
function onClock(instant: Instant, { ahead }: Clock): Instant {
  return ahead === 0 ? instant : addSeconds(instant, -ahead);
}

/** The clock of a header; UTC unless TIMESYS names another. Its offset is NaN where the time zone is not known. */
function clockOf(reader: KeywordReader): Clock {
  const name = reader.textOf('TIMESYS').toUpperCase();
  if (/^(TT|TDT|ET)\b/.test(name)) return { scale: 'tt', ahead: 0 };
  if (/^(TAI|IAT)\b/.test(name)) return { scale: 'tai', ahead: 0 };
  if (/^TDB\b/.test(name)) return { scale: 'tdb', ahead: 0 };
  if (/^GPS\b/.test(name)) return { scale: 'tai', ahead: GPS_BEHIND_TAI };
  if (/^(LOCAL|LT|LOC)\b/.test(name)) return localClock(reader);
  if (name !== '' && !/^(UTC?|UT1|GMT|Z|ZULU)\b/.test(name) && !/^UNIX/.test(name))
    reader.note('TIMESYS', 'unknown-time-scale', 'assumed', `the time scale "${name}" is not known; UTC is assumed`);
  return { scale: 'utc', ahead: 0 };
}

/** Cards of the offset of local time from UTC [h]. */
const ZONES = ['UTOFFSET', 'UTC-OFF', 'TZOFFSET', 'TIMEOFFS', 'TIMEZONE', 'TZ'];
/** Civil time is at most this far from the Sun's [h]. */
const MAX_FROM_SUN = 4;

/**
 * A clock of local time; its offset from UTC is in another card [h], else unknown. Offsets count east; where the longitude
 * shows that the card counts west, as IRAF does, it is turned.
 */
function localClock(reader: KeywordReader): Clock {
  for (const keyword of ZONES) {
    const text = reader.textOf(keyword).replace(/^(UTC?|GMT)/i, '');
    const parts = /^([+-]?)(\d{1,2})(?::?(\d{2})|\.(\d+))?\s*(h|hours?)?$/i.exec(text);
    if (!parts) continue;
    const hours = Number(parts[2]) + Number(parts[3] ?? 0) / 60 + Number(`0.${parts[4] ?? 0}`);
    if (hours > 14) continue;
    const east = parts[1] === '-' ? -hours : hours;
    const sun = (siteOf(reader)?.longitude ?? Number.NaN) / 15;
    const isWest = Math.abs(sun - east) > MAX_FROM_SUN && Math.abs(sun + east) <= MAX_FROM_SUN;
    return { scale: 'utc', ahead: (isWest ? -east : east) * 3600 };
  }
  reader.note(
    reader.textOf('TIMESYS') === '' ? 'DATE-OBS' : 'TIMESYS',
    'local-time',
    'dropped',
    'the header gives local time without its offset from UTC, so that the moment is unknown. Add a card TIMEZONE with the hours that local time is ahead of UTC',
  );
  return { scale: 'utc', ahead: Number.NaN };
}

/** Whether the comment of a date says that it is local time. */
function isLocalTime(reader: KeywordReader, keyword: string): boolean {
  const comment = reader.header.comment(keyword);
  return /\blocal\b/i.test(comment) && !/\b(UTC?|GMT)\b/i.test(comment);
}

/** Notes an MJD or JD of the start that says another time than the date. */
function noteContradiction(reader: KeywordReader, start: Start, exptime: number, clock: Clock): void {
  const allowed = MAX_CONTRADICTION + (Number.isFinite(exptime) ? exptime : 0);
  for (const keyword of ['MJD-OBS', 'MJD-BEG', 'JD', 'JD-OBS', 'MJD']) {
    if (keyword === start.keyword || END.test(reader.header.comment(keyword))) continue;
    const other = momentIn(reader, keyword, clock);
    if (!other) continue;
    const apart = secondsBetween(start.instant, other.instant);
    if (Math.abs(apart) <= allowed + other.step) continue;
    const jd = jdOf(toScale(start.instant, 'utc')).toFixed(5);
    reader.note(
      keyword,
      'time-contradiction',
      'assumed',
      `${keyword} is ${Math.abs(Math.round(apart))} s ${apart > 0 ? 'later' : 'earlier'} than ${start.keyword} (JD ${jd}), which is used. If ${start.keyword} is local time, correct it`,
    );
    return;
  }
}

/** Notes why the middle is unknown although the header holds a date. */
function noteUnreadableTime(reader: KeywordReader, clock: Clock): void {
  const start = startOf(reader, clock);
  if (start !== null) {
    reader.note(
      start.keyword,
      'exposure-unknown',
      'dropped',
      'the header says when the exposure began but not how long it was, so that its middle is unknown. Add EXPTIME in seconds',
    );
    return;
  }
  for (const quantity of ['start', 'mid', 'end'] as const)
    for (const keyword of reader.candidates(quantity)) {
      const text = reader.textOf(keyword);
      const isDay = text !== '' && !Number.isNaN(dateText(text).midnight);
      if (text === '' || isDay || /^(0|0?\.0+|-?1|-?9+)$/.test(text)) continue;
      reader.note(
        keyword,
        'unreadable-card',
        'dropped',
        `${keyword} is there but cannot be read as a date and time, so that the moment of the exposure is unknown. Write it as 2025-03-14T05:06:07 in UTC`,
      );
    }
}
