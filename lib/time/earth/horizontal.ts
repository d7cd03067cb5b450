/**
 * Altitude and azimuth of a star, and its airmass.
 *
 * @module
 */

import { type Instant, jdOf } from '../instant.js';
import type { Site, Vector } from '../site.js';
import {
  apparentSiderealTime,
  centuriesSinceJ2000,
  type Nutation,
  nutationAt,
  type Rotation,
  rotate,
  rotationToDate,
} from './earth-rotation.js';

/** A direction on the sky, ICRS. */
export interface SkyPosition {
  /** Right ascension [deg]. */
  readonly ra: number;
  /** Declination [deg]. */
  readonly dec: number;
}

/** Position of a star relative to the horizon. */
export interface HorizontalPosition {
  /** Altitude without refraction [deg]; negative below the horizon. */
  readonly altitude: number;
  /** Azimuth from north through east [deg], 0 to 360. */
  readonly azimuth: number;
  /** Local hour angle, west positive [deg], -180 to 180. */
  readonly hourAngle: number;
}

/** Settings of {@link altitudeAzimuth}. */
export interface HorizontalOptions {
  /** UT1 - UTC [s], from the IERS (default 0: at most 0.9 s, or 13 arcsec, off). */
  readonly ut1MinusUtc?: number;
}

const DEG = Math.PI / 180;

/**
 * Altitude, azimuth and hour angle of a star at a site.
 *
 * Precession, nutation and annual aberration are applied, refraction, parallax, proper motion and
 * diurnal aberration (0.3 arcsec) are not. Good to 1 arcsec when `ut1MinusUtc` is given.
 *
 * @param instant the moment, in any scale
 * @example altitudeAzimuth(instantFromIso('2025-06-02T04:45:10'), { ra: 240.55, dec: 28.17 }, site).altitude
 */
export function altitudeAzimuth(
  instant: Instant,
  target: SkyPosition,
  site: Site,
  options: HorizontalOptions = {},
): HorizontalPosition {
  return positionOf(axesAt(instant), instant, target, site, options);
}

function positionOf(
  axes: Axes,
  instant: Instant,
  target: SkyPosition,
  site: Site,
  { ut1MinusUtc = 0 }: HorizontalOptions,
): HorizontalPosition {
  const [x, y, z] = rotate(axes.toDate, aberrated(unitVector(target), instant));
  const siderealTime = apparentSiderealTime(instant, ut1MinusUtc, axes.nutation) + site.longitude * DEG;
  const hourAngle = siderealTime - Math.atan2(y, x);
  const onEquator = Math.hypot(x, y);
  const latitude = site.latitude * DEG;
  // Axes of the horizon: south, east, up.
  const south = onEquator * Math.cos(hourAngle) * Math.sin(latitude) - z * Math.cos(latitude);
  const east = -onEquator * Math.sin(hourAngle);
  const up = onEquator * Math.cos(hourAngle) * Math.cos(latitude) + z * Math.sin(latitude);
  const azimuth = Math.atan2(east, -south) / DEG;
  const turns = hourAngle / (2 * Math.PI);
  return {
    altitude: Math.atan2(up, Math.hypot(south, east)) / DEG,
    azimuth: azimuth < 0 ? azimuth + 360 : azimuth,
    hourAngle: 360 * (turns - Math.round(turns)),
  };
}

/**
 * Airmass at an altitude: X = 1 / sin(h + 244 / (165 + 47 h^1.1)), h in degrees.
 *
 * It is 1 at the zenith, follows sec z to 0.1 % down to h = 20 deg, and is 38 at the horizon. NaN
 * below the horizon.
 *
 * @param altitude altitude above the horizon [deg]; the true one, without refraction, is used here
 * @see Pickering, K. A. 2002, DIO 12, 3 (eq. on p. 20)
 * @example airmassOfAltitude(30) // 1.993
 */
export function airmassOfAltitude(altitude: number): number {
  if (!(altitude >= 0)) return Number.NaN;
  return 1 / Math.sin((altitude + 244 / (165 + 47 * altitude ** 1.1)) * DEG);
}

/**
 * Airmass through which a star is seen from a site, by the formula of Pickering (2002).
 *
 * NaN below the horizon, or where the target or the site has a NaN. Precession and nutation are those of the
 * noon (UT) before, which moves the star by 0.2 arcsec at most and the airmass by 1e-5 at an altitude of 20 deg.
 *
 * @example airmassAt(instantFromIso('2025-06-02T04:45:10'), { ra: 240.55, dec: 28.17 }, site)
 */
export function airmassAt(instant: Instant, target: SkyPosition, site: Site, options: HorizontalOptions = {}): number {
  return airmassOfAltitude(positionOf(axesOfDay(instant), instant, target, site, options).altitude);
}

/** Where the Earth's axis points. */
interface Axes {
  readonly nutation: Nutation;
  /** From ICRS to the true equator and equinox of date. */
  readonly toDate: Rotation;
}

function axesAt(instant: Instant): Axes {
  const nutation = nutationAt(instant);
  return { nutation, toDate: rotationToDate(instant, nutation) };
}

/** The most recent axes: the frames of a night share them. */
let lastAxes: (Axes & { readonly noon: number }) | null = null;

function axesOfDay(instant: Instant): Axes {
  const noon = Math.floor(jdOf(instant));
  if (lastAxes?.noon !== noon) lastAxes = { noon, ...axesAt({ jd1: noon, jd2: 0, scale: instant.scale }) };
  return lastAxes;
}

/** The unit vector to a direction. */
export function unitVector({ ra, dec }: SkyPosition): Vector {
  const onEquator = Math.cos(dec * DEG);
  return [onEquator * Math.cos(ra * DEG), onEquator * Math.sin(ra * DEG), Math.sin(dec * DEG)];
}

/**
 * The direction shifted by annual aberration: n' = n + v/c, with the Earth on its ellipse about the Sun.
 *
 * @see Meeus, J. 1998, Astronomical Algorithms, ch. 23 (Sun's longitude by ch. 25)
 */
function aberrated([x, y, z]: Vector, instant: Instant): Vector {
  const t = centuriesSinceJ2000(instant);
  const anomaly = (357.52911 + 35999.05029 * t) * DEG;
  const sunLongitude =
    (280.46646 + 36000.76983 * t + 1.914602 * Math.sin(anomaly) + 0.019993 * Math.sin(2 * anomaly) - 1.3969713 * t) *
    DEG;
  const perihelion = 102.93735 * DEG;
  const eccentricity = 0.016708634 - 0.000042037 * t;
  const constant = 20.49552 * (DEG / 3600);
  const alongX = constant * (Math.sin(sunLongitude) - eccentricity * Math.sin(perihelion));
  const alongY = -constant * (Math.cos(sunLongitude) - eccentricity * Math.cos(perihelion));
  const obliquity = 84381.406 * (DEG / 3600);
  return [x + alongX, y + alongY * Math.cos(obliquity), z + alongY * Math.sin(obliquity)];
}
