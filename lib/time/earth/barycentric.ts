/**
 * Barycentric and heliocentric dates: when the light of a star would have reached the centre of
 * mass of the solar system, or the Sun.
 *
 * Light curves are kept in BJD_TDB. It differs from a JD in UTC by up to 8.3 minutes of light-travel
 * time and 69 s of clock.
 *
 * @see Eastman, J., Siverd, R. & Gaudi, B. S. 2010, PASP 122, 935
 * @module
 */

import { type Instant, instantFromJd, jdOf, toScale } from '../instant.js';
import { geocentricPosition, type Site, type Vector } from '../site.js';
import { earthPosition, type LightOrigin } from './earth-position.js';
import { apparentSiderealTime, rotateBack, rotationToDate } from './earth-rotation.js';
import { type SkyPosition, unitVector } from './horizontal.js';

/** The astronomical unit [m] and the speed of light [m/s]. */
const AU = 149597870700;
const LIGHT = 299792458;

/**
 * How much later the light of a star passes the origin than the observer [s]: r . n / c.
 *
 * The star is taken as infinitely far. Without a site the centre of the Earth is taken, which is at
 * most 21 ms off.
 *
 * @param origin the centre of mass of the solar system (default) or the Sun
 * @see Eastman et al. 2010, eq. 3 (its Shapiro, Einstein and parallax terms are under 0.1 ms)
 */
export function lightTravelTime(
  instant: Instant,
  target: SkyPosition,
  site?: Site,
  origin: LightOrigin = 'barycentre',
): number {
  const star = unitVector(target);
  const centre = dot(earthPosition(instant, origin), star) * AU;
  return (centre + (site ? dot(observerFromCentre(instant, site), star) : 0)) / LIGHT;
}

/**
 * The barycentric moment of an observation, in two parts, scale TDB.
 *
 * @param instant mid-exposure, in any scale
 * @param target the star, ICRS [deg]
 * @param site position of the telescope; without it the error is up to 21 ms
 * @example barycentricInstant(instantFromIso('2025-06-02T04:45:10.149'), { ra: 240.549, dec: 28.17 })
 */
export function barycentricInstant(instant: Instant, target: SkyPosition, site?: Site): Instant {
  const tdb = toScale(instant, 'tdb');
  return instantFromJd(tdb.jd1, 'tdb', tdb.jd2 + lightTravelTime(instant, target, site) / 86400);
}

/**
 * The barycentric Julian date of an observation, BJD_TDB [d]; a single number has a resolution of 40 microseconds.
 *
 * NaN if a coordinate of the target is NaN. {@link barycentricInstant} returns it in two parts.
 *
 * @param instant mid-exposure, in any scale
 * @example bjdTdb(instantFromJd(2460828.6741237, 'utc'), { ra: 240.549372, dec: 28.169556 }, site)
 */
export function bjdTdb(instant: Instant, target: SkyPosition, site?: Site): number {
  if (Number.isNaN(target.ra + target.dec)) return Number.NaN;
  return jdOf(barycentricInstant(instant, target, site));
}

/**
 * The heliocentric Julian date of an observation in UTC, HJD_UTC [d].
 *
 * For comparison with old data: it swings by 4 s about the barycentric date, and its clock has leap
 * seconds. NaN where the target has a NaN.
 */
export function hjdUtc(instant: Instant, target: SkyPosition, site?: Site): number {
  if (Number.isNaN(target.ra + target.dec)) return Number.NaN;
  const utc = toScale(instant, 'utc');
  return jdOf(instantFromJd(utc.jd1, 'utc', utc.jd2 + lightTravelTime(instant, target, site, 'sun') / 86400));
}

/** The observer seen from the Earth's centre [m], ICRS axes. */
function observerFromCentre(instant: Instant, site: Site): Vector {
  const [x, y, z] = geocentricPosition(site);
  const turned = apparentSiderealTime(instant);
  const [c, s] = [Math.cos(turned), Math.sin(turned)];
  return rotateBack(rotationToDate(instant), [c * x - s * y, s * x + c * y, z]);
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
