/**
 * A table about a table: statistics of each column.
 *
 * @module
 */
import { valuesOfRank } from '../../math/ranks.js';
import { type ColumnKind, isNumeric, type StoredColumn, stored, valueAt } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { distinctKeys } from '../keys/distinct-keys.js';
import { floatWords, integerWords } from '../keys/key-words.js';
import { missingTest } from '../rows/missing-rows.js';
import { withoutFullMask } from '../rows/take-rows.js';
import { countPresent } from '../statistics/column-statistics.js';
import { squaresAbout, totalOf } from '../statistics/column-sums.js';
import { numbersOf } from '../windows/row-windows.js';

/** The columns of `Table.describe`. Numbers are in the unit of the described column, NaN if it is not numeric. */
export interface DescriptionColumns {
  /** The column's name. */
  column: string;
  /** Unit, empty if there is none. */
  unit: string;
  /** How it is stored: `float64`, `string`. */
  kind: ColumnKind;
  /** How many values are present. */
  count: number;
  /** How many are missing or NaN. */
  missing: number;
  /** How many different values there are; NaN for vectors and lists. */
  distinct: number;
  /** Arithmetic mean. */
  mean: number;
  /** Standard deviation, divisor n - 1. */
  std: number;
  /** Smallest value. */
  min: number;
  /** First quartile. */
  q1: number;
  /** Median. */
  median: number;
  /** Third quartile. */
  q3: number;
  /** Largest value. */
  max: number;
  /** First value in the order of strings and dates, as text; missing for other kinds. */
  lowest: string | null;
  /** Last value in the order of strings and dates, as text; missing for other kinds. */
  highest: string | null;
}

/** Statistics of each column, one row per column. */
export function describe(data: TableData): TableData {
  const columns = [...data.stored];
  const summaries = columns.map(([, column]) => summaryOf(column));
  const numbers = (of: (summary: Summary) => number) => stored('float64', Float64Array.from(summaries, of));
  const counts = (of: (summary: Summary) => number) => stored('int32', Int32Array.from(summaries, of));
  const described: { readonly [K in keyof DescriptionColumns]: StoredColumn } = {
    column: texts(columns.map(([name]) => name)),
    unit: texts(columns.map(([, { unit }]) => unit)),
    kind: texts(columns.map(([, { kind }]) => kind)),
    count: counts(summary => summary.count),
    missing: counts(summary => summary.missing),
    distinct: numbers(summary => summary.distinct),
    mean: numbers(summary => summary.mean),
    std: numbers(summary => summary.std),
    min: numbers(summary => summary.min),
    q1: numbers(summary => summary.q1),
    median: numbers(summary => summary.median),
    q3: numbers(summary => summary.q3),
    max: numbers(summary => summary.max),
    lowest: texts(summaries.map(summary => summary.lowest)),
    highest: texts(summaries.map(summary => summary.highest)),
  };
  return { stored: new Map(Object.entries(described)), length: columns.length, meta: {}, provenance: [] };
}

/** A column of strings, also where all of them are missing. */
function texts(values: readonly (string | null)[]): StoredColumn {
  const valid = Uint8Array.from(values, value => (value === null ? 0 : 1));
  return stored(
    'string',
    values.map(value => value ?? ''),
    withoutFullMask(valid),
  );
}

type Summary = Omit<DescriptionColumns, 'column' | 'unit' | 'kind'>;

function summaryOf(column: StoredColumn): Summary {
  const count = countPresent(column);
  const missing = column.values.length - count;
  const facts = { count, missing, distinct: distinctValues(column), ...extremeTexts(column) };
  if (!isNumeric(column)) return { ...NO_NUMBERS, ...facts };
  return { ...facts, ...statisticsOf(presentNumbers(column)) };
}

/** The numbers that are present, in no order to rely on; shared with the column if all are: do not write. */
function presentNumbers(column: StoredColumn): Float64Array {
  const numbers = numbersOf(column, 'describe()');
  return numbers.includes(NaN) ? numbers.filter(value => !Number.isNaN(value)) : numbers;
}

function statisticsOf(values: Float64Array): Pick<Summary, 'mean' | 'std' | 'min' | 'q1' | 'median' | 'q3' | 'max'> {
  const count = values.length;
  const sample = { values, valid: null };
  const mean = totalOf(sample).sum / count;
  const std = count < 2 ? NaN : Math.sqrt(squaresAbout(sample, mean) / (count - 1));
  const [min, q1, median, q3, max] = quantilesOf(values, [0, 0.25, 0.5, 0.75, 1]);
  return { mean, std, min, q1, median, q3, max };
}

/** Quantiles, interpolated linearly as numpy does; NaN if there is no value. */
function quantilesOf(values: Float64Array, fractions: readonly number[]): number[] {
  const last = values.length - 1;
  if (last < 0) return fractions.map(() => NaN);
  const places = fractions.map(fraction => fraction * last);
  const ranks = places.flatMap(place => [Math.floor(place), Math.ceil(place)]);
  const found = valuesOfRank(values, ranks);
  return places.map((place, k) => {
    const [below, above] = [found[2 * k], found[2 * k + 1]];
    return below === above ? below : below + (place - ranks[2 * k]) * (above - below);
  });
}

const NO_NUMBERS = { mean: NaN, std: NaN, min: NaN, q1: NaN, median: NaN, q3: NaN, max: NaN };

function distinctValues(column: StoredColumn): number {
  const { kind } = column;
  if (kind === 'vector' || kind === 'list') return NaN;
  if (kind === 'string') {
    const { values, valid } = column;
    const texts = new Set<string>();
    for (let i = 0; i < values.length; i++) if (valid === null || valid[i] === 1) texts.add(values[i]);
    return texts.size;
  }
  return distinctKeys(kind === 'int64' ? integerWords(column) : floatWords(column));
}

/** The first and last value of strings and dates, as text. */
function extremeTexts(column: StoredColumn): Pick<Summary, 'lowest' | 'highest'> {
  if (column.kind !== 'string' && column.kind !== 'date') return { lowest: null, highest: null };
  const { values } = column;
  const isMissing = missingTest(column);
  let low = -1;
  let high = -1;
  for (let row = 0; row < values.length; row++) {
    if (isMissing(row)) continue;
    if (low < 0 || values[row] < values[low]) low = row;
    if (high < 0 || values[row] > values[high]) high = row;
  }
  const text = (row: number) => {
    const value = row < 0 ? null : valueAt(column, row);
    return value instanceof Date ? value.toISOString() : (value as string | null);
  };
  return { lowest: text(low), highest: text(high) };
}
