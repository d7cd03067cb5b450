/**
 * Columns of two tables put side by side by pairs of rows, with what the match says of each pair.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { positionAngle } from '../math/sphere.js';
import { type StoredColumn, stored } from '../table/column/stored-column.js';
import type { TableData } from '../table/column/table-data.js';
import { takeOrMissing } from '../table/rows/take-or-missing.js';
import type { FoundMatches } from './find-matches.js';
import { offsetsOf, type Positions } from './positions/sky-shift.js';

/** Matched rows of two tables; -1 if the right one is missing. */
interface RowPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** For each of them its index among the pairs found; -1 if there is none. */
  readonly pair: Int32Array;
}

/** The rows of a match: those of the pairs, and with `keep` the left rows without one, in order. */
export function rowPairs({ pairs: { index1, index2 } }: FoundMatches, length: number, keep: boolean): RowPairs {
  if (!keep) return { left: index1, right: index2, pair: Int32Array.from(index1.keys()) };
  const [left, right, pair]: number[][] = [[], [], []];
  let at = 0;
  for (let row = 0; row < length; row++) {
    const start = at;
    for (; at < index1.length && index1[at] === row; at++) {
      left.push(row);
      right.push(index2[at]);
      pair.push(at);
    }
    if (at > start) continue;
    left.push(row);
    right.push(-1);
    pair.push(-1);
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right), pair: Int32Array.from(pair) };
}

/** Separation, position angle and offsets of pairs, as columns; NaN where `pair` is -1. */
export function matchColumns(found: FoundMatches, pair: Int32Array): [string, StoredColumn][] {
  const { pairs, left, right } = found;
  const { east, north } = offsetsOf(left, right, pairs);
  return [
    measure('separation', pair, k => pairs.separation[k] * 3600, 'arcsec', 'pos.angDistance', 'Distance to the match'),
    measure(
      'positionAngle',
      pair,
      k => angleBetween(left, right, pairs.index1[k], pairs.index2[k]),
      'deg',
      'pos.posAng',
      'Direction to the match, from north through east',
    ),
    measure('offsetRa', pair, k => east[k], 'arcsec', 'pos.eq.ra;arith.diff', 'Match minus this in RA, times cos Dec'),
    measure('offsetDec', pair, k => north[k], 'arcsec', 'pos.eq.dec;arith.diff', 'Match minus this in Dec'),
  ];
}

function angleBetween(left: Positions, right: Positions, i: number, j: number): number {
  return positionAngle(left.ra[i], left.dec[i], right.ra[j], right.dec[j]);
}

function measure(
  name: string,
  pair: Int32Array,
  value: (pair: number) => number,
  unit: string,
  ucd: string,
  description: string,
): [string, StoredColumn] {
  const values = new Float64Array(pair.length);
  for (let row = 0; row < pair.length; row++) values[row] = pair[row] < 0 ? NaN : value(pair[row]);
  return [name, stored('float64', values, null, { unit, ucd, description })];
}

/**
 * The left columns, then the right ones, then those of the match.
 *
 * @param rename the name that a column of the right table or the match gets
 * @throws PhotometryError `duplicate-column` if two columns would have one name
 */
export function addColumns(
  into: Map<string, StoredColumn>,
  columns: Iterable<readonly [string, StoredColumn]>,
  rename: (name: string) => string,
): void {
  for (const [name, column] of columns) {
    const free = rename(name);
    if (into.has(free))
      throw new PhotometryError(
        'duplicate-column',
        `The match would make two columns with the name '${free}'; rename one first, or give another suffix`,
        { column: free },
      );
    into.set(free, column);
  }
}

/** The columns of chosen rows; missing where the row is -1. */
export function columnsOf(data: TableData, rows: Int32Array): [string, StoredColumn][] {
  return [...data.stored].map(([name, column]) => [name, takeOrMissing(column, rows)]);
}
