/**
 * Which rows of two tables belong together on the sky.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { medianInPlace } from '../math/select.js';
import type { TableData } from '../table/column/table-data.js';
import { assertUnit, namedColumn, numbersOf } from './columns/column-finder.js';
import { assertWithin } from './columns/degrees.js';
import { julianYear } from './columns/epoch.js';
import type { MagnitudeWindow, MatchTablesOptions } from './columns/match-options.js';
import { hasMotions, positionsAt } from './columns/motion-columns.js';
import { type SkyPositions, skyPositions } from './columns/sky-columns.js';
import { LEFT, RIGHT, type TableSide } from './columns/table-side.js';
import { keepOnce, matchSelf, otherPairs } from './positions/match-self.js';
import { matchSky } from './positions/match-sky.js';
import { estimateShift, type Positions, type SkyShiftResult, shifted } from './positions/sky-shift.js';
import { choosePairs, keepPairs } from './search/match-modes.js';
import type { Pairs } from './search/neighbours.js';

/** Within a larger radius [deg] positions in hours could match by chance. */
const SMALL_RADIUS = 0.1;

/** Pairs of rows, and the positions at which they were found. */
export interface FoundMatches {
  readonly pairs: Pairs;
  readonly left: Positions;
  readonly right: Positions;
  /** The shift that was removed, if requested. */
  readonly shift: SkyShiftResult | null;
}

/** The positions of two tables at the requested epoch. */
interface TwoTables {
  readonly left: SkyPositions;
  readonly right: SkyPositions;
}

/**
 * The pairs of rows of two tables. A table matched with itself has pairs of different rows.
 *
 * @param side what messages call the right table
 * @throws PhotometryError `missing-column`; `bad-argument`; `no-stars` if an offset cannot be estimated
 */
export function findMatches(
  left: TableData,
  right: TableData,
  options: MatchTablesOptions,
  side: TableSide = RIGHT,
): FoundMatches {
  const { within, magnitude, removeOffset = false } = options;
  assertWithin(within, 'match');
  const isSelf = isSameTable(left, right);
  const places = positionsOfBoth(left, right, options, side);
  if (isSelf && removeOffset)
    throw new PhotometryError('bad-argument', 'match: a table has no offset from itself; omit removeOffset');
  const shift = removeOffset ? estimateShift(places.left, places.right, within) : null;
  const from = shift === null ? places.left : shifted(places.left, shift.east, shift.north);
  const to = places.right;
  const pairs =
    magnitude === undefined
      ? pairsOf(from, to, options, isSelf)
      : pairsInWindow(alikePairs(left, right, from, to, within, magnitude, isSelf), options, isSelf);
  if (pairs.index1.length === 0 && within <= SMALL_RADIUS) refuseHours(places, within, side);
  return { pairs, left: from, right: to, shift };
}

/** The positions of two tables, moved to the requested epoch. */
export function positionsOfBoth(
  left: TableData,
  right: TableData,
  options: Pick<MatchTablesOptions, 'left' | 'right' | 'epoch'>,
  side: TableSide = RIGHT,
): TwoTables {
  const leftNames = options.left ?? {};
  const rightNames = options.right ?? (isSameTable(left, right) ? leftNames : {});
  const places = {
    left: skyPositions(left, leftNames, LEFT),
    right: skyPositions(right, rightNames, side),
  };
  if (options.epoch === undefined) return places;
  if (!hasMotions(left, leftNames) && !hasMotions(right, rightNames))
    throw new PhotometryError(
      'bad-argument',
      "match: an epoch was given, but neither table lists proper motions that are known by UCD or name. Name their columns: { right: { pmRa: '...', pmDec: '...' } }",
    );
  const epoch = julianYear(options.epoch);
  return {
    left: positionsAt(left, leftNames, places.left, epoch, LEFT),
    right: positionsAt(right, rightNames, places.right, epoch, side),
  };
}

/** Whether two tables are one: of the very same columns. */
function isSameTable(left: TableData, right: TableData): boolean {
  return left.stored === right.stored;
}

function pairsOf(from: Positions, to: Positions, { within, mode, nth }: MatchTablesOptions, isSelf: boolean): Pairs {
  return isSelf
    ? matchSelf(from.ra, from.dec, within, { mode, nth })
    : matchSky(from.ra, from.dec, to.ra, to.dec, within, { mode, nth });
}

/** Selects the pairs that count among those of similar brightness. */
function pairsInWindow(candidates: Pairs, { mode, nth }: MatchTablesOptions, isSelf: boolean): Pairs {
  const chosen = choosePairs(candidates, { mode, nth });
  return isSelf && mode !== undefined && mode !== 'nearest' ? keepOnce(chosen) : chosen;
}

/** All pairs within the radius with similar brightness. */
function alikePairs(
  left: TableData,
  right: TableData,
  from: Positions,
  to: Positions,
  within: number,
  window: MagnitudeWindow,
  isSelf: boolean,
): Pairs {
  if (!(window.within >= 0))
    throw new PhotometryError(
      'bad-argument',
      `match: magnitude.within must be a number of magnitudes, got ${window.within}`,
    );
  const leftMag = magnitudesOf(left, window.left, 'magnitude.left');
  const rightMag = magnitudesOf(right, window.right, 'magnitude.right');
  const all = isSelf
    ? otherPairs(from.ra, from.dec, within)
    : matchSky(from.ra, from.dec, to.ra, to.dec, within, { mode: 'all' });
  const difference = (pair: number): number => leftMag[all.index1[pair]] - rightMag[all.index2[pair]];
  const offset = window.offset === 'median' ? medianDifference(all, difference) : (window.offset ?? 0);
  return keepPairs(all, pair => Math.abs(difference(pair) - offset) <= window.within);
}

function medianDifference({ index1 }: Pairs, difference: (pair: number) => number): number {
  const nearest = Uint32Array.from(index1.keys()).filter(
    pair => (pair === 0 || index1[pair] !== index1[pair - 1]) && Number.isFinite(difference(pair)),
  );
  return medianInPlace(Float64Array.from(nearest, difference));
}

function magnitudesOf(data: TableData, name: string, role: string): Float64Array {
  const found = namedColumn(data, name, role);
  assertUnit(found, /mag/i, 'mag');
  return numbersOf(found, role);
}

/**
 * If nothing matches, checks whether one table's right ascensions are hours although declared as degrees.
 *
 * @throws PhotometryError `bad-argument` if they match once they are taken as hours
 */
function refuseHours({ left, right }: TwoTables, radius: number, side: TableSide): void {
  const sides = [
    [left, right, LEFT],
    [right, left, side],
  ] as const;
  for (const [{ ra, dec, raColumn }, other, { name: table }] of sides) {
    if (ra.some(value => value > 24)) continue;
    const degrees = ra.map(value => value * 15);
    const { length } = matchSky(degrees, dec, other.ra, other.dec, radius).index1;
    const few = Math.min(rowsWith(ra), rowsWith(other.ra));
    if (length === 0 || length < 0.1 * few) continue;
    const { name, column } = raColumn;
    throw new PhotometryError(
      'bad-argument',
      `Nothing matches, because column '${name}' of the ${table}${column.unit === '' ? '' : ` (unit '${column.unit}')`} holds hours: times 15, ${length} rows match. Give degrees: derive({ ${name}: row => 15 * row.${name} }, { units: { ${name}: 'deg' } })`,
      { column: name, unit: column.unit, table },
    );
  }
}

function rowsWith(ra: Float64Array): number {
  let count = 0;
  for (let row = 0; row < ra.length; row++) if (!Number.isNaN(ra[row])) count++;
  return count;
}
