/**
 * Orbits of minor planets as the Minor Planet Center exports them (MPCORB).
 *
 * @module
 * @see https://minorplanetcenter.org/iau/info/MPOrbitFormat.html
 */
import { unpackedEpoch, unpackedNumber, unpackedProvisional } from './packed.js';

/** A field of an orbit: name, first and last column, unit, description. */
interface OrbitField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  readonly description: string;
}

/** The numbers, in the order of the format. */
export const ORBIT_NUMBERS: readonly OrbitField[] = [
  field('H', 9, 13, 'mag', 'Absolute magnitude'),
  field('G', 15, 19, '', 'Slope parameter'),
  field('meanAnomaly', 27, 35, 'deg', 'Mean anomaly at the epoch'),
  field('argPerihelion', 38, 46, 'deg', 'Argument of perihelion, J2000.0'),
  field('node', 49, 57, 'deg', 'Longitude of the ascending node, J2000.0'),
  field('inclination', 60, 68, 'deg', 'Inclination to the ecliptic, J2000.0'),
  field('e', 71, 79, '', 'Eccentricity'),
  field('meanMotion', 81, 91, 'deg/d', 'Mean daily motion'),
  field('a', 93, 103, 'AU', 'Semimajor axis'),
  field('observations', 118, 122, '', 'Number of observations'),
  field('oppositions', 124, 126, '', 'Number of oppositions'),
  field('rms', 138, 141, 'arcsec', 'Root of the mean square of the residuals'),
];

function field(name: string, from: number, to: number, unit: string, description: string): OrbitField {
  return { name, from, to, unit, description };
}

/** Whether a line has what an orbit has at its columns. */
export function isOrbit(line: string): boolean {
  if (line.length < 103 || line.length > 210) return false;
  const elements = ORBIT_NUMBERS.slice(2, 9).map(({ from, to }) => line.slice(from - 1, to));
  return !Number.isNaN(unpackedEpoch(line.slice(20, 25))) && elements.every(text => /^\s*\d+\.\d+\s*$/.test(text));
}

/** An orbit: texts, epoch (JD, TT) and the numbers of {@link ORBIT_NUMBERS}; NaN where a field is blank. */
export interface Orbit {
  readonly designation: string;
  readonly name: string;
  readonly epoch: number;
  readonly numbers: readonly number[];
  readonly uncertainty: string;
  readonly reference: string;
}

/** The fields of a line. */
export function orbitOf(line: string): Orbit {
  const at = (from: number, to: number): string => line.slice(from - 1, to).trim();
  const packed = at(1, 7);
  return {
    designation: unpackedNumber(packed) || unpackedProvisional(packed) || packed,
    name: at(167, 194),
    epoch: unpackedEpoch(at(21, 25)),
    numbers: ORBIT_NUMBERS.map(({ from, to }) => (at(from, to) === '' ? NaN : Number(at(from, to)))),
    uncertainty: at(106, 106),
    reference: at(108, 116),
  };
}
