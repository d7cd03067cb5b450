/**
 * How the Earth is turned: sidereal time, precession and nutation.
 *
 * Short forms, good to about 0.1 arcsec between 1950 and 2050. UT1 is taken from UTC plus a
 * difference that the caller may pass; without it (0) the error is under 0.9 s, or 13 arcsec.
 *
 * @module
 */
import { type Instant, toScale } from '../instant.js';
import type { Vector } from '../site.js';

/** A rotation: three rows of a matrix. */
export type Rotation = readonly [Vector, Vector, Vector];

/** The shift of the true pole and equinox from the mean ones [rad]. */
export interface Nutation {
  /** Nutation in longitude, Delta psi. */
  readonly longitude: number;
  /** Nutation in obliquity, Delta epsilon. */
  readonly obliquity: number;
  /** Mean obliquity of the ecliptic. */
  readonly meanObliquity: number;
}

const ARCSEC = Math.PI / 648000;
const TURN = 2 * Math.PI;

/** Julian centuries since J2000.0 in TT. */
export function centuriesSinceJ2000(instant: Instant): number {
  const tt = toScale(instant, 'tt');
  return (tt.jd1 - 2451545 + tt.jd2) / 36525;
}

/**
 * The angle by which the Earth has turned since J2000.0 [rad], 0 to 2 pi.
 *
 * @param ut1MinusUtc UT1 - UTC [s]
 * @see IAU 2000 resolution B1.8; Capitaine, N. et al. 2000, A&A 355, 398
 */
export function earthRotationAngle(instant: Instant, ut1MinusUtc = 0): number {
  const utc = toScale(instant, 'utc');
  const days = utc.jd1 - 2451545;
  const fraction = utc.jd2 + ut1MinusUtc / 86400;
  const turns = 0.779057273264 + fraction + 0.00273781191135448 * (days + fraction);
  return TURN * (turns - Math.floor(turns));
}

/**
 * Greenwich mean sidereal time [rad], 0 to 2 pi.
 *
 * @see Capitaine, N., Wallace, P. T. & Chapront, J. 2003, A&A 412, 567, eq. 42
 */
export function meanSiderealTime(instant: Instant, ut1MinusUtc = 0): number {
  const t = centuriesSinceJ2000(instant);
  const precession = 0.014506 + t * (4612.156534 + t * (1.3915817 + t * (-0.00000044 - 0.000029956 * t)));
  return positive(earthRotationAngle(instant, ut1MinusUtc) + precession * ARCSEC);
}

/**
 * Greenwich apparent sidereal time [rad]: the mean one plus the equation of the equinoxes.
 *
 * @param nutation the nutation of the instant, if already known
 */
export function apparentSiderealTime(
  instant: Instant,
  ut1MinusUtc = 0,
  nutation: Nutation = nutationAt(instant),
): number {
  const { longitude, meanObliquity } = nutation;
  return positive(meanSiderealTime(instant, ut1MinusUtc) + longitude * Math.cos(meanObliquity));
}

/**
 * Nutation, to 0.1 arcsec.
 *
 * The eight largest terms of the IAU 2000 series.
 *
 * @see Urban & Seidelmann 2013, Explanatory Supplement, table 6.3
 */
export function nutationAt(instant: Instant): Nutation {
  const t = centuriesSinceJ2000(instant);
  const node = (450160.398 - 6962890.5431 * t) * ARCSEC;
  const moon = (485868.249036 + 1717915923.2178 * t) * ARCSEC;
  const sun = (1287104.79305 + 129596581.0481 * t) * ARCSEC;
  const argument = (335779.526232 + 1739527262.8478 * t) * ARCSEC;
  const elongation = (1072260.70369 + 1602961601.209 * t) * ARCSEC;
  const twiceMoon = 2 * (argument + node);
  const twiceSun = twiceMoon - 2 * elongation;
  const longitude =
    -17.2064 * Math.sin(node) -
    1.3171 * Math.sin(twiceSun) -
    0.2276 * Math.sin(twiceMoon) +
    0.2075 * Math.sin(2 * node) +
    0.1476 * Math.sin(sun) -
    0.0517 * Math.sin(sun + twiceSun) +
    0.0711 * Math.sin(moon) -
    0.0387 * Math.sin(twiceMoon - node);
  const obliquity =
    9.2052 * Math.cos(node) +
    0.573 * Math.cos(twiceSun) +
    0.0978 * Math.cos(twiceMoon) -
    0.0897 * Math.cos(2 * node) +
    0.0074 * Math.cos(sun) +
    0.0224 * Math.cos(sun + twiceSun) -
    0.0007 * Math.cos(moon) +
    0.0201 * Math.cos(twiceMoon - node);
  return {
    longitude: longitude * ARCSEC,
    obliquity: obliquity * ARCSEC,
    meanObliquity: (84381.406 - 46.836769 * t) * ARCSEC,
  };
}

/**
 * The rotation from ICRS (J2000.0) axes to the true equator and equinox of date.
 *
 * Precession of IAU 2006, nutation of {@link nutationAt}; the frame bias of 0.02 arcsec is left out.
 *
 * @param ofInstant the nutation of the instant, if already known
 * @see Capitaine, N., Wallace, P. T. & Chapront, J. 2003, A&A 412, 567, eqs. 40
 */
export function rotationToDate(instant: Instant, ofInstant: Nutation = nutationAt(instant)): Rotation {
  const t = centuriesSinceJ2000(instant);
  const zeta = (2.650545 + t * (2306.083227 + t * (0.2988499 + 0.01801828 * t))) * ARCSEC;
  const z = (-2.650545 + t * (2306.077181 + t * (1.0927348 + 0.01826837 * t))) * ARCSEC;
  const theta = t * (2004.191903 + t * (-0.4294934 - 0.04182264 * t)) * ARCSEC;
  const precession = multiply(aboutZ(-z), multiply(aboutY(theta), aboutZ(-zeta)));
  const { longitude, obliquity, meanObliquity } = ofInstant;
  const nutation = multiply(aboutX(-meanObliquity - obliquity), multiply(aboutZ(-longitude), aboutX(meanObliquity)));
  return multiply(nutation, precession);
}

/** The vector in the rotated axes. */
export function rotate(matrix: Rotation, [x, y, z]: Vector): Vector {
  const along = ([a, b, c]: Vector): number => a * x + b * y + c * z;
  return [along(matrix[0]), along(matrix[1]), along(matrix[2])];
}

/** The vector back in the axes before the rotation. */
export function rotateBack([a, b, c]: Rotation, [x, y, z]: Vector): Vector {
  return [a[0] * x + b[0] * y + c[0] * z, a[1] * x + b[1] * y + c[1] * z, a[2] * x + b[2] * y + c[2] * z];
}

function multiply(left: Rotation, right: Rotation): Rotation {
  const row = (v: Vector): Vector => rotateBack(right, v);
  return [row(left[0]), row(left[1]), row(left[2])];
}

// Rotations of the axes by an angle, positive as seen from the tip of the named axis.
function aboutX(angle: number): Rotation {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    [1, 0, 0],
    [0, c, s],
    [0, -s, c],
  ];
}

function aboutY(angle: number): Rotation {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    [c, 0, -s],
    [0, 1, 0],
    [s, 0, c],
  ];
}

function aboutZ(angle: number): Rotation {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    [c, s, 0],
    [-s, c, 0],
    [0, 0, 1],
  ];
}

function positive(angle: number): number {
  return angle - TURN * Math.floor(angle / TURN);
}
