/**
 * Statistics of one column. Missing values and NaN are left out; of nothing they are NaN, and the sum 0.
 *
 * Medians and quantiles are those of simple-statistics, which sees only values that are present.
 *
 * @module
 */
import * as simple from 'simple-statistics';
import { PhotometryError } from '../core/errors.js';
import { extremesOf, type Numbers, squaresAbout, totalOf } from './column-sums.js';
import { isNumeric, type StoredColumn } from './stored-column.js';

/** Numbers that are all present and none NaN. */
type Sample = readonly number[];

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

/** Smallest value; NaN if there is none. */
export function minimum(column: StoredColumn): number {
  return extremesOf(numbersOf(column, 'min')).low;
}

/** Largest value; NaN if there is none. */
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

/** Median; the mean of the middle two if their number is even, NaN if there is no value. */
export function median(column: StoredColumn): number {
  const sample = sampleOf(column, 'median');
  return sample.length > 0 ? simple.median(sample) : NaN;
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
  const sample = sampleOf(column, 'mad');
  if (sample.length === 0) return NaN;
  const center = simple.median(sample);
  const deviations = new Float64Array(sample.length);
  for (let i = 0; i < deviations.length; i++) deviations[i] = Math.abs(sample[i] - center);
  return simple.median(asSample(deviations));
}

/**
 * The value below which the fraction `p` lies, linear between two values (R's type 7); NaN if there is none.
 *
 * @throws PhotometryError `bad-argument` if `p` is not between 0 and 1
 */
export function quantile(column: StoredColumn, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new PhotometryError('bad-argument', `A quantile lies between 0 and 1, got ${p}`);
  const sample = sampleOf(column, 'quantile');
  return sample.length > 0 ? simple.quantile(sample, p) : NaN;
}

/** The values as they stand, and which of them are present; big integers as floats. */
function numbersOf(column: StoredColumn, statistic: string): Numbers {
  if (column.kind === 'int64') return { values: sampleOf(column, statistic), valid: null };
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

/** The values that are present, as numbers. */
function sampleOf(column: StoredColumn, statistic: string): Sample {
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
  return asSample(present.subarray(0, count));
}

/** For simple-statistics, which only indexes, measures and slices its sample: a typed array does as well. */
function asSample(values: Float64Array): Sample {
  return values as ArrayLike<number> as Sample;
}
