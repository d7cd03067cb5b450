/**
 * Where the Earth is, seen from the centre of mass of the solar system and from the Sun.
 *
 * @module
 */
import { AstroTime, BaryState, Body, HelioVector } from 'astronomy-engine';
import type { Instant } from '../instant.js';
import type { Vector } from '../site.js';
import { IN_ORBIT, NORTH, SUN } from './earth-corrections.js';
import { centuriesSinceJ2000 } from './earth-rotation.js';

/** Reference point of a light-travel time: the centre of mass of the solar system, or the Sun. */
export type LightOrigin = 'barycentre' | 'sun';

/** A Fourier term of a correction: as many cosines as sines. */
interface Term {
  readonly power: number;
  readonly frequency: number;
  readonly cos: readonly number[];
  readonly sin: readonly number[];
}

const OBLIQUITY = (84381.406 / 3600) * (Math.PI / 180);
/** Astronomical units in a light-millisecond. */
const LIGHT_MILLISECOND = 299792.458 / 149597870700;

const inOrbit = terms(IN_ORBIT);
const north = terms(NORTH);
const sun = terms(SUN);

/**
 * The place of the Earth's centre [au], ICRS axes, in light-travel time good to 1 ms from 1950 to 2080
 * (9 ms back to 1900 and on to 2100).
 *
 * astronomy-engine's truncated VSOP87, which alone is up to 14 ms off, with the terms of
 * `earth-corrections.ts`.
 *
 * @see Bretagnon, P. & Francou, G. 1988, A&A 202, 309 (VSOP87)
 */
export function earthPosition(instant: Instant, origin: LightOrigin = 'barycentre'): Vector {
  const centuries = centuriesSinceJ2000(instant);
  const time = AstroTime.FromTerrestrialTime(centuries * 36525);
  const fromSun = HelioVector(Body.Earth, time);
  const from = origin === 'sun' ? fromSun : BaryState(Body.Earth, time);
  const correction = orbitCorrection(toEcliptic([fromSun.x, fromSun.y, fromSun.z]), centuries);
  const [sunX, sunY, sunZ] = origin === 'sun' ? [0, 0, 0] : sumOf(sun, centuries);
  const [x, y, z] = fromEcliptic([correction[0] + sunX, correction[1] + sunY, correction[2] + sunZ]);
  return [from.x + x * LIGHT_MILLISECOND, from.y + y * LIGHT_MILLISECOND, from.z + z * LIGHT_MILLISECOND];
}

/** What is missing of the Earth's place from the Sun, in the ecliptic [light-ms]. */
function orbitCorrection([x, y, z]: Vector, centuries: number): Vector {
  const [along, outward] = sumOf(inOrbit, centuries);
  const [up] = sumOf(north, centuries);
  const flat = Math.hypot(x, y);
  const distance = Math.hypot(flat, z);
  const [cosLon, sinLon, cosLat, sinLat] = [x / flat, y / flat, flat / distance, z / distance];
  return [
    outward * cosLat * cosLon - along * sinLon - up * sinLat * cosLon,
    outward * cosLat * sinLon + along * cosLon - up * sinLat * sinLon,
    outward * sinLat + up * cosLat,
  ];
}

/** The sum of the terms, one number per component. */
function sumOf(series: readonly Term[], centuries: number): number[] {
  // Powers of T belong to the span of the fit and are held at its ends.
  const held = Math.min(0.8, Math.max(-0.5, centuries));
  const sum = series[0].cos.map(() => 0);
  for (const { power, frequency, cos, sin } of series) {
    const [c, s] = [Math.cos(frequency * centuries), Math.sin(frequency * centuries)];
    for (let i = 0; i < sum.length; i++) sum[i] += held ** power * (cos[i] * c + sin[i] * s);
  }
  return sum;
}

function terms(table: string): Term[] {
  return table
    .trim()
    .split('\n')
    .map(row => {
      const [power, frequency, ...rest] = row.split(' ').map(Number);
      return { power, frequency, cos: rest.slice(0, rest.length / 2), sin: rest.slice(rest.length / 2) };
    });
}

function toEcliptic([x, y, z]: Vector): Vector {
  const [c, s] = [Math.cos(OBLIQUITY), Math.sin(OBLIQUITY)];
  return [x, y * c + z * s, z * c - y * s];
}

function fromEcliptic([x, y, z]: Vector): Vector {
  const [c, s] = [Math.cos(OBLIQUITY), Math.sin(OBLIQUITY)];
  return [x, y * c - z * s, y * s + z * c];
}
