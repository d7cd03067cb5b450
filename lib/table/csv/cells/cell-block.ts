/**
 * The cells of some rows of a CSV file: their positions in the bytes.
 *
 * @module
 */

import { decodeText } from './text-decoding.js';

/** An unquoted cell. */
export const PLAIN = 0;
/** A quoted cell; the quotes are not part of it. */
export const QUOTED = 1;
/** A cell in quotes with quotes in it, which are doubled. */
export const DOUBLED = 2;

/** Cells in a block: its bytes and its marks then stay in the processor's cache. */
const CELLS = 1 << 15;

/** Split rows, in memory that is reused for the next ones. Cell k of row r is at `r * columns + k`. */
export class CellBlock {
  /** The bytes that `starts` and `ends` count in. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Rows in the block. */
  rows = 0;
  /** Whether any cell was quoted; if not, `marks` is all {@link PLAIN}. */
  hasQuotes = false;
  /** Cells of a row. */
  readonly columns: number;
  /** Rows that there is room for. */
  readonly capacity: number;
  /** Where each cell begins, after blanks and quote. */
  readonly starts: Int32Array;
  /** Where each cell ends (exclusive). */
  readonly ends: Int32Array;
  /** {@link PLAIN}, {@link QUOTED} or {@link DOUBLED}, for each cell. */
  readonly marks: Uint8Array;
  /** The line that each row begins in, counted from 1. */
  readonly lines: Float64Array;

  constructor(columns: number) {
    this.columns = columns;
    this.capacity = Math.max(1, Math.floor(CELLS / columns));
    this.starts = new Int32Array(this.capacity * columns);
    this.ends = new Int32Array(this.capacity * columns);
    this.marks = new Uint8Array(this.capacity * columns);
    this.lines = new Float64Array(this.capacity);
  }

  /** Makes room for the rows found in `bytes`. */
  clear(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.rows = 0;
    if (this.hasQuotes) this.marks.fill(PLAIN);
    this.hasQuotes = false;
  }

  /** Leaves only rows `from` to `to` (exclusive) in the block; places beyond its rows are allowed. */
  keepRows(from: number, to: number): void {
    const first = Math.max(0, Math.min(from, this.rows));
    const end = Math.max(first, Math.min(to, this.rows));
    if (first > 0) {
      for (const cells of [this.starts, this.ends, this.marks])
        cells.copyWithin(0, first * this.columns, end * this.columns);
      this.lines.copyWithin(0, first, end);
    }
    this.rows = end - first;
  }

  /** A cell's text, for messages. */
  textAt(cell: number): string {
    return decodeText(this.bytes.subarray(this.starts[cell], this.ends[cell]));
  }

  /** Empties the cells whose text is one of `missing`: they are read as empty. */
  emptyCells(missing: readonly Uint8Array[]): void {
    const { bytes, starts, ends, marks } = this;
    for (let cell = 0; cell < this.rows * this.columns; cell++) {
      if (marks[cell] !== PLAIN) continue;
      if (missing.some(text => isText(bytes, starts[cell], ends[cell], text))) ends[cell] = starts[cell];
    }
  }
}

function isText(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text[i]) return false;
  return true;
}
