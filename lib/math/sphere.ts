/**
 * Directions on the sphere: how far apart, in which direction, and where one gets to. Numbers are degrees.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { parseAngle, wrapDegrees } from './angle.js';

/**
 * A place on the sky. Numbers are degrees. Text is degrees where it is a decimal number; sexagesimal right
 * ascensions are hours, declinations degrees.
 */
export interface SkyPoint {
  /** Right ascension: `240.549`, `'16:02:11.83'`, `'16h02m11.83s'`. */
  readonly ra: number | string;
  /** Declination: `28.1696`, `'+28:10:10.6'`. */
  readonly dec: number | string;
}

const DEG = Math.PI / 180;

/**
 * The angle between two places [deg], 0 to 180, exact for small and for large ones. NaN if a coordinate is.
 *
 * Takes two positions, or four numbers: RA and Dec of the first, RA and Dec of the second.
 *
 * @throws PhotometryError `bad-argument` for text that is not an angle
 * @see Vincenty, T. 1975, Survey Review 23, 88 (on the sphere)
 * @example
 * separation({ ra: '16:02:11.83', dec: '+28:10:10.6' }, { ra: 240.55, dec: 28.17 });
 * separation(10, 0, 10, 1); // 1
 */
export function separation(a: SkyPoint, b: SkyPoint): number;
export function separation(ra1: number, dec1: number, ra2: number, dec2: number): number;
export function separation(a: SkyPoint | number, b: SkyPoint | number, ra2?: number, dec2?: number): number {
  const { along, across, ahead } = seenFrom(a, b, ra2, dec2);
  return Math.atan2(Math.hypot(across, along), ahead) / DEG;
}

/**
 * The direction from one place to another [deg], from north through east: 0 to below 360. NaN if a coordinate is.
 *
 * Takes two places, or four numbers. From one place to itself it is 0. At a pole, north is the direction
 * away from the meridian given: what the limit along it says.
 *
 * @throws PhotometryError `bad-argument` for text that is not an angle
 * @example positionAngle({ ra: 10, dec: 0 }, { ra: 10.1, dec: 0 }) // 90
 */
export function positionAngle(a: SkyPoint, b: SkyPoint): number;
export function positionAngle(ra1: number, dec1: number, ra2: number, dec2: number): number;
export function positionAngle(a: SkyPoint | number, b: SkyPoint | number, ra2?: number, dec2?: number): number {
  const { along, across } = seenFrom(a, b, ra2, dec2);
  const angle = Math.atan2(across, along) / DEG;
  return Number.isNaN(angle) ? NaN : wrapDegrees(angle);
}

/** How far a place is from another, in two directions [deg]. */
export interface SkyOffset {
  /** Towards the east, on the great circle: for small ones the difference in RA times cos Dec. */
  readonly east: number;
  /** Towards the north. */
  readonly north: number;
}

/**
 * The position of `b` in a frame with origin `a` and its pole to the north: longitude and latitude [deg].
 *
 * @throws PhotometryError `bad-argument` for text that is not an angle
 * @example skyOffset({ ra: 10, dec: 60 }, { ra: 10.002, dec: 60 }).east // 0.001
 */
export function skyOffset(a: SkyPoint, b: SkyPoint): SkyOffset;
export function skyOffset(ra1: number, dec1: number, ra2: number, dec2: number): SkyOffset;
export function skyOffset(a: SkyPoint | number, b: SkyPoint | number, ra2?: number, dec2?: number): SkyOffset {
  const { along, across, ahead } = seenFrom(a, b, ra2, dec2);
  return { east: Math.atan2(across, ahead) / DEG, north: Math.atan2(along, Math.hypot(across, ahead)) / DEG };
}

/**
 * The place at an angle from another [deg], ICRS as the first is.
 *
 * @param angle direction, from north through east [deg]
 * @param distance how far, along the great circle [deg]
 * @throws PhotometryError `bad-argument` for text that is not an angle
 * @example offsetBy({ ra: 10, dec: 0 }, 90, 5) // { ra: 15, dec: 0 }
 */
export function offsetBy(from: SkyPoint, angle: number, distance: number): { ra: number; dec: number } {
  const { ra, dec } = degreesOf(from);
  const [sin, cos] = [Math.sin(dec * DEG), Math.cos(dec * DEG)];
  const [sinFar, cosFar] = [Math.sin(distance * DEG), Math.cos(distance * DEG)];
  const north = sinFar * Math.cos(angle * DEG);
  const east = sinFar * Math.sin(angle * DEG);
  const outward = cosFar * cos - north * sin;
  return {
    ra: wrapDegrees(ra + Math.atan2(east, outward) / DEG),
    dec: Math.atan2(cosFar * sin + north * cos, Math.hypot(outward, east)) / DEG,
  };
}

/**
 * A place in degrees.
 *
 * @throws PhotometryError `bad-argument` for text that is not an angle
 */
export function degreesOf({ ra, dec }: SkyPoint): { ra: number; dec: number } {
  return { ra: angleDegrees(ra, 'hour', 'ra'), dec: angleDegrees(dec, 'degree', 'dec') };
}

/** Decimal text is degrees, also for RA; text with an hour letter or colons is hours. */
const DECIMAL = /^\s*[+\-−]?\s*(?:\d+\.?\d*|\.\d+)\s*$/;

/** An angle in degrees, of a number or text. @throws PhotometryError `bad-argument` */
export function angleDegrees(value: number | string, unit: 'hour' | 'degree', name: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return parseAngle(value, DECIMAL.test(value) ? 'degree' : unit);
  throw new PhotometryError('bad-argument', `${name} must be degrees or text such as '16:02:11.8', got ${value}`, {
    [name]: value,
  });
}

/** The unit vector to one place in the axes of another: north, east, outward. */
interface Seen {
  readonly along: number;
  readonly across: number;
  readonly ahead: number;
}

function seenFrom(a: SkyPoint | number, b: SkyPoint | number, ra2?: number, dec2?: number): Seen {
  if (typeof a === 'number') return seen(a, b as number, ra2 as number, dec2 as number);
  const [from, to] = [degreesOf(a), degreesOf(b as SkyPoint)];
  return seen(from.ra, from.dec, to.ra, to.dec);
}

function seen(ra1: number, dec1: number, ra2: number, dec2: number): Seen {
  const dRa = (ra2 - ra1) * DEG;
  const half = Math.sin(dRa / 2);
  const [sin1, cos1] = [Math.sin(dec1 * DEG), Math.cos(dec1 * DEG)];
  const cos2 = Math.cos(dec2 * DEG);
  const [sinDec, cosDec] = [Math.sin((dec2 - dec1) * DEG), Math.cos((dec2 - dec1) * DEG)];
  const bend = 2 * cos2 * half * half; // cos2 (1 - cos dRa), which small angles would lose
  return { along: sinDec + sin1 * bend, across: cos2 * Math.sin(dRa), ahead: cosDec - cos1 * bend };
}
