/**
 * An aggregate of groups of rows.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import type { StoredColumn } from '../column/stored-column.js';
import { requireColumn, type TableData } from '../column/table-data.js';
import { type RowCodes, type RowGroups, rowsByGroup } from '../keys/group-rows.js';
import { takeRows } from '../rows/take-rows.js';
import { windowsThatEnd } from '../windows/row-windows.js';
import type { Aggregate } from './aggregates.js';

/**
 * Computes one value per group.
 *
 * @param sorted returns the rows in the order of their groups; called only if the aggregate needs it
 * @throws PhotometryError `bad-argument` if it is not an aggregate; `missing-column`
 */
export function aggregateGroups(
  data: TableData,
  groups: RowCodes,
  aggregate: Aggregate,
  sorted: () => RowGroups = () => rowsByGroup(groups),
): StoredColumn {
  if (typeof aggregate?.compute !== 'function')
    throw new PhotometryError(
      'bad-argument',
      `aggregate takes aggregates such as median('mag'), or functions of a group's table; got ${quoted(aggregate)}`,
    );
  const columns = aggregate.columns.map(name => requireColumn(data, name));
  if (aggregate.computeByCode !== undefined) return aggregate.computeByCode(columns, groups);
  const { rows, ends } = sorted();
  return aggregate.compute(
    columns.map(column => takeRows(column, rows)),
    windowsThatEnd(ends),
  );
}
