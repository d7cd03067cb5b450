/**
 * The overall offset of one list of positions from another.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { medianInPlace } from '../../math/select.js';
import { offsetBy, skyOffset } from '../../math/sphere.js';
import { keepPairs } from '../search/match-modes.js';
import type { Pairs } from '../search/neighbours.js';
import { matchSky } from './match-sky.js';

/** Positions [deg]. */
export interface Positions {
  readonly ra: Float64Array;
  readonly dec: Float64Array;
}

/** The shift from list 1 to list 2, and the pairs that say so. */
export interface SkyShiftResult {
  /** To the east, times cos Dec [arcsec]. */
  readonly east: number;
  /** To the north [arcsec]. */
  readonly north: number;
  /** 1-sigma errors of the two [arcsec]. */
  readonly eastErr: number;
  readonly northErr: number;
  /** The mutual pairs behind it, those beyond three standard deviations left out. */
  readonly pairs: Pairs;
  /** Offsets of the pairs from list 1 to 2 [arcsec], before and after removing the shift. */
  readonly before: PairOffsets;
  readonly after: PairOffsets;
}

/** Offsets of pairs [arcsec]. */
interface PairOffsets {
  readonly east: Float64Array;
  readonly north: Float64Array;
}

/** A median of a Gaussian is so much less certain than a mean. */
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2);
/** The standard deviation of a Gaussian, of the median absolute deviation. */
const SIGMA_OF_MAD = 1.4826;
const ROUNDS = 12;
const FEWEST = 3;

/**
 * The median offset of mutual pairs, re-paired after removing it until it converges.
 *
 * Its error is 1.25 sigma / sqrt(n), sigma from the median absolute deviation.
 *
 * @param radius how far apart a pair may be, the shift included [deg]
 * @throws PhotometryError `no-stars` with fewer than three pairs
 */
export function estimateShift(from: Positions, to: Positions, radius: number): SkyShiftResult {
  let [east, north] = [0, 0];
  for (let round = 0; ; round++) {
    const moved = shifted(from, east, north);
    const pairs = matchSky(moved.ra, moved.dec, to.ra, to.dec, radius, { mode: 'mutual' });
    const { kept, offsets } = clipped(pairs, offsetsOf(moved, to, pairs));
    if (kept.index1.length < FEWEST)
      throw new PhotometryError(
        'no-stars',
        `Only ${kept.index1.length} positions of the two lists pair up within the radius; an offset needs ${FEWEST}. Take a larger radius`,
        { pairs: kept.index1.length, radius },
      );
    const [moreEast, moreNorth] = [medianOf(offsets.east), medianOf(offsets.north)];
    const eastErr = errorOfMedian(offsets.east);
    const northErr = errorOfMedian(offsets.north);
    const settled = Math.abs(moreEast) <= 0.01 * eastErr + 1e-9 && Math.abs(moreNorth) <= 0.01 * northErr + 1e-9;
    if (settled || round === ROUNDS)
      return { east, north, eastErr, northErr, pairs: kept, before: offsetsOf(from, to, kept), after: offsets };
    east += moreEast;
    north += moreNorth;
  }
}

/** The same positions, moved [arcsec]. */
export function shifted({ ra, dec }: Positions, east: number, north: number): Positions {
  if (east === 0 && north === 0) return { ra, dec };
  const angle = (Math.atan2(east, north) * 180) / Math.PI;
  const distance = Math.hypot(east, north) / 3600;
  const moved = { ra: new Float64Array(ra.length), dec: new Float64Array(dec.length) };
  for (let i = 0; i < ra.length; i++) {
    const there = offsetBy({ ra: ra[i], dec: dec[i] }, angle, distance);
    const isPlace = Number.isFinite(ra[i] + dec[i]);
    moved.ra[i] = isPlace ? there.ra : NaN;
    moved.dec[i] = isPlace ? there.dec : NaN;
  }
  return moved;
}

/** Offsets of pairs from list 1 to list 2 [arcsec]. */
export function offsetsOf(from: Positions, to: Positions, { index1, index2 }: Pairs): PairOffsets {
  const offsets = { east: new Float64Array(index1.length), north: new Float64Array(index1.length) };
  for (let pair = 0; pair < index1.length; pair++) {
    const [i, j] = [index1[pair], index2[pair]];
    const { east, north } = skyOffset(from.ra[i], from.dec[i], to.ra[j], to.dec[j]);
    offsets.east[pair] = east * 3600;
    offsets.north[pair] = north * 3600;
  }
  return offsets;
}

/** Leaves out pairs farther than three standard deviations from the median, again until none is left to leave out. */
function clipped(pairs: Pairs, offsets: PairOffsets): { readonly kept: Pairs; readonly offsets: PairOffsets } {
  let [kept, left] = [pairs, offsets];
  for (let round = 0; round < ROUNDS; round++) {
    const { east, north } = left;
    const [middleEast, middleNorth] = [medianOf(east), medianOf(north)];
    const [limitEast, limitNorth] = [3 * sigmaOf(east), 3 * sigmaOf(north)];
    const isNear = (pair: number): boolean =>
      Math.abs(east[pair] - middleEast) <= limitEast && Math.abs(north[pair] - middleNorth) <= limitNorth;
    const rows = Uint32Array.from(east.keys()).filter(isNear);
    if (rows.length === east.length || rows.length < FEWEST) break;
    kept = keepPairs(kept, isNear);
    left = { east: Float64Array.from(rows, row => east[row]), north: Float64Array.from(rows, row => north[row]) };
  }
  return { kept, offsets: left };
}

function medianOf(values: Float64Array): number {
  return medianInPlace(values.slice());
}

function sigmaOf(values: Float64Array): number {
  const middle = medianOf(values);
  return SIGMA_OF_MAD * medianInPlace(values.map(value => Math.abs(value - middle)));
}

function errorOfMedian(values: Float64Array): number {
  return (MEDIAN_ERROR * sigmaOf(values)) / Math.sqrt(values.length);
}
