/**
 * Statistics of one column. Missing values and NaN are ignored; without any value they are NaN, and the sum is 0.
 *
 * Quantiles are those of simple-statistics, which sees only values that are present.
 *
 * @module
 */
import * as simple from 'simple-statistics';
import { PhotometryError } from '../../core/errors.js';
import { isNumeric, type StoredColumn } from '../column/stored-column.js';
import { medianOf } from './column-median.js';
import { extremesOf, type Numbers, squaresAbout, totalOf } from './column-sums.js';

/** How many values are neither missing nor NaN. */
export function countPresent(column: StoredColumn): number {
  let count = 0;
  const { valid, values } = column;
  if (column.kind === 'float64' || column.kind === 'float32' || column.kind === 'date') {
    const numbers = column.values;
    for (let i = 0; i < numbers.length; i++) if (!Number.isNaN(numbers[i])) count++;
    return count;
  }
  if (valid === null) return values.length;
  for (let i = 0; i < valid.length; i++) count += valid[i];
  return count;
}

/** Smallest value; NaN if there is no value. */
export function minimum(column: StoredColumn): number {
  return extremesOf(numbersOf(column, 'min')).low;
}

/** Largest value; NaN if there is no value. */
export function maximum(column: StoredColumn): number {
  return extremesOf(numbersOf(column, 'max')).high;
}

/** Compensated sum; 0 if there is no value. */
export function sum(column: StoredColumn): number {
  return totalOf(numbersOf(column, 'sum')).sum;
}

/** Arithmetic mean; NaN if there is no value. */
export function mean(column: StoredColumn): number {
  const total = totalOf(numbersOf(column, 'mean'));
  return total.count > 0 ? total.sum / total.count : NaN;
}

/** Median, or the mean of the middle two values; NaN if there is no value. */
export function median(column: StoredColumn): number {
  return medianOf(floatsOf(column, 'median'));
}

/** Standard deviation with divisor n - 1; NaN for fewer than two values. */
export function standardDeviation(column: StoredColumn): number {
  const numbers = numbersOf(column, 'std');
  const total = totalOf(numbers);
  if (total.count < 2) return NaN;
  return Math.sqrt(squaresAbout(numbers, total.sum / total.count) / (total.count - 1));
}

/** Median absolute deviation from the median, not scaled; NaN if there is no value. */
export function medianAbsoluteDeviation(column: StoredColumn): number {
  const values = presentOf(column, 'mad');
  const center = medianOf(values);
  const deviations = new Float64Array(values.length);
  for (let i = 0; i < deviations.length; i++) deviations[i] = Math.abs(values[i] - center);
  return medianOf(deviations);
}

/**
 * The quantile `p`, interpolated linearly (R's type 7); NaN if there is no value.
 *
 * @throws PhotometryError `bad-argument` if `p` is not between 0 and 1
 */
export function quantile(column: StoredColumn, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new PhotometryError('bad-argument', `A quantile must be between 0 and 1, got ${p}`);
  const sample = presentOf(column, 'quantile');
  // simple-statistics only indexes, measures and slices its sample: a typed array does as well
  return sample.length > 0 ? simple.quantile(sample as ArrayLike<number> as readonly number[], p) : NaN;
}

/** The stored values, and which of them are present; big integers as floats. */
function numbersOf(column: StoredColumn, statistic: string): Numbers {
  if (column.kind === 'int64') return { values: presentOf(column, statistic), valid: null };
  assertNumeric(column, statistic);
  return { values: column.values as Float64Array, valid: column.valid };
}

function assertNumeric(column: StoredColumn, statistic: string): void {
  if (isNumeric(column)) return;
  throw new PhotometryError(
    'bad-argument',
    `${statistic}() needs numbers, but the column holds ${column.kind}s; use count(), groupBy or derive a number first`,
  );
}

/** The values that are present as floats, perhaps with NaN among them. */
function floatsOf(column: StoredColumn, statistic: string): Float64Array {
  return column.kind === 'float64' ? column.values : presentOf(column, statistic);
}

/** The values that are present, as numbers; none is NaN. */
function presentOf(column: StoredColumn, statistic: string): Float64Array {
  assertNumeric(column, statistic);
  const n = column.values.length;
  const present = new Float64Array(n);
  let count = 0;
  if (column.kind === 'int64') {
    const { values, valid } = column;
    for (let i = 0; i < n; i++) if (valid === null || valid[i] === 1) present[count++] = Number(values[i]);
  } else {
    const values = column.values as Float64Array;
    const { valid } = column;
    for (let i = 0; i < n; i++) {
      const value = values[i];
      if (!Number.isNaN(value) && (valid === null || valid[i] === 1)) present[count++] = value;
    }
  }
  return present.subarray(0, count);
}
