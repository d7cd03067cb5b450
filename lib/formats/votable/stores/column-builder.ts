/**
 * Builds the column of a FIELD from its cells, row by row, whether they come as text or as bytes.
 *
 * Cells with one value become a plain column, cells with several values a column of vectors, cells with
 * a variable number of values a column of lists. Strings of the xtype `timestamp` become dates if all of them are. In an integer or truth-valued vector with a missing element
 * the column becomes float64 with NaN there.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { parseDate } from '../../../table/column/iso-date.js';
import { Lists } from '../../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../../table/column/stored-column.js';
import { type ElementArray, type ElementKind, numbersPer, Vectors } from '../../../table/column/vectors.js';
import { type VoField, valuesPerBlock } from '../field.js';
import type { ByteReader } from './byte-reader.js';
import { valuesIn } from './cell-bytes.js';
import type { ElementStore } from './element-store.js';
import { storeFor } from './store-for.js';
import { StringStore } from './string-store.js';

/** Gathers the cells of one column. */
export interface ColumnBuilder {
  /** What was changed in cells that do not fit the FIELD; empty if nothing. */
  readonly remark: string;
  /** Adds a cell of TABLEDATA. @throws PhotometryError `bad-table` */
  addText(cell: string): void;
  /** Adds a cell of BINARY or BINARY2; `isNull` if its row's flags call it missing. */
  addBytes(reader: ByteReader, isNull: boolean): void;
  /** The column of all cells added. */
  finish(): StoredColumn;
}

/** Maximum number of values without bytes in the file: a guard against false widths. */
export class PaddingBudget {
  #left: number;

  constructor(fileBytes: number) {
    this.#left = 1e6 + 16 * fileBytes;
  }

  /** @throws PhotometryError `bad-table` if more than is left */
  spend(count: number): void {
    this.#left -= count;
    if (this.#left < 0)
      throw new PhotometryError('bad-table', 'its arraysize claims far more values than the file has bytes', { count });
  }
}

/** The builder for a field. */
export function builderFor(field: VoField, budget: PaddingBudget): ColumnBuilder {
  const { axes, variable } = field.shape;
  if (variable || (axes.length > 0 && valuesPerBlock(field.shape) === 0)) return new ListBuilder(field);
  return axes.length > 0 ? new VectorBuilder(field, budget) : new ValueBuilder(field);
}

function metaOf({ unit, description, ucd, format }: VoField): ColumnMeta {
  return { unit, description, ucd, format };
}

/** One value in each cell. */
class ValueBuilder implements ColumnBuilder {
  readonly #field: VoField;
  readonly #store: ElementStore;

  constructor(field: VoField) {
    this.#field = field;
    this.#store = storeFor(field);
  }

  get remark(): string {
    return this.#store.remark;
  }

  addText(cell: string): void {
    this.#store.addText(cell);
  }

  addBytes(reader: ByteReader, isNull: boolean): void {
    if (this.#field.shape.counted && this.#store instanceof StringStore) this.#store.addLong(reader, reader.count());
    else this.#store.addBytes(reader, 1);
    if (isNull) this.#store.forgetLast(1);
  }

  finish(): StoredColumn {
    const { kind, missing, count } = this.#store;
    const values = this.#store.take();
    const valid = validity(count, missing);
    const dates = kind === 'string' && isTimestamp(this.#field) ? datesOf(values as readonly string[]) : null;
    if (dates !== null) return stored('date', dates, valid, metaOf(this.#field));
    if (kind === 'complex64' || kind === 'complex128')
      return stored('vector', new Vectors<unknown>(values, 2, { element: kind }), valid, metaOf(this.#field));
    return stored(kind, values as never, valid, metaOf(this.#field));
  }
}

/** The same number of values in each cell. */
class VectorBuilder implements ColumnBuilder {
  readonly #field: VoField;
  readonly #store: ElementStore;
  readonly #budget: PaddingBudget;
  readonly #width: number;
  readonly #emptyRows: number[] = [];
  #rows = 0;
  #remark = '';

  constructor(field: VoField, budget: PaddingBudget) {
    this.#field = field;
    this.#store = storeFor(field);
    this.#budget = budget;
    this.#width = valuesPerBlock(field.shape);
  }

  get remark(): string {
    return this.#remark || this.#store.remark;
  }

  addText(cell: string): void {
    const texts = this.#store.split(cell);
    const present = Math.min(texts.length, this.#width);
    for (let i = 0; i < present; i++) this.#store.addText(texts[i]);
    this.#budget.spend(this.#width - present);
    for (let i = present; i < this.#width; i++) this.#store.addMissing();
    if (cell.trim() === '') this.#emptyRows.push(this.#rows);
    else if (texts.length !== this.#width)
      this.#remark = `some cells hold not ${this.#width} values, as '${cell.trim().slice(0, 20)}'; they were cut or filled with missing ones`;
    this.#rows++;
  }

  addBytes(reader: ByteReader, isNull: boolean): void {
    this.#store.addBytes(reader, this.#width);
    if (isNull) {
      this.#store.forgetLast(this.#width);
      this.#emptyRows.push(this.#rows);
    }
    this.#rows++;
  }

  finish(): StoredColumn {
    const { kind } = this.#store;
    const { missing } = this.#store;
    const { empty, isPartial } = rowsWithout(missing, this.#width);
    const valid = validity(this.#rows, [...this.#emptyRows, ...empty]);
    const { values, element, remark } = withNaN(this.#store.take(), kind, isPartial ? missing : []);
    this.#remark ||= remark;
    const { axes } = this.#field.shape;
    const vectors = new Vectors<unknown>(values, this.#width * numbersPer(element), { shape: axes, element });
    return stored('vector', vectors, valid, metaOf(this.#field));
  }
}

/** Any number of values in each cell. */
class ListBuilder implements ColumnBuilder {
  readonly #field: VoField;
  readonly #store: ElementStore;
  readonly #offsets: number[] = [0];
  readonly #emptyRows: number[] = [];
  #remark = '';

  constructor(field: VoField) {
    this.#field = field;
    this.#store = storeFor(field);
  }

  get remark(): string {
    return this.#remark || this.#store.remark;
  }

  addText(cell: string): void {
    const texts = this.#store.split(cell);
    const block = valuesPerBlock(this.#field.shape);
    if (block > 1 && texts.length % block !== 0)
      throw new PhotometryError('bad-table', `a multiple of ${block} values was expected, got ${texts.length}`);
    for (const text of texts) this.#store.addText(text);
    this.#endRow(texts.length === 0);
  }

  addBytes(reader: ByteReader, isNull: boolean): void {
    if (this.#field.shape.variable)
      this.#store.addBytes(reader, valuesIn(this.#field, reader.count(), reader.counting));
    this.#endRow(isNull);
  }

  finish(): StoredColumn {
    const { kind } = this.#store;
    const { values, element, remark } = withNaN(this.#store.take(), kind, this.#store.missing);
    this.#remark = remark;
    const scale = numbersPer(element);
    const offsets = Float64Array.from(this.#offsets, offset => offset * scale);
    const rows = offsets.length - 1;
    const lists = new Lists<unknown>(values, offsets, { element });
    return stored('list', lists, validity(rows, this.#emptyRows), metaOf(this.#field));
  }

  #endRow(isEmpty: boolean): void {
    if (isEmpty) this.#emptyRows.push(this.#offsets.length - 1);
    this.#offsets.push(this.#store.count);
  }
}

function isTimestamp({ xtype }: VoField): boolean {
  return xtype === 'timestamp' || xtype === 'adql:TIMESTAMP';
}

/** Converts texts to dates; null if one of them is not a date. Empty texts are NaN. */
function datesOf(texts: readonly string[]): Float64Array | null {
  const dates = Float64Array.from(texts, text => (text === '' ? NaN : parseDate(text)));
  return dates.some((date, row) => Number.isNaN(date) && texts[row] !== '') ? null : dates;
}

/** A mask with 0 at the given positions; null if there are none. */
function validity(length: number, missing: readonly number[]): Uint8Array | null {
  if (missing.length === 0) return null;
  const valid = new Uint8Array(length).fill(1);
  for (const place of missing) valid[place] = 0;
  return valid;
}

/** Which vectors have no elements, and whether others lack some. */
function rowsWithout(missing: readonly number[], width: number): { empty: number[]; isPartial: boolean } {
  const empty: number[] = [];
  for (let i = 0; i < missing.length; ) {
    const row = Math.floor(missing[i] / width);
    const begin = i;
    while (i < missing.length && missing[i] < (row + 1) * width) i++;
    if (i - begin === width) empty.push(row);
  }
  return { empty, isPartial: empty.length * width < missing.length };
}

/** Elements, as float64 with NaN at the given positions, if any; strings are kept. The remark says what was lost. */
function withNaN(
  values: ElementArray,
  element: ElementKind,
  missing: readonly number[],
): { values: ElementArray; element: ElementKind; remark: string } {
  if (missing.length === 0 || element === 'string') return { values, element, remark: '' };
  const reals = Float64Array.from(values as ArrayLike<unknown>, value => Number(value));
  const isRounded = values instanceof BigInt64Array && values.some((value, i) => BigInt(reals[i]) !== value);
  for (const place of missing) reals[place] = NaN;
  const remark = isRounded ? 'elements are missing, so it became float64, and integers beyond 2^53 were rounded' : '';
  return { values: reals, element: 'float64', remark };
}
