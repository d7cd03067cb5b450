/**
 * An aggregate of groups of rows.
 *
 * @module
 */
import type { Aggregate } from './aggregates.js';
import { type RowCodes, type RowGroups, rowsByGroup } from './group-rows.js';
import type { StoredColumn } from './stored-column.js';
import { requireColumn, type TableData } from './table-data.js';
import { takeRows } from './take-rows.js';
import { windowsThatEnd } from './windows/row-windows.js';

/**
 * One value a group.
 *
 * @param sorted gives the rows in the order of their groups; asked only if the aggregate needs it
 */
export function aggregateGroups(
  data: TableData,
  groups: RowCodes,
  aggregate: Aggregate,
  sorted: () => RowGroups = () => rowsByGroup(groups),
): StoredColumn {
  const columns = aggregate.columns.map(name => requireColumn(data, name));
  if (aggregate.computeByCode !== undefined) return aggregate.computeByCode(columns, groups);
  const { rows, ends } = sorted();
  return aggregate.compute(
    columns.map(column => takeRows(column, rows)),
    windowsThatEnd(ends),
  );
}
