/**
 * From long to wide: a column for each value of a key.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, valueAt } from '../column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../column/table-data.js';
import { firstOfCodes, type RowCodes, rowCodes } from '../keys/group-rows.js';
import { missingTest } from '../rows/missing-rows.js';
import { namesOf } from '../rows/partition.js';
import { takeOrMissing } from '../rows/take-or-missing.js';
import { aggregateGroups } from '../statistics/aggregate-groups.js';
import type { Aggregate, AggregateResult } from '../statistics/aggregates.js';
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
  /** The column that provides the cells; or several, whose names then prefix the others: `mag_V`. */
  readonly values: V;
  /** Which of the names become columns, in this order; the compiler then knows them. Default: all, in order of first occurrence. */
  readonly names?: readonly N[];
  /** What becomes of several rows in one cell: `median`, `mean`, `first`. Default: that is an error. */
  readonly aggregate?: (column: string) => Aggregate<string, A, string>;
}

/** More cells than this are refused. */
const MAX_CELLS = 2 ** 27;

/** Spreads the values of one column, or of several, over columns named by another. */
export function pivot(data: TableData, options: PivotOptions): TableData {
  const rowNames = namesOf(options.rows);
  const keyed = withKey(data, options.columns);
  const places = rowCodes(keyed, rowNames);
  const keys = rowCodes(keyed, [options.columns]);
  checkSize(places.size, options.names?.length ?? keys.size);
  const { names, columnOf } = columnsOf(requireColumn(keyed, options.columns), keys, options.names);
  const stored = new Map(keepRows(select(keyed, rowNames), firstOfCodes(places)).stored);
  const fillCells = options.aggregate === undefined ? takenCells : aggregatedCells;
  const single = typeof options.values === 'string';
  for (const [value, columns] of fillCells(keyed, { places, keys, columnOf, width: names.length }, options))
    columns.forEach((column, k) => {
      addColumn(stored, single ? names[k] : `${value}_${names[k]}`, column);
    });
  return { ...withColumns(keyed, stored), length: places.size };
}

/** Where in the result each row of a table goes. */
interface CellPlaces {
  /** The result row of each row. */
  readonly places: RowCodes;
  /** For each row, the key that becomes a name; for each key, its column, -1 if it has none. */
  readonly keys: RowCodes;
  readonly columnOf: Int32Array;
  /** How many columns there are. */
  readonly width: number;
}

/** The names that become columns, and the number of its column for each key. */
function columnsOf(
  key: StoredColumn,
  keys: RowCodes,
  asked: readonly string[] | undefined,
): { readonly names: readonly string[]; readonly columnOf: Int32Array } {
  const known = Array.from(firstOfCodes(keys), row => nameOf(valueAt(key, row)));
  const names = [...new Set(asked ?? known)];
  const numbers = new Map(names.map((name, k) => [name, k]));
  return { names, columnOf: Int32Array.from(known, name => numbers.get(name) ?? -1) };
}

/** The columns of each value, made of the one row in each cell. */
function takenCells(data: TableData, cells: CellPlaces, options: PivotOptions): [string, StoredColumn[]][] {
  const rows = noCells(cells);
  const several = placeRows(cells, rows);
  if (several !== null) refuseSeveral(data, several, options);
  return namesOf(options.values).map(value => {
    const column = requireColumn(data, value);
    return [value, rows.map(of => takeOrMissing(column, of))];
  });
}
/** A pivot by a column of many different values would be far larger than the table it is made of. */
function checkSize(rows: number, columns: number): void {
  if (rows * columns <= MAX_CELLS) return;
  throw new PhotometryError(
    'bad-argument',
    `pivot would make ${rows.toLocaleString('en-US')} rows x ${columns.toLocaleString('en-US')} columns; ` +
      'choose columns by { names }, or pivot by a column of fewer values',
    { rows, columns },
  );
}

/** The rows whose key is not missing. */
function withKey(data: TableData, key: string): TableData {
  const isMissing = missingTest(requireColumn(data, key));
  const rows = new Uint32Array(data.length);
  let kept = 0;
  for (let row = 0; row < rows.length; row++) if (!isMissing(row)) rows[kept++] = row;
  return kept === data.length ? data : keepRows(data, rows.slice(0, kept));
}

/** Writes the index of each row into its cell in `out`; stops at two rows of one cell and returns them. */
function placeRows({ places, keys, columnOf }: CellPlaces, out: readonly Int32Array[]): [number, number] | null {
  const [rowOf, keyOf] = [places.codes, keys.codes];
  for (let row = 0; row < rowOf.length; row++) {
    const column = columnOf[keyOf[row]];
    if (column < 0) continue;
    const cells = out[column];
    const other = cells[rowOf[row]];
    if (other >= 0) return [other, row];
    cells[rowOf[row]] = row;
  }
  return null;
}

function refuseSeveral(data: TableData, [a, b]: readonly [number, number], { rows, columns }: PivotOptions): never {
  const key = [...namesOf(rows), columns].map(of => `${of} = ${String(valueAt(requireColumn(data, of), a))}`);
  throw new PhotometryError(
    'bad-argument',
    `pivot: rows ${a} and ${b} fall into one cell (${key.join(', ')}); say what becomes of them: { aggregate: median }`,
    { rows: [a, b] },
  );
}

/** The columns of each value, an aggregate of the rows in each cell. */
function aggregatedCells(data: TableData, cells: CellPlaces, options: PivotOptions): [string, StoredColumn[]][] {
  const groups = rowCodes(data, [...namesOf(options.rows), options.columns]);
  const groupsOfCells = noCells(cells);
  const { places, keys, columnOf } = cells;
  firstOfCodes(groups).forEach((row, group) => {
    const column = columnOf[keys.codes[row]];
    if (column >= 0) groupsOfCells[column][places.codes[row]] = group;
  });
  return namesOf(options.values).map(value => {
    const made = aggregateGroups(data, groups, options.aggregate!(value));
    return [value, groupsOfCells.map(of => takeOrMissing(made, of))];
  });
}

function noCells({ places, width }: CellPlaces): Int32Array[] {
  return Array.from({ length: width }, () => new Int32Array(places.size).fill(-1));
}

function nameOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function addColumn(stored: Map<string, StoredColumn>, name: string, column: StoredColumn): void {
  if (stored.has(name))
    throw new PhotometryError(
      'duplicate-column',
      `pivot would make two columns with the name '${name}'; rename one first`,
      {
        column: name,
      },
    );
  stored.set(name, column);
}
