/**
 * Converts a column of any numbers to floats.
 *
 * @module
 */
import type { StoredColumn } from './stored-column.js';

/**
 * The numbers of a column, NaN where a value is missing; null for strings, vectors and lists. Shared where possible: do
 * not write.
 *
 * Booleans are 0 and 1, big integers are rounded to the nearest float64, dates are milliseconds since 1970.
 */
export function floatValues(column: StoredColumn): Float64Array | null {
  const { kind, valid } = column;
  if (kind === 'float64' || kind === 'date') return column.values;
  if (kind === 'string' || kind === 'vector' || kind === 'list') return null;
  const numbers = kind === 'int64' ? roundedIntegers(column.values) : new Float64Array(column.values);
  if (valid !== null) for (let i = 0; i < numbers.length; i++) if (valid[i] === 0) numbers[i] = NaN;
  return numbers;
}

function roundedIntegers(integers: BigInt64Array): Float64Array {
  const numbers = new Float64Array(integers.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = Number(integers[i]);
  return numbers;
}
