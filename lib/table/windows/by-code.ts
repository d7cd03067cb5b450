/**
 * Counts, sums, means, spreads and extremes of groups in the order of the table: each row adds to its group, so that
 * the rows need not be put in the order of their groups first.
 *
 * @module
 */
import type { RowCodes } from '../keys/group-rows.js';
import type { Extreme } from './extremes.js';

/** Number of rows of each group. */
export function rowsByCode({ codes, size }: RowCodes): Float64Array {
  const counts = new Int32Array(size);
  countRows(codes, counts);
  return new Float64Array(counts);
}

function countRows(codes: Int32Array, out: Int32Array): void {
  for (let i = 0; i < codes.length; i++) out[codes[i]]++;
}

/** Sum of each group, compensated for rounding (Knuth's TwoSum); NaN are ignored, 0 if no value is left. */
export function sumsByCode(numbers: Float64Array, groups: RowCodes): Float64Array {
  return totalsOf(numbers, groups).sums;
}

/** Arithmetic mean of each group; NaN if no value is left. */
export function meansByCode(numbers: Float64Array, groups: RowCodes): Float64Array {
  const { sums, counts } = totalsOf(numbers, groups);
  for (let code = 0; code < sums.length; code++) sums[code] = counts[code] > 0 ? sums[code] / counts[code] : NaN;
  return sums;
}

/** Sums of groups, and how many values were added. */
function totalsOf(
  numbers: Float64Array,
  { codes, size }: RowCodes,
): { readonly sums: Float64Array; readonly counts: Int32Array } {
  const sums = new Float64Array(size);
  const lost = new Float64Array(size);
  const counts = new Int32Array(size);
  addRows(numbers, codes, sums, lost, counts);
  for (let code = 0; code < size; code++) if (Number.isFinite(sums[code])) sums[code] += lost[code];
  return { sums, counts };
}

/** Adds each number to the sum of its group, and what rounding took from the sum to what is lost. */
function addRows(
  numbers: Float64Array,
  codes: Int32Array,
  sums: Float64Array,
  lost: Float64Array,
  counts: Int32Array,
): void {
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[i];
    if (Number.isNaN(value)) continue;
    const code = codes[i];
    const sum = sums[code];
    const next = sum + value;
    const part = next - sum;
    sums[code] = next;
    lost[code] += sum - (next - part) + (value - part);
    counts[code]++;
  }
}

/** Standard deviation of each group with divisor n - 1, in two passes; NaN for fewer than two values. */
export function deviationsByCode(numbers: Float64Array, groups: RowCodes): Float64Array {
  const { sums, counts } = totalsOf(numbers, groups);
  const { codes, size } = groups;
  const means = sums;
  for (let code = 0; code < size; code++) means[code] /= counts[code];
  const squares = new Float64Array(size);
  const rests = new Float64Array(size);
  addSquares(numbers, codes, means, squares, rests);
  for (let code = 0; code < size; code++) {
    const count = counts[code];
    const sum = squares[code] - (rests[code] * rests[code]) / count;
    squares[code] = count < 2 ? NaN : Math.sqrt(sum / (count - 1));
  }
  return squares;
}

/** Adds the square of each deviation from the group's mean, and the deviation: what is left of their own mean. */
function addSquares(
  numbers: Float64Array,
  codes: Int32Array,
  means: Float64Array,
  squares: Float64Array,
  rests: Float64Array,
): void {
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[i];
    if (Number.isNaN(value)) continue;
    const code = codes[i];
    const deviation = value - means[code];
    squares[code] += deviation * deviation;
    rests[code] += deviation;
  }
}

/** The smallest or largest value of each group; NaN if no value is left. */
export function extremesByCode(numbers: Float64Array, { codes, size }: RowCodes, extreme: Extreme): Float64Array {
  const extremes = new Float64Array(size).fill(NaN);
  keepExtremes(numbers, codes, extreme === 'smallest' ? 1 : -1, extremes);
  return extremes;
}

function keepExtremes(numbers: Float64Array, codes: Int32Array, sign: number, out: Float64Array): void {
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[i];
    const known = out[codes[i]];
    if (sign * value < sign * known || (Number.isNaN(known) && !Number.isNaN(value))) out[codes[i]] = value;
  }
}
