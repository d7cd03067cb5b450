/**
 * Positions of an older equator and equinox in the axes of ICRS.
 *
 * @module
 */
import type { Instant } from '../instant.js';
import { instantFromJd } from '../instant.js';
import type { Vector } from '../site.js';
import { nutationAt, type Rotation, rotate, rotateBack, rotationToDate } from './earth-rotation.js';
import { type SkyPosition, unitVector } from './horizontal.js';

/** Axes that positions may be in: of FK4 with a Besselian epoch, of FK5 with a Julian one, or true of a date. */
export type Equinox =
  | { readonly system: 'fk4' | 'fk5'; readonly epoch: number }
  | { readonly system: 'of-date'; readonly instant: Instant };

const DEG = Math.PI / 180;

/** Terms of elliptic aberration, which positions of FK4 contain. */
const E_TERMS: Vector = [-1.62557e-6, -0.31919e-6, -0.13843e-6];

/** From FK4 at B1950.0 to FK5 at J2000.0, for stars without proper motion in FK5. */
const FK4_TO_FK5: readonly [Vector, Vector, Vector] = [
  [0.9999256795, -0.0111814828, -0.004859004],
  [0.0111814828, 0.9999374849, -0.0000271557],
  [0.0048590039, -0.0000271771, 0.9999881946],
];

/**
 * A position in ICRS [deg] from one of another equinox.
 *
 * Good to 0.3 arcsec from B1950 and 0.1 arcsec from FK5; from other Besselian equinoxes, precessed as if they were Julian, to
 * 2 arcsec between 1900 and 2000; positions true of date keep their aberration, up to 20 arcsec.
 *
 * @see Seidelmann, P. K. 1992, Explanatory Supplement to the Astronomical Almanac, section 3.59 (FK4 to FK5)
 * @example toIcrs({ ra: 180, dec: 20 }, { system: 'fk4', epoch: 1950 })
 */
export function toIcrs(position: SkyPosition, equinox: Equinox): SkyPosition {
  const vector = unitVector(position);
  if (equinox.system === 'of-date') return directionOf(rotateBack(rotationToDate(equinox.instant), vector));
  if (equinox.system === 'fk5') return directionOf(precessed(vector, julianEpoch(equinox.epoch)));
  if (equinox.epoch === 1950) return directionOf(fromFk4(vector));
  const j2000 = precessed(vector, besselianEpoch(equinox.epoch));
  return directionOf(fromFk4(rotate(meanAxes(besselianEpoch(1950)), j2000)));
}

function fromFk4(vector: Vector): Vector {
  const along = vector[0] * E_TERMS[0] + vector[1] * E_TERMS[1] + vector[2] * E_TERMS[2];
  const [x, y, z] = vector.map((value, axis) => value - E_TERMS[axis] + along * value);
  const row = ([a, b, c]: Vector): number => a * x + b * y + c * z;
  return [row(FK4_TO_FK5[0]), row(FK4_TO_FK5[1]), row(FK4_TO_FK5[2])];
}

/** The mean equator and equinox of an epoch, without nutation. */
function meanAxes(epoch: Instant): Rotation {
  const { meanObliquity } = nutationAt(epoch);
  return rotationToDate(epoch, { longitude: 0, obliquity: 0, meanObliquity });
}

function precessed(vector: Vector, epoch: Instant): Vector {
  return rotateBack(meanAxes(epoch), vector);
}

function julianEpoch(year: number): Instant {
  return instantFromJd(2451545, 'tt', (year - 2000) * 365.25);
}

function besselianEpoch(year: number): Instant {
  return instantFromJd(2415020.31352, 'tt', (year - 1900) * 365.242198781);
}

function directionOf([x, y, z]: Vector): SkyPosition {
  const ra = Math.atan2(y, x) / DEG;
  return { ra: ra < 0 ? ra + 360 : ra, dec: Math.atan2(z, Math.hypot(x, y)) / DEG };
}
