/**
 * The order of rows by one or several columns: stable, missing values and NaN last.
 *
 * Several columns are sorted by the last one first: since each pass keeps the order of equal rows,
 * the first column decides and the others break its ties.
 *
 * @module
 */
import { radixOrder } from './radix-order.js';
import type { StoredColumn } from './stored-column.js';

/** Smallest first or largest first. Missing values are last in both. */
export type SortOrder = 'ascending' | 'descending';

/** A column to sort by. */
export interface SortKey {
  readonly column: StoredColumn;
  readonly order: SortOrder;
}

/** The row numbers in the order of `keys`, the first key before the others. */
export function rowOrder(length: number, keys: readonly SortKey[]): Uint32Array {
  let rows: Uint32Array = new Uint32Array(length);
  for (let i = 0; i < length; i++) rows[i] = i;
  for (let k = keys.length - 1; k >= 0; k--) rows = orderBy(rows, keys[k]);
  return rows;
}

/** `rows` in the order of one column; rows of equal value keep their order. */
function orderBy(rows: Uint32Array, { column, order }: SortKey): Uint32Array {
  const missing: number[] = [];
  const present = new Uint32Array(rows.length);
  let count = 0;
  for (const row of rows) {
    if (isMissing(column, row)) missing.push(row);
    else present[count++] = row;
  }
  const sorted = orderPresent(present.subarray(0, count), column, order === 'descending');
  const out = new Uint32Array(rows.length);
  out.set(sorted);
  out.set(missing, count);
  return out;
}

function isMissing(column: StoredColumn, row: number): boolean {
  if (column.valid !== null) return column.valid[row] === 0;
  return (column.kind === 'float64' || column.kind === 'float32') && Number.isNaN(column.values[row]);
}

function orderPresent(rows: Uint32Array, column: StoredColumn, descending: boolean): Uint32Array {
  switch (column.kind) {
    case 'string':
      return orderStrings(rows, column.values, descending);
    case 'vector':
    case 'list':
      return rows; // they have no order
    case 'int64':
      return radixOrder(rows, bigintKeys(rows, column.values), descending);
    default:
      return radixOrder(rows, numberKeys(rows, column.values), descending);
  }
}

/** By code units, as `Array.prototype.sort` does: the same on every machine, whatever its language. */
function orderStrings(rows: Uint32Array, values: readonly string[], descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  return rows.sort((i, j) => {
    const a = values[i];
    const b = values[j];
    return a < b ? -sign : a > b ? sign : 0;
  });
}

/** Unsigned 64-bit keys in the order of the numbers: low and high half of each, one after the other. */
function numberKeys(rows: Uint32Array, values: ArrayLike<number>): Uint32Array {
  const numbers = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) numbers[i] = values[rows[i]] + 0; // -0 becomes 0
  const keys = new Uint32Array(numbers.buffer);
  for (let i = 1; i < keys.length; i += 2) {
    // a positive number gets its sign bit set; all bits of a negative one are turned round
    const high = keys[i];
    if (high & 0x80000000) {
      keys[i] = ~high;
      keys[i - 1] = ~keys[i - 1];
    } else keys[i] = high | 0x80000000;
  }
  return keys;
}

function bigintKeys(rows: Uint32Array, values: BigInt64Array): Uint32Array {
  const numbers = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) numbers[i] = values[rows[i]];
  const keys = new Uint32Array(numbers.buffer);
  for (let i = 1; i < keys.length; i += 2) keys[i] ^= 0x80000000;
  return keys;
}
