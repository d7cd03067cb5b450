/**
 * Optical observations of the Minor Planet Center, one record of 80 columns each.
 *
 * @module
 * @see https://www.minorplanetcenter.net/iau/info/OpticalObs.html
 */
import { angleOrNaN } from '../../math/angle.js';
import { isCalendarDay, julianDateOfDay } from '../../time/calendar.js';
import { unpackedNumber, unpackedProvisional } from './packed.js';

/** An angle in columns: hours or degrees, minutes, and seconds or a fraction. */
const ANGLE = /^[ \d]\d [ \d]\d( [ \d]\d(\.\d*)?|\.\d+)? *$/;

/** Column of the second note in which satellites, roving observers and radar have a second line. */
const NOTE = 14;
const SECOND_LINES = new Set(['s', 'v', 'r']);

/** Whether a line has what an observation has at its columns. */
export function isObservation(line: string): boolean {
  if (line.length < 80 || line.trimEnd().length > 80 || line.slice(0, 12).trim() === '') return false;
  return (
    ANGLE.test(line.slice(32, 44)) &&
    /^[-+]/.test(line[44]) &&
    ANGLE.test(line.slice(45, 56)) &&
    /^[0-9A-Za-z]\d{2}$/.test(line.slice(77, 80)) &&
    !Number.isNaN(dateOf(line))
  );
}

/** Whether a line is the second one of an observation, without a position. */
export function isSecondLine(line: string): boolean {
  return SECOND_LINES.has(line[NOTE]);
}

/** One observation. */
export interface Observation {
  readonly number: string;
  readonly designation: string;
  readonly discovery: string;
  readonly note: string;
  readonly technique: string;
  /** Julian date, UTC. */
  readonly jd: number;
  /** Degrees; NaN if they are not angles. */
  readonly ra: number;
  readonly dec: number;
  /** NaN if there is none. */
  readonly mag: number;
  readonly band: string;
  readonly observatory: string;
}

/** The fields of a record. */
export function observationOf(line: string): Observation {
  const at = (from: number, to: number): string => line.slice(from - 1, to).trim();
  const isComet = /[CPDXAI]/.test(at(5, 5)) && /^(\d{4}|)$/.test(at(1, 4));
  const packed = at(6, 12);
  const number = isComet ? (at(1, 4) === '' ? '' : `${Number(at(1, 4))}${at(5, 5)}`) : unpackedNumber(line.slice(0, 5));
  const provisional = packed === '' ? '' : unpackedProvisional(packed, isComet);
  const readable = isComet && provisional !== '' ? `${at(5, 5)}/${provisional}` : provisional;
  return {
    number,
    designation: readable || packed,
    discovery: at(13, 13),
    note: at(14, 14),
    technique: at(15, 15),
    jd: dateOf(line),
    ra: angleOrNaN(at(33, 44), 'hour'),
    dec: angleOrNaN(at(45, 56), 'degree'),
    mag: at(66, 70) === '' ? NaN : Number(at(66, 70)),
    band: at(71, 71),
    observatory: at(78, 80),
  };
}

/** The Julian date of `YYYY MM DD.dddddd` in columns 16 to 32; NaN if there is none. */
function dateOf(line: string): number {
  const match = /^(\d{4}) ([ 01]\d) ([ 0-3]\d\.\d*)\s*$/.exec(line.slice(15, 32));
  if (match === null) return NaN;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isCalendarDay(year, month, Math.floor(day)) ? julianDateOfDay(year, month, Math.floor(day)) + (day % 1) : NaN;
}
