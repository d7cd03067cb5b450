/**
 * What becomes of the rows of a group, `table.groupBy('filter').aggregate({ n: count(), mag: median('mag') })`, or of a
 * window that moves along the table, `table.window({ smooth: rolling(median('mag'), 5) })`.
 *
 * All ignore missing values and NaN, like the statistics of a column, and keep the column's unit. For dates, `min`,
 * `max`, `mean`, `median` and `quantile` are dates, `std` and `mad` milliseconds.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import type { RowCodes } from '../keys/group-rows.js';
import { takeOrMissing } from '../rows/take-or-missing.js';
import { deviationsByCode, extremesByCode, meansByCode, rowsByCode, sumsByCode } from '../windows/by-code.js';
import { type Extreme, extremeRows, windowExtremes } from '../windows/extremes.js';
import { windowDeviations, windowMeans, windowSums } from '../windows/moments.js';
import { distinctCounts, firstRowOf, lastRowOf, presentCounts } from '../windows/picks.js';
import { windowMedianDeviations, windowMedians, windowQuantiles } from '../windows/quantiles.js';
import { numbersOf, type RowWindows, rowCounts } from '../windows/row-windows.js';
import { weightedMeans } from '../windows/weighted-means.js';

/**
 * The result of an aggregate: a plain number, a number (or date) in the column's unit, a difference of such, or a value
 * of the column.
 */
export type AggregateResult = 'number' | 'quantity' | 'spread' | 'value';

/** One number or value for each group of rows, made of the columns `K`; it is of the kind of column `V`. */
export interface Aggregate<
  K extends string = string,
  R extends AggregateResult = AggregateResult,
  V extends string = string,
> {
  /** The columns it is made of; none for `count()`. */
  readonly columns: readonly K[];
  /** The column whose type and unit the result has; null if it has none. */
  readonly column: V | null;
  /** Type of the resulting column. */
  readonly result: R;
  /** Computes it for windows of rows of the columns `columns`. */
  compute(columns: readonly StoredColumn[], windows: RowWindows): StoredColumn;
  /** The same for groups, from columns in the order of the table: faster, where the order in a group does not matter. */
  computeByCode?(columns: readonly StoredColumn[], groups: RowCodes): StoredColumn;
}

/** The aggregate of {@link min} and {@link max}, which {@link at} takes. */
export interface ExtremeAggregate<K extends string = string> extends Aggregate<K, 'quantity', K> {
  /** Which of the two. */
  readonly extreme: Extreme;
}

/** What {@link weightedMean} weighs by; one of the two. */
export interface WeightOptions<K extends string> {
  /** A column of weights. Rows whose weight is missing, zero or negative are left out. */
  readonly weights?: K;
  /** A column of 1-sigma errors, weighed by their inverse square. Rows without a positive error are left out. */
  readonly errors?: K;
}

/**
 * Number of rows in each group; with a column, of those that have a value there.
 *
 * @example visits.groupBy('night').aggregate({ n: count(), measured: count('mag') })
 */
export function count(): Aggregate<never, 'number', never>;
export function count<K extends string>(column: K): Aggregate<K, 'number', never>;
export function count(column?: string): Aggregate<string, 'number', never> {
  return {
    columns: column === undefined ? [] : [column],
    column: null,
    result: 'number',
    compute: ([values], windows) => numbers(values === undefined ? rowCounts(windows) : presentCounts(values, windows)),
    ...(column === undefined && {
      computeByCode: (_: readonly StoredColumn[], groups: RowCodes) => numbers(rowsByCode(groups)),
    }),
  };
}

/** Arithmetic mean. NaN if no value is present. */
export function mean<K extends string>(column: K): Aggregate<K, 'quantity', K> {
  return quantity('mean()', column, windowMeans, meansByCode);
}

/** Median, the mean of the middle two if their number is even. NaN if no value is present. */
export function median<K extends string>(column: K): Aggregate<K, 'quantity', K> {
  return quantity('median()', column, windowMedians);
}

/** Smallest value. NaN if no value is present. */
export function min<K extends string>(column: K): ExtremeAggregate<K> {
  const smallest = (values: Float64Array, windows: RowWindows) => windowExtremes(values, windows, 'smallest');
  const byCode: NumbersByCode = (values, groups) => extremesByCode(values, groups, 'smallest');
  return { ...quantity('min()', column, smallest, byCode), extreme: 'smallest' };
}

/** Largest value. NaN if no value is present. */
export function max<K extends string>(column: K): ExtremeAggregate<K> {
  const largest = (values: Float64Array, windows: RowWindows) => windowExtremes(values, windows, 'largest');
  const byCode: NumbersByCode = (values, groups) => extremesByCode(values, groups, 'largest');
  return { ...quantity('max()', column, largest, byCode), extreme: 'largest' };
}

/**
 * The quantile `p`, interpolated linearly as numpy does. NaN if no value is present.
 *
 * @param p from 0 to 1
 * @throws PhotometryError `bad-argument` if `p` is outside
 */
export function quantile<K extends string>(column: K, p: number): Aggregate<K, 'quantity', K> {
  if (!(p >= 0 && p <= 1)) throw new PhotometryError('bad-argument', `A quantile must be between 0 and 1, got ${p}`);
  return quantity('quantile()', column, (values, windows) => windowQuantiles(values, windows, p));
}

/** Sum, compensated for rounding. 0 if no value is present. */
export function sum<K extends string>(column: K): Aggregate<K, 'spread', K> {
  return {
    ...spread('sum()', column, windowSums),
    compute: ([values], windows) => measured(windowSums(addable(values), windows), values),
    computeByCode: ([values], groups) => measured(sumsByCode(addable(values), groups), values),
  };
}

function addable(values: StoredColumn): Float64Array {
  if (values.kind === 'date') throw new PhotometryError('bad-argument', 'sum(): dates cannot be added up');
  return numbersOf(values, 'sum()');
}

/** Standard deviation with divisor n - 1. NaN for fewer than two values. */
export function std<K extends string>(column: K): Aggregate<K, 'spread', K> {
  return spread('std()', column, windowDeviations, deviationsByCode);
}

/** Median of the absolute deviations from the median, not scaled; sigma = 1.4826 mad for a Gaussian. NaN if no value is present. */
export function mad<K extends string>(column: K): Aggregate<K, 'spread', K> {
  return spread('mad()', column, windowMedianDeviations);
}

/**
 * Mean weighted by a column, or by the inverse square of a column of errors. NaN if no row has value and weight.
 *
 * @throws PhotometryError `bad-argument` unless one of the two is given
 * @example visits.groupBy('source_id', 'filter').aggregate({ mag: weightedMean('mag', { errors: 'mag_err' }) })
 */
export function weightedMean<K extends string, W extends string>(
  column: K,
  { weights, errors }: WeightOptions<W>,
): Aggregate<K | W, 'quantity', K> {
  const by = weights ?? errors;
  if (by === undefined || (weights !== undefined && errors !== undefined))
    throw new PhotometryError('bad-argument', `weightedMean('${column}') takes { weights } or { errors }, one of them`);
  return {
    columns: [column, by],
    column,
    result: 'quantity',
    compute([values, given], windows) {
      const weight = numbersOf(given, 'weightedMean()');
      const means = weightedMeans(
        numbersOf(values, 'weightedMean()'),
        errors === undefined ? weight : weight.map(error => (error > 0 ? 1 / (error * error) : NaN)),
        windows,
      );
      return values.kind === 'date' ? dates(means, values) : measured(means, values);
    },
  };
}

/** How many different values there are; missing values and NaN do not count. */
export function distinct<K extends string>(column: K): Aggregate<K, 'number', never> {
  return {
    columns: [column],
    column: null,
    result: 'number',
    compute: ([values], windows) => numbers(distinctCounts(values, windows)),
  };
}

/** The value in the group's first row, of any type; null (NaN for a float) if it is missing. */
export function first<K extends string>(column: K): Aggregate<K, 'value', K> {
  return pick([column], column, (_, windows) => firstRowOf(windows));
}

/** The value in the group's last row, of any type; null (NaN for a float) if it is missing. */
export function last<K extends string>(column: K): Aggregate<K, 'value', K> {
  return pick([column], column, (_, windows) => lastRowOf(windows));
}

/**
 * The value of a column in the row where another is smallest or largest, the first of such rows; missing if there is
 * none.
 *
 * @example visits.groupBy('source_id').aggregate({ peak: min('mag'), timeOfPeak: at('jd', min('mag')) })
 */
export function at<K extends string, L extends string>(
  column: K,
  where: ExtremeAggregate<L>,
): Aggregate<K | L, 'value', K> {
  const [by] = where.columns;
  return pick([column, by], column, ([, values], windows) =>
    extremeRows(numbersOf(values, 'at()'), windows, where.extreme),
  );
}

/** Numbers of windows, or of groups, made of the numbers of a column. */
type NumbersByWindow = (values: Float64Array, windows: RowWindows) => Float64Array;
type NumbersByCode = (values: Float64Array, groups: RowCodes) => Float64Array;

function quantity<K extends string>(
  name: string,
  column: K,
  of: NumbersByWindow,
  byCode?: NumbersByCode,
): Aggregate<K, 'quantity', K> {
  const result = (values: Float64Array, source: StoredColumn) =>
    source.kind === 'date' ? dates(values, source) : measured(values, source);
  const aggregate: Aggregate<K, 'quantity', K> = {
    columns: [column],
    column,
    result: 'quantity',
    compute: ([values], windows) => result(of(numbersOf(values, name), windows), values),
  };
  if (byCode === undefined) return aggregate;
  return { ...aggregate, computeByCode: ([values], groups) => result(byCode(numbersOf(values, name), groups), values) };
}

function spread<K extends string>(
  name: string,
  column: K,
  of: NumbersByWindow,
  byCode?: NumbersByCode,
): Aggregate<K, 'spread', K> {
  const aggregate: Aggregate<K, 'spread', K> = {
    columns: [column],
    column,
    result: 'spread',
    compute: ([values], windows) => measured(of(numbersOf(values, name), windows), values),
  };
  if (byCode === undefined) return aggregate;
  return {
    ...aggregate,
    computeByCode: ([values], groups) => measured(byCode(numbersOf(values, name), groups), values),
  };
}

function pick<K extends string, V extends K>(
  columns: readonly K[],
  column: V,
  rowsOf: (columns: readonly StoredColumn[], windows: RowWindows) => Int32Array,
): Aggregate<K, 'value', V> {
  return {
    columns,
    column,
    result: 'value',
    compute: (given, windows) => takeOrMissing(given[0], rowsOf(given, windows)),
  };
}

function numbers(values: Float64Array): StoredColumn {
  return stored('float64', values);
}

/** Numbers in the unit of `column`. */
function measured(values: Float64Array, column: StoredColumn): StoredColumn {
  const unit = column.kind === 'date' ? 'ms' : column.unit;
  return stored('float64', values, null, { unit, format: column.kind === 'date' ? '' : column.format });
}

function dates(values: Float64Array, column: StoredColumn): StoredColumn {
  const valid = values.some(Number.isNaN) ? Uint8Array.from(values, value => (Number.isNaN(value) ? 0 : 1)) : null;
  return stored('date', values, valid, { format: column.format });
}
