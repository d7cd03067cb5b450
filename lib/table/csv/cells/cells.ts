/**
 * What collects the values of one column while a CSV file is read.
 *
 * @module
 */
import { type ColumnKind, type ColumnMeta, type StoredColumn, stored } from '../../column/stored-column.js';
import { type CellBlock, PLAIN } from './cell-block.js';

/** The values of one column, of one kind, row after row. */
export interface Cells {
  /** The kind of column they become. */
  readonly kind: ColumnKind;
  /** Makes room for this total number of rows. */
  reserve(rows: number): void;
  /**
   * Takes the cells of column `column` from row `from` of the block on; the block's first row becomes row `at`.
   *
   * @returns the first row whose cell is not a value of this kind; `block.rows` if all are
   */
  take(block: CellBlock, column: number, from: number, at: number): number;
  /** The first `rows` values as a column. */
  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn;
}

/** What quotes and `nan` mean in a column. */
export interface CellRules {
  /** Whether a quoted cell is text, whatever its content. */
  readonly quotedIsText: boolean;
  /** Whether `nan` is a missing value among integers and booleans, as programs write it that keep them as floats. */
  readonly nanIsMissing: boolean;
}

/** Which rows have a value; nothing is stored while all have. */
export class Validity {
  #mask: Uint8Array | null = null;

  /** Row `row` of `capacity` has no value. */
  miss(row: number, capacity: number): void {
    this.#mask ??= new Uint8Array(capacity).fill(1);
    this.#mask[row] = 0;
  }

  /** Makes room for this number of rows. */
  reserve(rows: number): void {
    if (this.#mask === null) return;
    const longer = new Uint8Array(rows).fill(1);
    longer.set(this.#mask);
    this.#mask = longer;
  }

  /** The mask of the first `rows` rows; null if all have a value. */
  finish(rows: number): Uint8Array | null {
    return this.#mask === null ? null : fitted(this.#mask, rows);
  }
}

/** The first `rows` values: a window, or a copy where the array is much longer. */
export function fitted<A extends Float64Array | Int32Array | BigInt64Array | Uint8Array>(values: A, rows: number): A {
  const isSnug = rows >= values.length * 0.9;
  return (isSnug ? values.subarray(0, rows) : values.slice(0, rows)) as A;
}

/** A column without a value in any row so far; it changes to another kind with the first one. */
export class MissingCells implements Cells {
  readonly kind = 'float64';
  /** Whether a cell was an empty text in quotes, if quotes do not imply text: missing if numbers follow, else text. */
  sawEmptyQuotes = false;
  readonly #rules: CellRules;

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  reserve(): void {}

  take({ rows, columns, starts, ends, marks }: CellBlock, column: number, from: number): number {
    for (let row = from; row < rows; row++) {
      const cell = row * columns + column;
      const isQuoted = marks[cell] !== PLAIN;
      if (starts[cell] !== ends[cell] || (isQuoted && this.#rules.quotedIsText)) return row;
      if (isQuoted) this.sawEmptyQuotes = true;
    }
    return rows;
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    return stored('float64', new Float64Array(rows).fill(NaN), null, meta);
  }
}
