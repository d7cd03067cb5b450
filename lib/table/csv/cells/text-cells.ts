/**
 * Columns of text and of dates in the making.
 *
 * @module
 */
import { parseDate } from '../../column/iso-date.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../column/stored-column.js';
import { type CellBlock, DOUBLED, PLAIN } from './cell-block.js';
import { type CellRules, type Cells, fitted, Validity } from './cells.js';
import { KnownTexts } from './known-texts.js';
import { TextDecoding } from './text-decoding.js';

/** Shared by all columns: it is empty again at the end of each block. */
const decoding = new TextDecoding();

/**
 * Texts. An empty cell is missing; an empty quoted cell is an empty text.
 *
 * Texts that come again are one string in memory; the others of a block are decoded at once and cut
 * apart, since decoding each for itself would take three times as long.
 */
export class TextCells implements Cells {
  readonly kind = 'string';
  readonly #validity = new Validity();
  readonly #known = new KnownTexts();
  readonly #texts: string[] = [];
  /** Rows whose texts wait to be decoded. */
  readonly #waiting: number[] = [];
  #capacity = 0;

  reserve(rows: number): void {
    this.#validity.reserve(rows);
    this.#capacity = rows;
  }

  /** Rows without a value, before the first one with a value. */
  missFirst(rows: number): void {
    for (let row = 0; row < rows; row++) this.#miss(row);
  }

  take(block: CellBlock, column: number, from: number, at: number): number {
    const { bytes, rows, columns, starts, ends, marks } = block;
    for (let row = from, cell = from * columns + column; row < rows; row++, cell += columns) {
      const start = starts[cell];
      const end = ends[cell];
      if (start === end && marks[cell] === PLAIN) {
        this.#miss(at + row);
        continue;
      }
      const known = marks[cell] === DOUBLED ? null : this.#known.find(bytes, start, end);
      this.#texts.push(known ?? '');
      if (known !== null) continue;
      decoding.add(bytes, start, end, marks[cell] === DOUBLED);
      this.#waiting.push(row);
    }
    this.#decode(block, column, at);
    return rows;
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    return stored('string', this.#texts, this.#validity.finish(rows), meta);
  }

  #miss(row: number): void {
    this.#texts.push('');
    this.#validity.miss(row, this.#capacity);
  }

  #decode({ bytes, columns, starts, ends, marks }: CellBlock, column: number, at: number): void {
    const texts = decoding.finish();
    for (let k = 0; k < texts.length; k++) {
      const row = this.#waiting[k];
      const cell = row * columns + column;
      this.#texts[at + row] = texts[k];
      if (marks[cell] !== DOUBLED) this.#known.add(bytes, starts[cell], ends[cell], texts[k]);
    }
    this.#waiting.length = 0;
  }
}

/** Dates in ISO 8601, requested by a schema. */
export class DateCells implements Cells {
  readonly kind = 'date';
  readonly #rules: CellRules;
  readonly #validity = new Validity();
  #values = new Float64Array(0);

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  reserve(rows: number): void {
    const longer = new Float64Array(rows);
    longer.set(this.#values);
    this.#values = longer;
    this.#validity.reserve(rows);
  }

  take(block: CellBlock, column: number, from: number, at: number): number {
    const { rows, columns, starts, ends, marks } = block;
    for (let row = from; row < rows; row++) {
      const cell = row * columns + column;
      if (this.#rules.quotedIsText && marks[cell] !== PLAIN) return row;
      const isMissing = starts[cell] === ends[cell];
      const value = isMissing ? NaN : parseDate(block.textAt(cell));
      if (Number.isNaN(value) && !isMissing) return row;
      this.#values[at + row] = value;
      if (isMissing) this.#validity.miss(at + row, this.#values.length);
    }
    return rows;
  }

  finish(rows: number, meta: Partial<ColumnMeta>): StoredColumn {
    return stored('date', fitted(this.#values, rows), this.#validity.finish(rows), meta);
  }
}
