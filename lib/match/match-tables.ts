/**
 * Rows of two tables put side by side where they are the same star on the sky.
 *
 * @module
 */
import { type Provenance, withStep } from '../core/provenance.js';
import type { StoredColumn } from '../table/column/stored-column.js';
import type { TableData } from '../table/column/table-data.js';
import { addColumns, columnsOf, matchColumns, rowPairs } from './beside.js';
import { julianYear } from './columns/epoch.js';
import type { MatchTablesOptions } from './columns/match-options.js';
import { findMatches } from './find-matches.js';
import type { SkyShiftResult } from './positions/sky-shift.js';

const MEASURES: ReadonlySet<string> = new Set(['separation', 'positionAngle', 'offsetRa', 'offsetDec']);

/**
 * Matches two tables on the sky: the columns of both, then `separation`, `positionAngle`, `offsetRa`, `offsetDec`.
 *
 * Rows are in the order of the left table, those of one left row by distance. A name that also occurs in the left table
 * gets the suffix; so does a right column called as one of the four.
 *
 * @throws PhotometryError `missing-column`; `duplicate-column`; `bad-argument`
 */
export function matchTables(left: TableData, right: TableData, options: MatchTablesOptions): TableData {
  const { suffix = '_right', unmatched = 'drop' } = options;
  const found = findMatches(left, right, options);
  const rows = rowPairs(found, left.length, unmatched === 'keep');
  const stored = new Map<string, StoredColumn>(columnsOf(left, rows.left));
  const own = (name: string): string => (left.stored.has(name) ? `${name}${suffix}` : name);
  addColumns(stored, columnsOf(right, rows.right), name => (MEASURES.has(name) ? `${name}${suffix}` : own(name)));
  addColumns(stored, matchColumns(found, rows.pair), own);
  const provenance = withStep(bothProvenances([left, right]), {
    verb: 'match',
    options: optionsTaken(options, found.shift),
  });
  return { ...left, stored, length: rows.left.length, provenance };
}

/** The steps of several tables, each once. */
export function bothProvenances(tables: readonly TableData[]): Provenance {
  return Object.freeze([...new Set(tables.flatMap(({ provenance }) => provenance))]);
}

/** The options as they took effect, for the provenance. */
function optionsTaken(options: MatchTablesOptions, shift: SkyShiftResult | null): Record<string, unknown> {
  const { within, mode = 'nearest', nth = 1, unmatched = 'drop', suffix = '_right', magnitude } = options;
  return {
    withinArcsec: within * 3600,
    mode,
    ...(nth === 1 ? {} : { nth }),
    unmatched,
    suffix,
    ...(options.epoch === undefined ? {} : { epoch: julianYear(options.epoch) }),
    ...(options.left === undefined ? {} : { left: options.left }),
    ...(options.right === undefined ? {} : { right: options.right }),
    ...(magnitude === undefined ? {} : { magnitude }),
    ...(shift === null ? {} : { removedOffset: offsetTaken(shift) }),
  };
}

function offsetTaken({ east, north, eastErr, northErr, pairs }: SkyShiftResult): Record<string, number> {
  return { raArcsec: east, decArcsec: north, raErrArcsec: eastErr, decErrArcsec: northErr, pairs: pairs.index1.length };
}
