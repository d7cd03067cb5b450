/**
 * What is computed for each row from the rows about it: `curve.window({ smooth: rolling(median('mag'), 5) })`.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import { takeOrMissing } from '../rows/take-or-missing.js';
import { cumulativeWindows, rowsAbout, spansAbout, type WindowGround } from '../windows/moving-windows.js';
import { presentCounts } from '../windows/picks.js';
import { numbersOf, type RowWindows } from '../windows/row-windows.js';
import type { Aggregate, AggregateResult } from './aggregates.js';

/** One value for each row, made of the rows about it in the columns `K`; it is of the kind of column `V`. */
export interface WindowFunction<
  K extends string = string,
  R extends AggregateResult = AggregateResult,
  V extends string = string,
> {
  /** The columns it is made of. */
  readonly columns: readonly K[];
  /** The column whose type and unit the result has; null if it has none. */
  readonly column: V | null;
  /** Type of the resulting column. */
  readonly result: R;
  /** Computes it for all rows of the columns `columns`, which are in the order of `ground`. */
  compute(columns: readonly StoredColumn[], ground: WindowGround): StoredColumn;
}

/** How wide the window of {@link rolling} is; `rows` or `span`. */
export interface RollingOptions {
  /** Number of rows; odd for a centred window. */
  readonly rows?: number;
  /** So much of the column that `window` goes `along`, in its unit; days for a column of dates. */
  readonly span?: number;
  /**
   * Position of the row in its window: in the middle (default), or at the end. A centred span extends half its length to both
   * sides, ends included; a trailing one begins after `value - span`.
   */
  readonly align?: 'centre' | 'trailing';
  /** Give a missing value where fewer values than this are in the window (default 1). */
  readonly least?: number;
}

/**
 * An aggregate of the rows about each row. At the ends of the table (or group) the window is cut off.
 *
 * @param size the number of rows, odd; or {@link RollingOptions}
 * @throws PhotometryError `bad-argument` for a width that is not positive, or even about a centre
 * @example
 * curve.window({ smooth: rolling(median('mag'), 5) });
 * visits.window({ trend: rolling(mean('mag'), { span: 3 }) }, { along: 'jd', within: ['source_id', 'filter'] });
 */
export function rolling<K extends string, R extends AggregateResult, V extends string>(
  aggregate: Aggregate<K, R, V>,
  size: number | RollingOptions,
): WindowFunction<K, R, V> {
  const options = typeof size === 'number' ? { rows: size } : size;
  const { least = 1 } = options;
  checkRolling(options);
  return {
    columns: aggregate.columns,
    column: aggregate.column,
    result: aggregate.result,
    compute(columns, ground) {
      const { rows, span = 0, align = 'centre' } = options;
      const windows = rows === undefined ? spansAbout(ground, span, align) : rowsAbout(ground, rows, align);
      return whereEnough(aggregate.compute(columns, windows), columns, windows, least);
    },
  };
}

/**
 * An aggregate of all rows up to each row: a running sum, the brightest so far. Missing values are ignored.
 *
 * @example curve.window({ total: cumulative(sum('flux')), best: cumulative(min('fwhm')), n: cumulative(count()) })
 */
export function cumulative<K extends string, R extends AggregateResult, V extends string>(
  aggregate: Aggregate<K, R, V>,
): WindowFunction<K, R, V> {
  const { columns, column, result } = aggregate;
  return {
    columns,
    column,
    result,
    compute: (given, ground) => aggregate.compute(given, cumulativeWindows(ground)),
  };
}

/**
 * The value `rows` rows before (default 1), or after it if `rows` is negative; missing where there is no such row.
 *
 * @example curve.window({ previous: shift('mag'), next: shift('mag', -1) })
 */
export function shift<K extends string>(column: K, rows: number = 1): WindowFunction<K, 'value', K> {
  checkShift('shift', rows);
  return {
    columns: [column],
    column,
    result: 'value',
    compute: ([values], ground) => takeOrMissing(values, shiftedRows(ground, rows)),
  };
}

/**
 * The value minus that `rows` rows before (default 1), NaN where there is no such row; for dates in milliseconds.
 *
 * @example curve.window({ gap: difference('bjdTdb') }, { along: 'bjdTdb' })
 */
export function difference<K extends string>(column: K, rows: number = 1): WindowFunction<K, 'spread', K> {
  checkShift('difference', rows);
  return {
    columns: [column],
    column,
    result: 'spread',
    compute([values], ground) {
      const numbers = numbersOf(values, 'difference()');
      const before = shiftedRows(ground, rows);
      const differences = numbers.map((value, i) => (before[i] < 0 ? NaN : value - numbers[before[i]]));
      return stored('float64', differences, null, { unit: values.kind === 'date' ? 'ms' : values.unit });
    },
  };
}

/** The row `by` before each in its group; -1 if there is none. */
function shiftedRows({ ends }: WindowGround, by: number): Int32Array {
  const rows = new Int32Array(ends.at(-1) ?? 0).fill(-1);
  let start = 0;
  for (const end of ends) {
    for (let i = Math.max(start, start + by); i < Math.min(end, end + by); i++) rows[i] = i - by;
    start = end;
  }
  return rows;
}

/** A column with missing values where the window holds fewer than `least` rows that have a value in all `columns`. */
function whereEnough(
  results: StoredColumn,
  columns: readonly StoredColumn[],
  windows: RowWindows,
  least: number,
): StoredColumn {
  if (least <= 1) return results;
  const counts = columns.map(column => presentCounts(column, windows));
  return takeOrMissing(
    results,
    Int32Array.from(windows.from, (_, w) => (counts.every(values => values[w] >= least) ? w : -1)),
  );
}

function checkRolling({ rows, span, align = 'centre', least = 1 }: RollingOptions): void {
  if ((rows === undefined) === (span === undefined))
    throw new PhotometryError('bad-argument', 'rolling() takes { rows } or { span }, one of them');
  if (align !== 'centre' && align !== 'trailing')
    throw new PhotometryError('bad-argument', `rolling(): align is 'centre' or 'trailing', got '${align}'`);
  if (rows !== undefined && !(Number.isInteger(rows) && rows > 0))
    throw new PhotometryError('bad-argument', `rolling(): rows is a whole number from 1, got ${rows}`);
  if (rows !== undefined && align === 'centre' && rows % 2 === 0)
    throw new PhotometryError(
      'bad-argument',
      `rolling(): a centred window has an odd number of rows, got ${rows}; take ${rows + 1}, or { align: 'trailing' }`,
    );
  if (span !== undefined && !(span > 0 && Number.isFinite(span)))
    throw new PhotometryError('bad-argument', `rolling(): span is a positive number, got ${span}`);
  if (!(Number.isInteger(least) && least >= 1))
    throw new PhotometryError('bad-argument', `rolling(): least is a whole number from 1, got ${least}`);
}

function checkShift(name: string, rows: number): void {
  if (!Number.isInteger(rows))
    throw new PhotometryError('bad-argument', `${name}() goes by a whole number of rows, got ${rows}`);
}
