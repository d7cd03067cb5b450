/**
 * A table about a table: statistics of each column.
 *
 * @module
 */
import { countPresent } from '../column-statistics.js';
import { floatWords, integerWords } from '../key-words.js';
import { missingTest } from '../missing-rows.js';
import { type ColumnKind, isNumeric, type StoredColumn, stored, valueAt } from '../stored-column.js';
import type { TableData } from '../table-data.js';
import { withoutFullMask } from '../take-rows.js';
import { windowExtremes } from '../windows/extremes.js';
import { windowDeviations, windowMeans } from '../windows/moments.js';
import { windowQuantiles } from '../windows/quantiles.js';
import { numbersOf, type RowWindows, windowsThatEnd } from '../windows/row-windows.js';
import { WordTable } from '../word-table.js';

/** What {@link describe} says of each column. The numbers are in the column's unit, NaN where it holds no numbers. */
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
  /** How many different values there are; NaN for vectors and lists. */
  distinct: number;
  /** Arithmetic mean. */
  mean: number;
  /** Standard deviation, divisor n - 1. */
  std: number;
  /** Smallest value. */
  min: number;
  /** Value below which a quarter lies. */
  q1: number;
  /** Median. */
  median: number;
  /** Value below which three quarters lie. */
  q3: number;
  /** Largest value. */
  max: number;
  /** First value in the order of strings and dates, as text; missing for other kinds. */
  lowest: string | null;
  /** Last value in the order of strings and dates, as text; missing for other kinds. */
  highest: string | null;
}

/** Statistics of each column, a row a column. */
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
  const whole = windowsThatEnd(Uint32Array.of(column.values.length));
  const numbers = numbersOf(column, 'describe()');
  const one = (statistic: (numbers: Float64Array, windows: RowWindows) => Float64Array) => statistic(numbers, whole)[0];
  const quantile = (p: number) => windowQuantiles(numbers, whole, p)[0];
  return {
    ...facts,
    mean: one(windowMeans),
    std: one(windowDeviations),
    min: windowExtremes(numbers, whole, 'smallest')[0],
    q1: quantile(0.25),
    median: quantile(0.5),
    q3: quantile(0.75),
    max: windowExtremes(numbers, whole, 'largest')[0],
  };
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
  const { words, missing } = kind === 'int64' ? integerWords(column) : floatWords(column);
  const table = new WordTable();
  table.add(words, missing, 'none');
  return table.size;
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
