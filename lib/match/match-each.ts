/**
 * One table matched with several in one go.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import { quoted } from '../core/quoted.js';
import type { StoredColumn } from '../table/column/stored-column.js';
import type { TableData } from '../table/column/table-data.js';
import { takeRows } from '../table/rows/take-rows.js';
import { addColumns, columnsOf, matchColumns } from './beside.js';
import { julianYear } from './columns/epoch.js';
import type { MatchEachOptions } from './columns/match-options.js';
import { hasMotions } from './columns/motion-columns.js';
import { oneOfSeveral } from './columns/table-side.js';
import { findMatches } from './find-matches.js';
import { bothProvenances } from './match-tables.js';

/**
 * The left table's rows, each once, with the columns of each other table as `<column>_<name>`.
 *
 * @throws PhotometryError `missing-column`; `duplicate-column`; `bad-argument`, the table's name before the message
 */
export function matchEach(
  left: TableData,
  others: Readonly<Record<string, TableData>>,
  options: MatchEachOptions,
): TableData {
  const { mode = 'nearest', unmatched = 'keep', epoch } = options;
  const names = Object.keys(others);
  if (names.length === 0)
    throw new PhotometryError('bad-argument', 'matchEach: pass the tables by name, such as { gaia, vsx }');
  if (!['nearest', 'mutual', 'exclusive'].includes(mode))
    throw new PhotometryError(
      'bad-argument',
      `matchEach: each row gets one match at most, so mode is 'nearest', 'mutual' or 'exclusive'; got ${quoted(mode)}`,
      { mode },
    );
  const moves = (name: string): boolean => hasMotions(others[name], options.columns?.[name] ?? {});
  if (epoch !== undefined && !hasMotions(left, options.left ?? {}) && !names.some(moves))
    throw new PhotometryError('bad-argument', 'matchEach: an epoch was given, but no table lists proper motions');
  const stored = new Map<string, StoredColumn>(left.stored);
  const isMatched = new Uint8Array(left.length);
  for (const name of names) {
    const isMoved = epoch !== undefined && (moves(name) || hasMotions(left, options.left ?? {}));
    const found = matchesOf(left, others[name], name, { ...options, epoch: isMoved ? epoch : undefined });
    const [right, pair] = [new Int32Array(left.length).fill(-1), new Int32Array(left.length).fill(-1)];
    found.pairs.index1.forEach((row, k) => {
      isMatched[row] = 1;
      right[row] = found.pairs.index2[k];
      pair[row] = k;
    });
    const measures = matchColumns(found, pair);
    addColumns(stored, [...columnsOf(others[name], right), ...measures], column => `${column}_${name}`);
  }
  const step = {
    verb: 'matchEach',
    options: {
      tables: names,
      within: options.within,
      mode,
      unmatched,
      ...(epoch === undefined ? {} : { epoch: julianYear(epoch) }),
    },
  };
  const provenance = withStep(bothProvenances([left, ...Object.values(others)]), step);
  if (unmatched === 'keep') return { ...left, stored, provenance };
  const rows = Uint32Array.from(isMatched.keys()).filter(row => isMatched[row] === 1);
  const kept = new Map([...stored].map(([name, column]) => [name, takeRows(column, rows)]));
  return { ...left, stored: kept, length: rows.length, provenance };
}

function matchesOf(
  left: TableData,
  right: TableData,
  name: string,
  options: MatchEachOptions,
): ReturnType<typeof findMatches> {
  const { within, mode, epoch, columns } = options;
  const radius = typeof within === 'object' ? within[name] : within;
  try {
    return findMatches(
      left,
      right,
      { within: radius, mode, epoch, left: options.left, right: columns?.[name] },
      oneOfSeveral(name),
    );
  } catch (error) {
    if (!(error instanceof PhotometryError)) throw error;
    throw new PhotometryError(error.code, `${name}: ${error.message}`, { ...error.details, table: name });
  }
}
