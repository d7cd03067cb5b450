/**
 * Where the telescope points: altitude, airmass, and the tangent plane. Degrees, ICRS.
 *
 * Simple formulae of the simulator's own, good to about an arc minute on the sky.
 *
 * @module
 */

/** A direction on the sky, ICRS. */
export interface SkyPoint {
  /** Right ascension [deg]. */
  readonly ra: number;
  /** Declination [deg]. */
  readonly dec: number;
}

/** Where the telescope stands. */
export interface SimulatedSite {
  readonly name: string;
  /** [deg], east positive. */
  readonly longitude: number;
  /** [deg], north positive. */
  readonly latitude: number;
  /** Above the sea [m]. */
  readonly height: number;
}

const DEGREE = Math.PI / 180;

/**
 * Altitude above the horizon, without refraction [deg].
 *
 * Mean sidereal time of the USNO's formula and precession to first order (m = 0.012812, n = 0.005567 deg/yr); UT1 is
 * taken as UTC.
 */
export function altitudeOf(point: SkyPoint, site: SimulatedSite, jdUtc: number): number {
  const days = jdUtc - 2451545;
  const years = days / 365.25;
  const ra0 = point.ra * DEGREE;
  const ra = point.ra + years * (0.012812 + 0.005567 * Math.sin(ra0) * Math.tan(point.dec * DEGREE));
  const dec = (point.dec + years * 0.005567 * Math.cos(ra0)) * DEGREE;
  const siderealTime = 280.46061837 + 360.98564736629 * days + site.longitude;
  const hourAngle = (siderealTime - ra) * DEGREE;
  const latitude = site.latitude * DEGREE;
  const sine = Math.sin(latitude) * Math.sin(dec) + Math.cos(latitude) * Math.cos(dec) * Math.cos(hourAngle);
  return Math.asin(sine) / DEGREE;
}

/** Airmass at an altitude [deg]: Kasten & Young 1989, Applied Optics 28, 4735. NaN below the horizon. */
export function airmassAtAltitude(altitude: number): number {
  if (!(altitude > 0)) return Number.NaN;
  return 1 / (Math.sin(altitude * DEGREE) + 0.50572 * (altitude + 6.07995) ** -1.6364);
}

/** The sky point at standard coordinates xi (east) and eta (north) [deg] of a tangent plane (FITS paper II, TAN). */
export function fromTangentPlane(centre: SkyPoint, xi: number, eta: number): SkyPoint {
  const x = xi * DEGREE;
  const y = eta * DEGREE;
  const dec0 = centre.dec * DEGREE;
  const denominator = Math.cos(dec0) - y * Math.sin(dec0);
  const ra = centre.ra + Math.atan2(x, denominator) / DEGREE;
  const dec = Math.atan2(Math.sin(dec0) + y * Math.cos(dec0), Math.hypot(x, denominator)) / DEGREE;
  return { ra: ((ra % 360) + 360) % 360, dec };
}

/** Right ascension as '18:40:12.34', declination as '+33:05:07.8'; any separator. */
export function sexagesimal(degrees: number, kind: 'hour' | 'degree', separator = ':', digits = 2): string {
  const sign = kind === 'hour' ? '' : degrees < 0 ? '-' : '+';
  const scale = 10 ** digits;
  const total = Math.round(Math.abs(kind === 'hour' ? degrees / 15 : degrees) * 3600 * scale);
  const seconds = ((total % (60 * scale)) / scale).toFixed(digits).padStart(digits > 0 ? digits + 3 : 2, '0');
  const minutes = String(Math.floor(total / (60 * scale)) % 60).padStart(2, '0');
  const whole = String(Math.floor(total / (3600 * scale))).padStart(2, '0');
  return sign + [whole, minutes, seconds].join(separator);
}
