/**
 * Matches two lists of positions on the sky.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type MatchOptions, matchPairs } from '../search/match-modes.js';
import type { Pairs } from '../search/neighbours.js';
import { skySearch } from '../search/sky-search.js';
import type { SkyList } from '../search/sky-sweep.js';

/**
 * Pairs of positions within `radius` of each other, in the order of list 1.
 *
 * Exact over the whole sphere: great circles, poles, RA 0, radii up to 180 degrees; a pair at the radius
 * counts. Positions with a NaN match nothing. Several at one position remain separate; of equally near ones the
 * first in its list is taken.
 *
 * @param ra1 right ascensions of list 1 [deg], -180 to 360
 * @param dec1 declinations [deg]
 * @param radius how far apart a pair may be [deg]; `1 / 3600` is an arcsecond
 * @param options `mode` (default `nearest`), `nth`
 * @returns numbers in list 1 and 2, and separations [deg]
 * @throws PhotometryError `length-mismatch`; `bad-argument` for coordinates out of range or an invalid radius
 * @example
 * const ra = Float64Array.of(10.1, 10.2);
 * const dec = Float64Array.of(41.2, 41.3);
 * const { index1, index2, separation } = matchSky(ra, dec, ra, dec, 1 / 3600, { mode: 'mutual' });
 * index2; // [0, 1]
 */
export function matchSky(
  ra1: Float64Array,
  dec1: Float64Array,
  ra2: Float64Array,
  dec2: Float64Array,
  radius: number,
  options: MatchOptions = {},
): Pairs {
  assertRadius(radius, 'degrees');
  const list1 = skyList(ra1, dec1, 1);
  const list2 = ra1 === ra2 && dec1 === dec2 ? list1 : skyList(ra2, dec2, 2);
  return matchPairs(
    () => skySearch(list1, list2, radius),
    () => skySearch(list2, list1, radius),
    options,
  );
}

/** @throws PhotometryError `bad-argument` unless the radius is a finite number from 0 */
export function assertRadius(radius: number, unit: string): void {
  if (Number.isFinite(radius) && radius >= 0) return;
  throw new PhotometryError('bad-argument', `The radius must be a number of ${unit} from 0, got ${radius}`, { radius });
}

/** @throws PhotometryError `length-mismatch` if two coordinates of a list differ in length */
export function assertPaired(first: ArrayLike<number>, second: ArrayLike<number>, list: number): void {
  if (first.length === second.length) return;
  throw new PhotometryError(
    'length-mismatch',
    `The coordinates of list ${list} must be of equal length, got ${first.length} and ${second.length}`,
    { list },
  );
}

/** The positions that have both coordinates, with RA from 0 to 360. */
function skyList(ra: Float64Array, dec: Float64Array, list: number): SkyList {
  assertPaired(ra, dec, list);
  const rows = new Uint32Array(ra.length);
  let wrapped = ra;
  let count = 0;
  for (let i = 0; i < ra.length; i++) {
    if (!Number.isFinite(ra[i]) || !Number.isFinite(dec[i])) continue;
    if (ra[i] < -180 || ra[i] > 360 || dec[i] < -90 || dec[i] > 90) throw outOfRange(ra[i], dec[i], i, list);
    if (ra[i] < 0 || ra[i] === 360) {
      if (wrapped === ra) wrapped = ra.slice();
      wrapped[i] = ra[i] < 0 ? ra[i] + 360 : 0;
    }
    rows[count++] = i;
  }
  return { ra: wrapped, dec, rows: rows.subarray(0, count) };
}

function outOfRange(ra: number, dec: number, row: number, list: number): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `Position ${row} of list ${list} is not a sky position: RA ${ra}, Dec ${dec}. Expected degrees, RA from -180 to 360 and Dec from -90 to 90; mark missing ones by NaN`,
    { row, list, ra, dec },
  );
}
