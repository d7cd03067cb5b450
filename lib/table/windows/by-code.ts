/**
 * Counts, sums, means, spreads and extremes of groups in the order of the table: each row adds to its group, so that
 * the rows need not be put in the order of their groups first.
 *
 * @module
 */
import type { RowCodes } from '../group-rows.js';
import type { Extreme } from './extremes.js';

/** Number of rows of each group. */
export function rowsByCode({ codes, size }: RowCodes): Float64Array {
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return counts;
}

/** Number of values of each group; NaN are left out. */
export function countsByCode(numbers: Float64Array, { codes, size }: RowCodes): Float64Array {
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) if (!Number.isNaN(numbers[i])) counts[codes[i]]++;
  return counts;
}

/** Sum of each group, compensated for rounding (Knuth's TwoSum); NaN are left out, 0 if nothing is left. */
export function sumsByCode(numbers: Float64Array, { codes, size }: RowCodes): Float64Array {
  const sums = new Float64Array(size);
  const lost = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[i];
    if (Number.isNaN(value)) continue;
    const code = codes[i];
    const sum = sums[code];
    const next = sum + value;
    const part = next - sum;
    sums[code] = next;
    lost[code] += sum - (next - part) + (value - part);
  }
  for (let code = 0; code < size; code++) if (Number.isFinite(sums[code])) sums[code] += lost[code];
  return sums;
}

/** Arithmetic mean of each group; NaN if no value is left. */
export function meansByCode(numbers: Float64Array, groups: RowCodes): Float64Array {
  const means = sumsByCode(numbers, groups);
  const counts = countsByCode(numbers, groups);
  for (let code = 0; code < means.length; code++) means[code] = counts[code] > 0 ? means[code] / counts[code] : NaN;
  return means;
}

/** Standard deviation of each group with divisor n - 1, in two passes; NaN for fewer than two values. */
export function deviationsByCode(numbers: Float64Array, groups: RowCodes): Float64Array {
  const { codes, size } = groups;
  const means = meansByCode(numbers, groups);
  const counts = countsByCode(numbers, groups);
  const squares = new Float64Array(size);
  const rests = new Float64Array(size); // what is left of the deviations' own mean
  for (let i = 0; i < codes.length; i++) {
    if (Number.isNaN(numbers[i])) continue;
    const deviation = numbers[i] - means[codes[i]];
    squares[codes[i]] += deviation * deviation;
    rests[codes[i]] += deviation;
  }
  return squares.map((sum, code) => {
    const count = counts[code];
    return count < 2 ? NaN : Math.sqrt((sum - (rests[code] * rests[code]) / count) / (count - 1));
  });
}

/** The smallest or largest value of each group; NaN if no value is left. */
export function extremesByCode(numbers: Float64Array, { codes, size }: RowCodes, extreme: Extreme): Float64Array {
  const sign = extreme === 'smallest' ? 1 : -1;
  const extremes = new Float64Array(size).fill(NaN);
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[i];
    const known = extremes[codes[i]];
    if (sign * value < sign * known || (Number.isNaN(known) && !Number.isNaN(value))) extremes[codes[i]] = value;
  }
  return extremes;
}
