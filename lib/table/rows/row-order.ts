/**
 * The order of rows by one or several columns: stable, missing values and NaN last.
 *
 * Several columns are sorted by the last one first: since each pass keeps the order of equal rows,
 * the first column decides and the others break its ties.
 *
 * @module
 */

import type { StoredColumn } from '../column/stored-column.js';
import { radixOrder, type SortWords } from '../keys/radix-order.js';
import { TextCodes } from '../keys/text-codes.js';

/** The sign bit of a number. */
const SIGN = 0x80000000;
const NO_ROWS = new Uint32Array(0);

/** Smallest first or largest first. Missing values are last in both. */
export type SortOrder = 'ascending' | 'descending';

/** A column to sort by. */
export interface SortKey {
  readonly column: StoredColumn;
  readonly order: SortOrder;
}

/** The row numbers in the order of `keys`, the first key before the others. */
export function rowOrder(length: number, keys: readonly SortKey[]): Uint32Array {
  const all: Uint32Array = new Uint32Array(length);
  for (let i = 0; i < length; i++) all[i] = i;
  let rows = all;
  for (let k = keys.length - 1; k >= 0; k--) rows = orderBy(rows, keys[k], rows === all);
  return rows;
}

/** `rows` in the order of one column; rows of equal value keep their order. `isWhole`: they are 0, 1, 2 ... */
function orderBy(rows: Uint32Array, { column, order }: SortKey, isWhole: boolean): Uint32Array {
  const { present, missing } = partMissing(rows, column);
  const words = wordsOf(present, column);
  const places = words === null ? null : radixOrder(words, order === 'descending');
  if (places !== null && isWhole && present === rows) return places; // places are rows
  const out = new Uint32Array(rows.length);
  if (places === null) out.set(present);
  else {
    for (let i = 0; i < places.length; i++) out[i] = present[places[i]];
  }
  out.set(missing, present.length);
  return out;
}

/** The rows with a value, and those without. */
function partMissing(rows: Uint32Array, column: StoredColumn): { present: Uint32Array; missing: Uint32Array } {
  const { valid } = column;
  const numbers = column.kind === 'float64' || column.kind === 'float32' ? column.values : null;
  if (valid === null && (numbers === null || !hasNaN(numbers))) return { present: rows, missing: NO_ROWS };
  const present = new Uint32Array(rows.length);
  const missing = new Uint32Array(rows.length);
  let count = 0;
  let gone = 0;
  for (const row of rows) {
    const isMissing = valid !== null ? valid[row] === 0 : numbers !== null && Number.isNaN(numbers[row]);
    if (isMissing) missing[gone++] = row;
    else present[count++] = row;
  }
  return { present: present.subarray(0, count), missing: missing.subarray(0, gone) };
}

function hasNaN(values: Float64Array | Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true;
  return false;
}

/** Keys in the order of the values of `rows`; null for values without an order. */
function wordsOf(rows: Uint32Array, column: StoredColumn): SortWords | null {
  switch (column.kind) {
    case 'vector':
    case 'list':
      return null;
    case 'string':
      return { high: textRanks(rows, column.values), low: null };
    case 'int64':
      return bigintWords(rows, column.values);
    case 'float64':
    case 'date':
      return floatWords(rows, column.values);
    case 'float32':
      return { high: smallFloatWords(rows, column.values), low: null };
    default:
      return { high: integerWords(rows, column.values), low: null };
  }
}

/**
 * The rank of each text among those that occur: by code units, as `Array.prototype.sort` has it, the same on every
 * machine whatever its locale. Only distinct texts are compared.
 */
function textRanks(rows: Uint32Array, values: readonly string[]): Uint32Array {
  const codes = new TextCodes();
  const codeOf = codes.add(values, null); // of all rows, also those that are missing
  const words = new Uint32Array(rows.length);
  const { texts } = codes;
  const sorted = Uint32Array.from(texts.keys()).sort((a, b) => byCodeUnits(texts[a], texts[b]));
  const ranks = new Uint32Array(texts.length);
  for (let rank = 0; rank < sorted.length; rank++) ranks[sorted[rank]] = rank;
  for (let i = 0; i < words.length; i++) words[i] = ranks[codeOf[rows[i]]];
  return words;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function floatWords(rows: Uint32Array, values: Float64Array): SortWords {
  const n = rows.length;
  const high = new Uint32Array(n);
  const low = new Uint32Array(n);
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    const upper = words[2 * row + 1];
    const lower = words[2 * row];
    // a positive number and -0 get their sign bit set; all bits of another negative one are turned round
    const isPositive = upper < SIGN || (upper === SIGN && lower === 0);
    high[i] = isPositive ? upper | SIGN : ~upper;
    low[i] = isPositive ? lower : ~lower;
  }
  return { high, low };
}

function smallFloatWords(rows: Uint32Array, values: Float32Array): Uint32Array {
  const high = new Uint32Array(rows.length);
  const number = new Float32Array(1);
  const words = new Uint32Array(number.buffer);
  for (let i = 0; i < rows.length; i++) {
    number[0] = values[rows[i]] + 0;
    high[i] = words[0] & SIGN ? ~words[0] : words[0] | SIGN;
  }
  return high;
}

function bigintWords(rows: Uint32Array, values: BigInt64Array): SortWords {
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = 0; i < rows.length; i++) {
    low[i] = words[2 * rows[i]];
    high[i] = words[2 * rows[i] + 1] ^ SIGN;
  }
  return { high, low };
}

function integerWords(rows: Uint32Array, values: Int32Array | Uint8Array): Uint32Array {
  const high = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) high[i] = values[rows[i]] ^ SIGN;
  return high;
}
