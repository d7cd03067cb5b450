/**
 * A column of `true` and `false` in the making.
 *
 * @module
 */
import { type ColumnMeta, type StoredColumn, stored } from '../../column/stored-column.js';
import { type CellBlock, PLAIN } from './cell-block.js';
import { type CellRules, type Cells, fitted, Validity } from './cells.js';
import { booleanWord, isNaNWord } from './words.js';

/** Booleans, stored as 0 and 1. */
export class BooleanCells implements Cells {
  readonly kind = 'boolean';
  readonly #rules: CellRules;
  readonly #validity = new Validity();
  #values = new Uint8Array(0);

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  reserve(rows: number): void {
    const longer = new Uint8Array(rows);
    longer.set(this.#values);
    this.#values = longer;
    this.#validity.reserve(rows);
  }

  /** Rows without a value, before the first one with a value. */
  missFirst(rows: number): void {
    for (let row = 0; row < rows; row++) this.#validity.miss(row, this.#values.length);
  }

  take(block: CellBlock, column: number, from: number, at: number): number {
    const { bytes, rows, columns, starts, ends, marks } = block;
    const { quotedIsText, nanIsMissing } = this.#rules;
    for (let row = from, cell = from * columns + column; row < rows; row++, cell += columns) {
      const start = starts[cell];
      const end = ends[cell];
      if (quotedIsText && marks[cell] !== PLAIN) return row;
      if (start === end || (nanIsMissing && isNaNWord(bytes, start, end))) {
        this.#validity.miss(at + row, this.#values.length);
        continue;
      }
      const value = booleanWord(bytes, start, end);
      if (value === null) return row;
      this.#values[at + row] = value;
    }
    return rows;
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    return stored('boolean', fitted(this.#values, rows), this.#validity.finish(rows), meta);
  }
}
