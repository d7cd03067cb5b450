/**
 * Rows of a table that are at one place on the sky.
 *
 * @module
 */
import { withStep } from '../core/provenance.js';
import { type StoredColumn, stored } from '../table/column/stored-column.js';
import type { TableData } from '../table/column/table-data.js';
import { takeRows } from '../table/rows/take-rows.js';
import { assertWithin } from './columns/degrees.js';
import type { SkySearchOptions } from './columns/match-options.js';
import { skyPositions } from './columns/sky-columns.js';
import { ALONE } from './columns/table-side.js';
import { matchSelf } from './positions/match-self.js';

/** Settings of `catalog.duplicates`. */
export interface DuplicateOptions<L extends string = string> {
  /** Rows closer than this belong together: `arcsec(0.5)`; a plain number is degrees. */
  readonly within: SkySearchOptions['within'];
  /** Which columns hold what. Default: found by UCD, else by usual names. */
  readonly columns?: SkySearchOptions<L>['left'];
}

/**
 * The rows that have another within a distance, group by group, with `duplicateGroup` and `duplicateCount`.
 *
 * Whoever is near one of a group belongs to it. Groups are in the order of their first rows, rows in that of the table.
 *
 * @throws PhotometryError `missing-column`; `bad-argument`
 */
export function duplicates(data: TableData, { within, columns = {} }: DuplicateOptions): TableData {
  assertWithin(within, 'duplicates');
  const { ra, dec } = skyPositions(data, columns, ALONE);
  const { index1, index2 } = matchSelf(ra, dec, within, { mode: 'all' });
  const firsts = new Uint32Array(data.length).map((_, row) => row);
  for (let pair = 0; pair < index1.length; pair++) unite(firsts, index1[pair], index2[pair]);
  const sizes = new Int32Array(data.length);
  for (let row = 0; row < data.length; row++) sizes[firstOf(firsts, row)]++;
  const rows = Uint32Array.from(firsts.keys())
    .filter(row => sizes[firstOf(firsts, row)] > 1)
    .sort((a, b) => firstOf(firsts, a) - firstOf(firsts, b) || a - b);
  let group = -1;
  const groups = Int32Array.from(rows, row => (firstOf(firsts, row) === row ? ++group : group));
  const counts = Int32Array.from(rows, row => sizes[firstOf(firsts, row)]);
  const kept = new Map<string, StoredColumn>([...data.stored].map(([name, column]) => [name, takeRows(column, rows)]));
  kept.set('duplicateGroup', stored('int32', groups, null, { description: 'Rows at one place have one number' }));
  kept.set('duplicateCount', stored('int32', counts, null, { description: 'How many rows are at this place' }));
  const step = { verb: 'duplicates', options: { withinArcsec: within * 3600 } };
  return { ...data, stored: kept, length: rows.length, provenance: withStep(data.provenance, step) };
}

/** The lowest row of the group that `row` belongs to; shortens the way there. */
function firstOf(firsts: Uint32Array, row: number): number {
  let first = row;
  while (firsts[first] !== first) first = firsts[first];
  for (let at = row; firsts[at] !== first; ) [firsts[at], at] = [first, firsts[at]];
  return first;
}

function unite(firsts: Uint32Array, a: number, b: number): void {
  const [first, second] = [firstOf(firsts, a), firstOf(firsts, b)];
  firsts[Math.max(first, second)] = Math.min(first, second);
}
