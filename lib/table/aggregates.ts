/**
 * What becomes of the rows of a group: `table.groupBy('filter').aggregate({ n: count(), mag: median('mag') })`.
 *
 * All leave missing values and NaN out, like the statistics of a column, and keep the column's unit.
 *
 * @module
 */
import * as statistics from './column-statistics.js';
import { type StoredColumn, valueAt } from './stored-column.js';

/**
 * What an aggregate gives: a plain number, a number in the column's unit, or a value of the column.
 */
export type AggregateResult = 'number' | 'quantity' | 'value';

/** One number or value for each group of rows, made of the column `K`. */
export interface Aggregate<K extends string = string, R extends AggregateResult = AggregateResult> {
  /** The column it is made of; null for {@link count}, which needs none. */
  readonly column: K | null;
  /** What it gives. */
  readonly result: R;
  /** Computes it for the column's values in one group, `rows` in number. */
  compute(values: StoredColumn | null, rows: number): unknown;
}

/** Number of rows in each group. */
export function count(): Aggregate<never, 'number'> {
  return { column: null, result: 'number', compute: (_, rows) => rows };
}

/** Arithmetic mean. NaN if no value is present. */
export function mean<K extends string>(column: K): Aggregate<K, 'quantity'> {
  return statistic(column, statistics.mean);
}

/** Median, the mean of the middle two if their number is even. NaN if no value is present. */
export function median<K extends string>(column: K): Aggregate<K, 'quantity'> {
  return statistic(column, statistics.median);
}

/** Smallest value. NaN if no value is present. */
export function min<K extends string>(column: K): Aggregate<K, 'quantity'> {
  return statistic(column, statistics.minimum);
}

/** Largest value. NaN if no value is present. */
export function max<K extends string>(column: K): Aggregate<K, 'quantity'> {
  return statistic(column, statistics.maximum);
}

/** Sum. 0 if no value is present. */
export function sum<K extends string>(column: K): Aggregate<K, 'quantity'> {
  return statistic(column, statistics.sum);
}

/** Standard deviation with divisor n - 1. NaN for fewer than two values. */
export function std<K extends string>(column: K): Aggregate<K, 'quantity'> {
  return statistic(column, statistics.standardDeviation);
}

/** The value in the group's first row, of whatever type; null (NaN for a float) if it is missing. */
export function first<K extends string>(column: K): Aggregate<K, 'value'> {
  return { column, result: 'value', compute: values => (values === null ? null : valueAt(values, 0)) };
}

function statistic<K extends string>(column: K, of: (values: StoredColumn) => number): Aggregate<K, 'quantity'> {
  return { column, result: 'quantity', compute: values => (values === null ? NaN : of(values)) };
}
