/**
 * From long to wide: a column for each value of a key.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Aggregate, AggregateResult } from '../aggregates.js';
import { groupRows, type RowGroups } from '../group-rows.js';
import { namesOf } from '../partition.js';
import { type StoredColumn, valueAt } from '../stored-column.js';
import { requireColumn, type TableData, withColumns } from '../table-data.js';
import { takeOrMissing } from '../take-or-missing.js';
import { takeRows } from '../take-rows.js';
import { windowsThatEnd } from '../windows/row-windows.js';
import { keepRows } from './filter.js';
import { select } from './select.js';

/** Which columns of `C` become rows, names and values. */
export interface PivotOptions<
  R extends string = string,
  K extends string = string,
  V extends string | readonly string[] = string | readonly string[],
  N extends string = string,
  A extends AggregateResult = AggregateResult,
> {
  /** The columns that name a row of the result: those that agree in them become one. */
  readonly rows: R | readonly R[];
  /** The column whose values become names of columns. Rows where it is missing are left out. */
  readonly columns: K;
  /** The column that the cells come from; or several, whose names then stand before the others': `mag_V`. */
  readonly values: V;
  /** Which of the names become columns, in this order; the compiler then knows them. Default: all, as they first come. */
  readonly names?: readonly N[];
  /** What becomes of several rows in one cell: `median`, `mean`, `first`. Default: that is an error. */
  readonly aggregate?: (column: string) => Aggregate<string, A, string>;
}

/** More cells than this are refused. */
const MOST_CELLS = 2 ** 27;

/** Spreads the values of one column, or of several, over columns named by another. */
export function pivot(data: TableData, options: PivotOptions): TableData {
  const rowNames = namesOf(options.rows);
  const keyed = withKey(data, options.columns);
  const rowGroups = groupRows(keyed, rowNames);
  checkSize(rowGroups.ends.length, options.names?.length ?? groupRows(keyed, [options.columns]).ends.length);
  const cells = groupRows(keyed, [...rowNames, options.columns]);
  const firsts = firstsOf(cells);
  const rowOfCell = ranksOf(rowGroups, keyed.length);
  const cellsByName = new Map<string, Int32Array>();
  const key = requireColumn(keyed, options.columns);
  for (const name of options.names ?? []) cellsByName.set(name, noCells(rowGroups));
  for (const [cell, row] of firsts.entries()) {
    const name = nameOf(valueAt(key, row));
    if (options.names !== undefined && !cellsByName.has(name)) continue;
    if (!cellsByName.has(name)) cellsByName.set(name, noCells(rowGroups));
    cellsByName.get(name)![rowOfCell[row]] = cell;
  }
  const stored = new Map(keepRows(select(keyed, rowNames), firstsOf(rowGroups)).stored);
  const single = typeof options.values === 'string';
  const computed = namesOf(options.values).map(value => ({ value, column: cellValues(keyed, value, cells, options) }));
  for (const { value, column } of computed)
    for (const [name, cell] of cellsByName)
      addColumn(stored, single ? name : `${value}_${name}`, takeOrMissing(column, cell));
  return { ...withColumns(keyed, stored), length: rowGroups.ends.length };
}

/** A pivot by a column of many different values would be far larger than the table it is made of. */
function checkSize(rows: number, columns: number): void {
  if (rows * columns <= MOST_CELLS) return;
  throw new PhotometryError(
    'bad-argument',
    `pivot would make ${rows.toLocaleString('en-US')} rows x ${columns.toLocaleString('en-US')} columns; ` +
      'choose columns by { names }, or pivot by a column of fewer values',
    { rows, columns },
  );
}

/** The rows whose key is not missing. */
function withKey(data: TableData, key: string): TableData {
  const column = requireColumn(data, key);
  const rows = Uint32Array.from({ length: data.length }, (_, row) => row).filter(row => {
    const value = valueAt(column, row);
    return value !== null && !Number.isNaN(value);
  });
  return rows.length === data.length ? data : keepRows(data, rows);
}

/** A value for each cell: an aggregate of its rows, or the one it has. */
function cellValues(data: TableData, name: string, cells: RowGroups, { aggregate, rows, columns }: PivotOptions) {
  if (aggregate !== undefined) {
    const made = aggregate(name);
    const inOrder = made.columns.map(of => takeRows(requireColumn(data, of), cells.rows));
    return made.compute(inOrder, windowsThatEnd(cells.ends));
  }
  const { from, to } = windowsThatEnd(cells.ends);
  const several = from.findIndex((start, cell) => to[cell] - start > 1);
  if (several >= 0) {
    const [a, b] = cells.rows.subarray(from[several]);
    const key = [...namesOf(rows), columns].map(of => `${of} = ${String(valueAt(requireColumn(data, of), a))}`);
    throw new PhotometryError(
      'bad-argument',
      `pivot: rows ${a} and ${b} fall into one cell (${key.join(', ')}); say what becomes of them: { aggregate: median }`,
      { rows: [a, b] },
    );
  }
  return takeRows(requireColumn(data, name), firstsOf(cells));
}

function noCells(groups: RowGroups): Int32Array {
  return new Int32Array(groups.ends.length).fill(-1);
}

/** The first row of each group. */
function firstsOf({ rows, ends }: RowGroups): Uint32Array {
  return windowsThatEnd(ends).from.map(start => rows[start]);
}

/** The number of its group, for each row. */
function ranksOf({ rows, ends }: RowGroups, length: number): Uint32Array {
  const ranks = new Uint32Array(length);
  for (let i = 0, group = 0; i < length; i++) {
    if (i >= ends[group]) group++;
    ranks[rows[i]] = group;
  }
  return ranks;
}

function nameOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function addColumn(stored: Map<string, StoredColumn>, name: string, column: StoredColumn): void {
  if (stored.has(name))
    throw new PhotometryError('duplicate-column', `pivot would give two columns the name '${name}'; rename one first`, {
      column: name,
    });
  stored.set(name, column);
}
