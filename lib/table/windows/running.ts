/**
 * Sums and extremes of all rows of a group up to each.
 *
 * @module
 */
import { larger } from './larger.js';
import { lost } from './lost.js';

/** The sum of the rows up to each, compensated for rounding; NaN are ignored. Groups end at `ends`. */
export function runningSums(numbers: Float64Array, ends: Uint32Array): Float64Array {
  const sums = new Float64Array(numbers.length);
  let start = 0;
  for (const end of ends) {
    addRows(numbers, start, end, sums);
    start = end;
  }
  return sums;
}

function addRows(numbers: Float64Array, start: number, end: number, out: Float64Array): void {
  let sum = 0;
  let loss = 0;
  for (let i = start; i < end; i++) {
    const value = numbers[i];
    if (!Number.isNaN(value)) {
      const next = sum + value;
      loss += lost(sum, value, next);
      sum = next;
    }
    out[i] = Number.isFinite(sum) ? sum + loss : sum;
  }
}

/** The largest of the rows up to each, or the smallest if `sign` is -1; NaN before the first value of a group. */
export function runningExtremes(numbers: Float64Array, ends: Uint32Array, sign: 1 | -1): Float64Array {
  const extremes = new Float64Array(numbers.length);
  let start = 0;
  for (const end of ends) {
    keepLargest(numbers, start, end, sign, extremes);
    start = end;
  }
  return extremes;
}

function keepLargest(numbers: Float64Array, start: number, end: number, sign: number, out: Float64Array): void {
  let largest = NaN;
  for (let i = start; i < end; i++) {
    largest = larger(largest, sign * numbers[i]);
    out[i] = sign * largest;
  }
}
