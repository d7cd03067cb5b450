/**
 * Where stars are at another time: proper motion, with parallax and radial velocity where they are known.
 *
 * @module
 */
import { wrapDegrees } from '../../math/angle.js';

/** A star's position and motion, as in catalogues. */
export interface MovingStar {
  /** Right ascension, ICRS [deg]. */
  readonly ra: number;
  /** Declination [deg]. */
  readonly dec: number;
  /** Proper motion in right ascension, times cos Dec [mas/yr]. NaN counts as 0. */
  readonly pmRa: number;
  /** Proper motion in declination [mas/yr]. NaN counts as 0. */
  readonly pmDec: number;
  /** Parallax [mas]. Default unknown. */
  readonly parallax?: number;
  /** Radial velocity, away from us positive [km/s]. Default unknown. */
  readonly radialVelocity?: number;
}

const DEG = Math.PI / 180;
const MAS = DEG / 3.6e6;
/** Kilometres per second in an astronomical unit a Julian year. */
const KM_PER_S = 149597870.7 / (365.25 * 86400);
/** Speed of light [au/yr]. */
const LIGHT = 299792.458 / KM_PER_S;
/** No star is faster [of the speed of light]; a parallax that says so is noise. */
const FASTEST = 0.02;

type Vector = readonly [number, number, number];

/**
 * The place of a star at another epoch [deg].
 *
 * With a positive parallax and a radial velocity the star moves through space, in a straight line at constant speed,
 * and is seen when its light arrives. Without them its direction moves along a great circle: the plain proper motion, right at the poles,
 * too. A star without proper motion stays.
 *
 * @param from epoch of the place given [Julian year], such as 2016.0 for Gaia DR3
 * @param to epoch wanted [Julian year]
 * @see The Hipparcos and Tycho Catalogues, ESA SP-1200, vol. 1, sect. 1.5.5; for the light's way and the relativistic
 *   terms Stumpff, P. 1985, A&A 144, 232, as in SOFA's starpm
 * @example atEpoch({ ra: 269.452075, dec: 4.693391, pmRa: -798.58, pmDec: 10328.12 }, 2015.5, 2000)
 */
export function atEpoch(star: MovingStar, from: number, to: number): { ra: number; dec: number } {
  const { ra, dec, parallax = NaN, radialVelocity = NaN } = star;
  const pmRa = star.pmRa || 0; // NaN, too
  const pmDec = star.pmDec || 0;
  const years = to - from;
  if (pmRa === 0 && pmDec === 0) return { ra, dec };
  if (!Number.isFinite(years + ra + dec)) return { ra: NaN, dec: NaN };
  const [sinRa, cosRa] = [Math.sin(ra * DEG), Math.cos(ra * DEG)];
  const [sinDec, cosDec] = [Math.sin(dec * DEG), Math.cos(dec * DEG)];
  const outward: Vector = [cosDec * cosRa, cosDec * sinRa, sinDec];
  const sideways: Vector = [
    (-sinRa * pmRa - sinDec * cosRa * pmDec) * MAS,
    (cosRa * pmRa - sinDec * sinRa * pmDec) * MAS,
    cosDec * pmDec * MAS,
  ];
  const distance = 1 / (parallax * MAS);
  const speed = Math.hypot(Math.hypot(...sideways) * distance, radialVelocity / KM_PER_S);
  const inSpace = parallax > 0 && speed < FASTEST * LIGHT;
  return directionOf(
    inSpace
      ? throughSpace(outward, sideways, distance, radialVelocity / KM_PER_S, years)
      : sum(outward, sideways, years),
  );
}

/**
 * The place of a star [au] whose light arrives some years later.
 *
 * @param sideways proper motion as a vector [rad/yr]
 * @param distance [au]
 * @param away radial velocity [au/yr]
 */
function throughSpace(outward: Vector, sideways: Vector, distance: number, away: number, years: number): Vector {
  const place = scaled(outward, distance);
  const velocity = trueVelocity(outward, scaled(sideways, distance), away);
  // seen at `years` is what was sent out at `years + waited - wait`, both waits by the star's distance then
  const waited = distance / LIGHT;
  const early = sum(place, velocity, years + waited);
  const along = dot(early, velocity);
  const slower = LIGHT * LIGHT - dot(velocity, velocity);
  const wait = (-along + Math.sqrt(along * along + slower * dot(early, early))) / slower;
  return sum(place, velocity, years + waited - wait);
}

/** The velocity of a star from its Doppler shift and apparent motion [au/yr]. */
function trueVelocity(outward: Vector, apparent: Vector, away: number): Vector {
  const seenAway = away / LIGHT;
  const seenAcross = Math.hypot(...apparent) / LIGHT;
  let [radial, across, stretch, slow] = [seenAway, seenAcross, 1, 0];
  for (let i = 0; i < 100; i++) {
    const before = [radial, across];
    stretch = 1 + radial;
    const squared = radial * radial + across * across;
    slow = -squared / (Math.sqrt(1 - squared) + 1); // sqrt(1 - v^2) - 1, without loss
    radial = stretch * seenAway + slow;
    across = stretch * seenAcross;
    if (radial === before[0] && across === before[1]) break;
  }
  const radialVelocity = (seenAway === 0 ? 0 : stretch * seenAway + slow) * LIGHT;
  return sum(scaled(outward, radialVelocity), apparent, stretch);
}

function directionOf([x, y, z]: Vector): { ra: number; dec: number } {
  return { ra: wrapDegrees(Math.atan2(y, x) / DEG), dec: Math.atan2(z, Math.hypot(x, y)) / DEG };
}

/** `a + b * factor`. */
function sum(a: Vector, b: Vector, factor: number): Vector {
  return [a[0] + b[0] * factor, a[1] + b[1] * factor, a[2] + b[2] * factor];
}

function scaled(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
