/**
 * A table about a table: statistics of each column.
 *
 * @module
 */
import { buildTable } from '../build-table.js';
import * as statistics from '../column-statistics.js';
import type { ColumnKind, StoredColumn } from '../stored-column.js';
import { isNumeric } from '../stored-column.js';
import type { TableData } from '../table-data.js';

/** What {@link describe} says of each column. The numbers are in the column's unit, NaN for strings. */
export interface DescriptionColumns {
  /** The column's name. */
  column: string;
  /** Its unit, empty if it has none. */
  unit: string;
  /** How it is stored: `float64`, `string`. */
  kind: ColumnKind;
  /** How many values are present. */
  count: number;
  /** How many are missing or NaN. */
  missing: number;
  /** Arithmetic mean. */
  mean: number;
  /** Standard deviation, divisor n - 1. */
  std: number;
  /** Smallest value. */
  min: number;
  /** Median. */
  median: number;
  /** Largest value. */
  max: number;
}

/** Statistics of each column, a row a column. */
export function describe(data: TableData): TableData {
  const columns = [...data.stored];
  const numbers = (of: (column: StoredColumn) => number) =>
    Float64Array.from(columns, ([, column]) => (isNumeric(column) ? of(column) : NaN));
  const count = Int32Array.from(columns, ([, column]) => statistics.countPresent(column));
  const description: { readonly [K in keyof DescriptionColumns]: ArrayLike<DescriptionColumns[K]> } = {
    column: columns.map(([name]) => name),
    unit: columns.map(([, column]) => column.unit),
    kind: columns.map(([, column]) => column.kind),
    count,
    missing: count.map(present => data.length - present),
    mean: numbers(statistics.mean),
    std: numbers(statistics.standardDeviation),
    min: numbers(statistics.minimum),
    median: numbers(statistics.median),
    max: numbers(statistics.maximum),
  };
  return buildTable(Object.entries(description));
}
