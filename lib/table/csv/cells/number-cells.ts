/**
 * Columns of numbers in the making: from bytes to typed arrays.
 *
 * @module
 */
import { parseDecimal } from '../../../math/decimal.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../column/stored-column.js';
import { type CellBlock, PLAIN } from './cell-block.js';
import { type CellRules, type Cells, fitted, Validity } from './cells.js';
import { isNaNWord, numberWord, parseInt64 } from './words.js';

const WORD = 2 ** 32;

/** Floats. A missing one is NaN. */
export class Float64Cells implements Cells {
  readonly kind = 'float64';
  readonly #rules: CellRules;
  #values: Float64Array;

  constructor(rules: CellRules, values: Float64Array = new Float64Array(0)) {
    this.#rules = rules;
    this.#values = values;
  }

  reserve(rows: number): void {
    this.#values = copied(new Float64Array(rows), this.#values);
  }

  /** Rows without a value, before the first one with a value. */
  missFirst(rows: number): void {
    this.#values.fill(NaN, 0, rows);
  }

  take(block: CellBlock, column: number, from: number, at: number): number {
    const { bytes, rows, columns, starts, ends, marks, hasQuotes } = block;
    const { quotedIsText } = this.#rules;
    const values = this.#values;
    for (let row = from, cell = from * columns + column; row < rows; row++, cell += columns) {
      const start = starts[cell];
      const end = ends[cell];
      if (hasQuotes && quotedIsText && marks[cell] !== PLAIN) return row;
      if (start === end) {
        values[at + row] = NaN;
        continue;
      }
      let value = parseDecimal(bytes, start, end);
      if (Number.isNaN(value)) {
        const word = numberWord(bytes, start, end);
        if (word === null) return row;
        value = word;
      }
      values[at + row] = value;
    }
    return rows;
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    return stored('float64', fitted(this.#values, rows), null, meta);
  }
}

/** Whole numbers within the range of int32. */
export class Int32Cells implements Cells {
  readonly kind = 'int32';
  readonly #rules: CellRules;
  readonly #validity = new Validity();
  #values = new Int32Array(0);

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  reserve(rows: number): void {
    this.#values = copied(new Int32Array(rows), this.#values);
    this.#validity.reserve(rows);
  }

  /** Rows without a value, before the first one with a value. */
  missFirst(rows: number): void {
    for (let row = 0; row < rows; row++) this.#validity.miss(row, this.#values.length);
  }

  take(block: CellBlock, column: number, from: number, at: number): number {
    const { bytes, rows, columns, starts, ends, marks, hasQuotes } = block;
    const { quotedIsText } = this.#rules;
    const values = this.#values;
    for (let row = from, cell = from * columns + column; row < rows; row++, cell += columns) {
      const end = ends[cell];
      let i = starts[cell];
      if (hasQuotes && quotedIsText && marks[cell] !== PLAIN) return row;
      if (i === end) {
        this.#validity.miss(at + row, values.length);
        continue;
      }
      const sign = bytes[i];
      if (sign === 45 || sign === 43) i++;
      if (i === end || end - i > 15) return row;
      let value = 0;
      for (; i < end; i++) {
        const digit = bytes[i] ^ 48;
        if (digit > 9) return row;
        value = value * 10 + digit;
      }
      if (sign === 45) value = -value;
      // -0 is a float: as an integer it would lose its sign
      if (value !== (value | 0) || (value === 0 && sign === 45)) return row;
      values[at + row] = value;
    }
    return rows;
  }

  /** The first `rows` values as floats, in room for as many as there is here. */
  toFloat64(rules: CellRules, rows: number): Float64Cells {
    const values = new Float64Array(this.#values.length);
    for (let row = 0; row < rows; row++) values[row] = this.#values[row];
    markNaN(values, this.#validity.finish(rows), rows);
    return new Float64Cells(rules, values);
  }

  toInt64(rules: CellRules, rows: number): Int64Cells {
    const wide = new Int64Cells(rules);
    wide.reserve(this.#values.length);
    wide.setFirst(this.#values, this.#validity.finish(rows), rows);
    return wide;
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    return stored('int32', fitted(this.#values, rows), this.#validity.finish(rows), meta);
  }
}

/** Whole numbers of 64 bits; if none needs more than a float64's 53 they become floats, unless big integers are requested. */
export class Int64Cells implements Cells {
  readonly kind = 'int64';
  readonly #rules: CellRules;
  readonly #validity = new Validity();
  readonly #isAsked: boolean;
  #words = new Int32Array(0);
  #isBig = false;

  constructor(rules: CellRules, isAsked = false) {
    this.#rules = rules;
    this.#isAsked = isAsked;
  }

  reserve(rows: number): void {
    this.#words = copied(new Int32Array(2 * rows), this.#words);
    this.#validity.reserve(rows);
  }

  /** Small numbers that came before the first large one. */
  setFirst(values: Int32Array, valid: Uint8Array | null, rows: number): void {
    for (let row = 0; row < rows; row++) {
      this.#words[2 * row] = values[row];
      this.#words[2 * row + 1] = values[row] >> 31;
      if (valid !== null && valid[row] === 0) this.#validity.miss(row, this.#words.length / 2);
    }
  }

  missFirst(rows: number): void {
    for (let row = 0; row < rows; row++) this.#validity.miss(row, this.#words.length / 2);
  }

  take(block: CellBlock, column: number, from: number, at: number): number {
    const { bytes, rows, columns, starts, ends, marks, hasQuotes } = block;
    const { quotedIsText, nanIsMissing } = this.#rules;
    const words = this.#words;
    for (let row = from, cell = from * columns + column; row < rows; row++, cell += columns) {
      const start = starts[cell];
      const end = ends[cell];
      if (hasQuotes && quotedIsText && marks[cell] !== PLAIN) return row;
      if (start === end || (nanIsMissing && isNaNWord(bytes, start, end))) {
        this.#validity.miss(at + row, words.length / 2);
        continue;
      }
      const size = parseInt64(bytes, start, end, words, 2 * (at + row));
      if (Number.isNaN(size)) return row;
      if (size > Number.MAX_SAFE_INTEGER) this.#isBig = true;
    }
    return rows;
  }

  toFloat64(rules: CellRules, rows: number): Float64Cells {
    return new Float64Cells(rules, this.#floats(rows, this.#words.length / 2));
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    if (!this.#isBig && !this.#isAsked) return stored('float64', this.#floats(rows, rows), null, meta);
    const values = new BigInt64Array(this.#words.buffer);
    return stored('int64', fitted(values, rows), this.#validity.finish(rows), meta);
  }

  /** Each number as the nearest float. */
  #floats(rows: number, capacity: number): Float64Array {
    const words = this.#words;
    const values = new Float64Array(capacity);
    for (let row = 0; row < rows; row++) values[row] = words[2 * row + 1] * WORD + (words[2 * row] >>> 0);
    markNaN(values, this.#validity.finish(rows), rows);
    return values;
  }
}

function markNaN(values: Float64Array, valid: Uint8Array | null, rows: number): void {
  if (valid !== null) for (let row = 0; row < rows; row++) if (valid[row] === 0) values[row] = NaN;
}

function copied<A extends Float64Array | Int32Array>(target: A, source: A): A {
  target.set(source);
  return target;
}
