/**
 * The values of a column as 64-bit keys, two words each, that are equal where the values are.
 *
 * @module
 */
import type { StoredColumn } from '../column/stored-column.js';

/** Keys of a column, for `WordTable`. */
export interface KeyWords {
  /** Two words per row; a view of the column's memory where possible. */
  readonly words: Int32Array;
  /** 1 for rows without a value (missing, NaN), null if all have one. */
  readonly missing: Uint8Array | null;
}

const WORD = 2 ** 32;

/**
 * Keys of numbers, booleans or dates as float64: -0 is 0, a NaN is missing. Not for big integers.
 */
export function floatWords(column: StoredColumn): KeyWords {
  const values = column.values as ArrayLike<number>;
  const n = values.length;
  let numbers = values instanceof Float64Array ? values : Float64Array.from(values);
  let missing = missingRows(column);
  for (let i = 0; i < n; i++) {
    const value = numbers[i];
    if (Number.isNaN(value)) {
      missing ??= new Uint8Array(n);
      missing[i] = 1;
    } else if (value === 0 && 1 / value < 0) {
      if (numbers === values) numbers = numbers.slice();
      numbers[i] = 0;
    }
  }
  return { words: wordsOf(numbers), missing };
}

/**
 * Keys of whole numbers of 64 bits; `int64` columns unchanged, numbers converted. A number that is
 * not whole, or beyond 64 bits, is equal to no such key and counts as missing.
 */
export function integerWords(column: StoredColumn): KeyWords {
  const { values } = column;
  if (values instanceof BigInt64Array) return { words: wordsOf(values), missing: missingRows(column) };
  const numbers = values as ArrayLike<number>;
  const n = numbers.length;
  const words = new Int32Array(2 * n);
  let missing = missingRows(column);
  for (let i = 0; i < n; i++) {
    const value = numbers[i];
    if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63) {
      const high = Math.floor(value / WORD);
      words[2 * i] = value - high * WORD;
      words[2 * i + 1] = high;
    } else {
      missing ??= new Uint8Array(n);
      missing[i] = 1;
    }
  }
  return { words, missing };
}

/** Keys of pairs of codes; a row without a code in one of them is missing. */
export function pairWords(a: Int32Array, b: Int32Array): KeyWords {
  const n = a.length;
  const words = new Int32Array(2 * n);
  let missing: Uint8Array | null = null;
  for (let i = 0; i < n; i++) {
    words[2 * i] = a[i];
    words[2 * i + 1] = b[i];
    if (a[i] < 0 || b[i] < 0) {
      missing ??= new Uint8Array(n);
      missing[i] = 1;
    }
  }
  return { words, missing };
}

function wordsOf({ buffer, byteOffset, byteLength }: Float64Array | BigInt64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** The rows that the column's mask says are missing; a copy, to be added to. */
function missingRows({ valid }: StoredColumn): Uint8Array | null {
  return valid === null ? null : valid.map(bit => 1 - bit);
}
