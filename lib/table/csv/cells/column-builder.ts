/**
 * From the cells of a column to its values: the narrowest kind that keeps every one of them exact.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { parseDecimal } from '../../../math/decimal.js';
import type { ColumnMeta, StoredColumn } from '../../column/stored-column.js';
import { cutText } from '../../display/cut-text.js';
import type { ValueType } from '../../files/schema.js';
import { BooleanCells } from './boolean-cells.js';
import { type CellBlock, PLAIN } from './cell-block.js';
import { type CellRules, type Cells, MissingCells } from './cells.js';
import { Float64Cells, Int32Cells, Int64Cells } from './number-cells.js';
import { DateCells, TextCells } from './text-cells.js';
import { booleanWord, numberWord, parseInt64 } from './words.js';

/** Capacity is at most this multiple of the rows so far: the first rows may be shorter than the others. */
const MAX_TRUST = 8;

/** What is known of a column before its cells are read. */
export interface ColumnPlan {
  readonly name: string;
  /** Its place among the file's columns, from 0. */
  readonly index: number;
  /** The type that a schema asks for; without it the cells decide. */
  readonly type: ValueType | undefined;
  /** Whether a cell in quotes is text. */
  readonly quotedIsText: boolean;
  /** Whether numbers have a decimal comma. */
  readonly decimalComma: boolean;
  /** The file's name, for messages. */
  readonly file: string;
}

/** The cell that made a column of numbers one of texts. */
export interface OddCell {
  readonly column: string;
  readonly line: number;
  readonly text: string;
  /** Rows before it. */
  readonly rows: number;
}

/**
 * Collects a column. Whole numbers become int32, beyond its range float64, and int64 as soon as one is
 * beyond 2^53; other numbers float64; `true` and `false` boolean; anything else, and quoted cells, text. An
 * empty cell is missing; a column of only empty cells is float64.
 *
 * When a cell changes a column of numbers to one of text, the texts of the preceding cells are lost: the
 * column then `mustReread`, and the file is read again for it.
 */
export class ColumnBuilder {
  readonly plan: ColumnPlan;
  readonly #rules: CellRules;
  #cells: Cells;
  #rows = 0;
  #capacity = 0;
  #isText = false;
  #oddCell: OddCell | null = null;
  /** Places in the block's bytes where a comma became a point. */
  #pointed: readonly number[] = [];

  constructor(plan: ColumnPlan) {
    this.plan = plan;
    // a schema determines what a cell is, whether it is quoted or not
    this.#rules = { quotedIsText: plan.quotedIsText && plan.type === undefined, nanIsMissing: plan.type !== undefined };
    this.#cells = cellsOf(plan.type, this.#rules);
  }

  /** The cell because of which numbers became text; null if there is none. */
  get oddCell(): OddCell | null {
    return this.#oddCell;
  }

  /** Whether the column is text after all, and must be read again from the first row. */
  get mustReread(): boolean {
    return this.#isText || (this.#cells instanceof MissingCells && this.#cells.sawEmptyQuotes);
  }

  /**
   * Adds the rows of a block.
   *
   * @param expected how many rows the file seems to have in all
   * @throws PhotometryError `bad-csv` naming line and column if a cell is not of the requested type
   */
  add(block: CellBlock, expected: number): void {
    this.#reserve(this.#rows + block.rows, expected);
    const isText = this.#cells.kind === 'string';
    this.#pointed = this.plan.decimalComma && !isText ? pointDecimals(block, this.plan.index, this.#rules) : [];
    let row = 0;
    while (row < block.rows && !this.#isText) {
      row = this.#cells.take(block, this.plan.index, row, this.#rows);
      if (row < block.rows) this.#widen(block, row);
    }
    this.#rows += block.rows;
  }

  /** The column of all rows added. */
  finish(meta: Partial<ColumnMeta>): StoredColumn {
    return this.#cells.finish(this.#rows, meta);
  }

  #reserve(needed: number, expected: number): void {
    if (needed <= this.#capacity) return;
    const trusted = Math.min(Math.ceil(expected), MAX_TRUST * needed);
    this.#capacity = Math.max(needed, trusted, Math.ceil(this.#capacity * 1.5));
    this.#cells.reserve(this.#capacity);
  }

  /** Continues with a kind that can hold the cell of row `row` of the block and all cells before it. */
  #widen(block: CellBlock, row: number): void {
    const { plan } = this;
    const cell = row * block.columns + plan.index;
    if (plan.type !== undefined) throw mismatch(plan, plan.type, block, row, cell);
    const kind = kindOf(block, cell, this.#rules);
    const cells = this.#cells;
    const rows = this.#rows + row;
    if (kind === 'string') for (const at of this.#pointed) block.bytes[at] = COMMA; // texts keep theirs
    if (cells instanceof MissingCells && !(kind === 'string' && cells.sawEmptyQuotes))
      this.#cells = this.#begun(kind, rows);
    else if (cells instanceof Int32Cells && (kind === 'int32' || kind === 'int64'))
      this.#cells = cells.toInt64(this.#rules, rows);
    else if ((cells instanceof Int32Cells || cells instanceof Int64Cells) && kind === 'float64')
      this.#cells = cells.toFloat64(this.#rules, rows);
    else {
      this.#isText = true;
      if (cells.kind !== 'boolean' && cells.kind !== 'string' && !(cells instanceof MissingCells))
        this.#oddCell = { column: plan.name, line: block.lines[row], text: block.textAt(cell), rows };
    }
  }

  /** Cells for the first value of the column, after `rows` rows without one. */
  #begun(kind: CellKind, rows: number): Cells {
    const cells = new CLASSES[kind](this.#rules);
    cells.reserve(this.#capacity);
    cells.missFirst(rows);
    return cells;
  }
}

const COMMA = 44;
const POINT = 46;

/**
 * Puts a point in place of the comma of each number of a column; the bytes are the reader's own.
 *
 * @returns where; cells with several signs (1.234,5) are left alone, because thousands are not guessed
 */
function pointDecimals(
  { bytes, rows, columns, starts, ends, marks }: CellBlock,
  column: number,
  { quotedIsText }: CellRules,
): number[] {
  const places: number[] = [];
  for (let row = 0, cell = column; row < rows; row++, cell += columns) {
    if (quotedIsText && marks[cell] !== PLAIN) continue;
    let at = -1;
    for (let i = starts[cell]; i < ends[cell] && at > -2; i++) {
      if (bytes[i] === COMMA) at = at === -1 ? i : -2;
      else if (!isNumberSign(bytes[i])) at = -2;
    }
    if (at < 0) continue;
    bytes[at] = POINT;
    places.push(at);
  }
  return places;
}

/** Whether a byte is a digit, a sign, or the letter of an exponent. */
function isNumberSign(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === 69 || byte === 101;
}

/** What a cell says of its column. */
type CellKind = 'int32' | 'int64' | 'float64' | 'boolean' | 'string';

const CLASSES = {
  int32: Int32Cells,
  int64: Int64Cells,
  float64: Float64Cells,
  boolean: BooleanCells,
  string: TextCells,
} as const;

/** The cells for a requested type; undecided ones without it. */
function cellsOf(type: ValueType | undefined, rules: CellRules): Cells {
  switch (type) {
    case undefined:
      return new MissingCells(rules);
    case 'number':
      return new Float64Cells(rules);
    case 'bigint':
      return new Int64Cells(rules, true);
    case 'boolean':
      return new BooleanCells(rules);
    case 'string':
      return new TextCells();
    case 'date':
      return new DateCells(rules);
  }
}

const words = new Int32Array(2);

/** The narrowest kind that can hold a non-empty cell. */
function kindOf({ bytes, starts, ends, marks }: CellBlock, cell: number, { quotedIsText }: CellRules): CellKind {
  const start = starts[cell];
  const end = ends[cell];
  if (quotedIsText && marks[cell] !== PLAIN) return 'string';
  if (!Number.isNaN(parseInt64(bytes, start, end, words, 0))) return words[1] === words[0] >> 31 ? 'int32' : 'int64';
  if (!Number.isNaN(parseDecimal(bytes, start, end)) || numberWord(bytes, start, end) !== null) return 'float64';
  return booleanWord(bytes, start, end) === null ? 'string' : 'boolean';
}

const EXPECTED: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  bigint: 'a whole number of 64 bits',
  boolean: 'true or false',
  string: 'a text',
  date: 'a date such as 2025-06-02T04:10:14.5',
};

/** What many programs write for a missing value. */
export const MISSING_WORD: RegExp = /^(-+|n\/?a|null|none|nil|missing|indef|\.|\?|\*+|\\n)$/i;

function mismatch(plan: ColumnPlan, type: ValueType, block: CellBlock, row: number, cell: number): PhotometryError {
  const text = block.textAt(cell);
  return new PhotometryError(
    'bad-csv',
    `${plan.file}, line ${block.lines[row]}, column '${plan.name}': expected ${EXPECTED[type]}, got '${cutText(text, 60)}'${MISSING_WORD.test(text) ? `; if that means missing, give { missing: ['${text}'] }` : ''}`,
    { line: block.lines[row], column: plan.name, cell: text },
  );
}

/** Whether a text would be read as something else than text, unless it is quoted. */
export function looksTyped(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  const { length } = bytes;
  if (length === 0) return false;
  if (!Number.isNaN(parseDecimal(bytes, 0, length)) || numberWord(bytes, 0, length) !== null) return true;
  return booleanWord(bytes, 0, length) !== null;
}
