/**
 * Angles as text. Numbers are degrees.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** What a bare sexagesimal number counts: right ascensions are in hours, declinations in degrees. */
export type AngleUnit = 'hour' | 'degree';

const NUMBER = '(\\d+(?:\\.\\d*)?|\\.\\d+)';
const MARKS = /^([hd°])\s*|^([m'′])\s*|^([s"″])\s*/;

/**
 * An angle from text [deg].
 *
 * Read are `16:02:11.83`, `16 02 11.83`, `16h02m11.83s`, `-0d30m`, `10°30′15″`, `12.5d`, a decimal
 * number, and an ending N, S, E or W (S and W are negative). Letters h and d win over `unit`. Minutes
 * and seconds of exactly 60 are carried over; hours are at most 24.
 *
 * @param text the angle
 * @param unit unit of the first number if the text has no letter
 * @throws PhotometryError `bad-argument` if the text is not an angle
 * @example parseAngle('16 02 11.83', 'hour') // 240.54929
 */
export function parseAngle(text: string, unit: AngleUnit): number {
  const angle = angleOrNaN(text, unit);
  if (Number.isNaN(angle))
    throw new PhotometryError(
      'bad-argument',
      `expected an angle such as ${unit === 'hour' ? '16:02:11.83' : '+28:10:10.7'} (${unit}s), got "${text}"`,
      { text, unit },
    );
  return angle;
}

/** As {@link parseAngle}, but NaN if the text is not an angle: for headers, which may contain anything. */
export function angleOrNaN(text: string, unit: AngleUnit): number {
  const trimmed = text.trim();
  const body = /^([+\-−]?)\s*(.*?)\s*([NSEW]?)$/.exec(trimmed);
  if (!body || body[2] === '') return Number.NaN;
  const fields = splitFields(body[2]);
  if (fields === null) return Number.NaN;
  const { first, minutes, seconds, mark } = fields;
  const hours = mark === 'h' || (mark === '' && unit === 'hour');
  if (minutes > 60 || seconds > 60 || (hours && first > 24)) return Number.NaN;
  const negative = body[1] !== '' && body[1] !== '+';
  const opposite = /[SW]/.test(body[3]);
  const size = (first + minutes / 60 + seconds / 3600) * (hours ? 15 : 1);
  return negative !== opposite ? -size : size;
}

/**
 * Text of an angle: hours `16:02:11.83`, or degrees with their sign `+28:10:10.7`.
 *
 * Rounded, never `60` in a field; hours of 24 read 00. NaN reads `NaN`.
 *
 * @param degrees the angle [deg]
 * @param digits decimals of the seconds (default 2 for hours, 1 for degrees, which is 0.1 arcsec)
 * @example formatAngle(240.549291667, 'hour') // '16:02:11.83'
 */
export function formatAngle(degrees: number, unit: AngleUnit, digits: number = unit === 'hour' ? 2 : 1): string {
  if (!Number.isFinite(degrees)) return String(degrees);
  const ticksPerSecond = 10 ** digits;
  const circle = unit === 'hour' ? 86400 * ticksPerSecond : Number.POSITIVE_INFINITY;
  const size = Math.abs(degrees) / (unit === 'hour' ? 15 : 1);
  const rounded = Math.round(size * 3600 * ticksPerSecond);
  const ticks = rounded >= circle ? rounded - circle : rounded;
  const whole = Math.floor(ticks / ticksPerSecond);
  const decimals = digits > 0 ? `.${String(ticks - whole * ticksPerSecond).padStart(digits, '0')}` : '';
  const sign = degrees < 0 ? '-' : unit === 'degree' ? '+' : '';
  return `${sign}${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${decimals}`;
}

/** The same angle within 0 (inclusive) to 360 (exclusive) [deg]. */
export function wrapDegrees(degrees: number): number {
  const wrapped = degrees - 360 * Math.floor(degrees / 360);
  return wrapped < 0 || wrapped >= 360 ? 0 : wrapped + 0;
}

interface Fields {
  readonly first: number;
  readonly minutes: number;
  readonly seconds: number;
  /** `h`, `d`, or empty if the text has no letter. */
  readonly mark: string;
}

/** Splits `16h02m11.83s`, `16:02:11.83` and similar texts; null otherwise. */
function splitFields(text: string): Fields | null {
  const plain = new RegExp(`^${NUMBER}(?:[:\\s]\\s*${NUMBER}(?:[:\\s]\\s*${NUMBER})?)?$`).exec(text);
  if (plain)
    return { first: Number(plain[1]), minutes: Number(plain[2] ?? 0), seconds: Number(plain[3] ?? 0), mark: '' };
  const values = [0, 0, 0];
  let mark = '';
  let next = 0;
  let rest = text;
  while (rest !== '') {
    const number = new RegExp(`^${NUMBER}\\s*`).exec(rest);
    if (!number) return null;
    rest = rest.slice(number[0].length);
    const marks = MARKS.exec(rest);
    if (!marks) return null;
    const place = marks[1] ? 0 : marks[2] ? 1 : 2;
    if (place < next || (place > 0 && mark === '')) return null;
    if (place === 0) mark = marks[1] === 'h' ? 'h' : 'd';
    values[place] = Number(number[1]);
    next = place + 1;
    rest = rest.slice(marks[0].length);
  }
  return mark === '' ? null : { first: values[0], minutes: values[1], seconds: values[2], mark };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
