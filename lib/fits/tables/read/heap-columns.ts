/**
 * Columns of variable-length arrays: each field holds the number of elements and their offset in the heap.
 *
 * The fields are collected first; then the heap is read in pieces, in row order.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.5
 */
import type { PhotometryError } from '../../../core/errors.js';
import { Lists } from '../../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../../table/column/stored-column.js';
import { type BinaryCode, bytesOfElements } from '../binary-form.js';
import { decodeElements, storedArray } from '../decode-elements.js';
import { physicalElements, withoutMask } from '../physical-values.js';
import type { ColumnReader, ReaderPlace } from './column-reader.js';
import { FieldText } from './field-text.js';
import type { RowBlock } from './row-blocks.js';
import { badCell, cutOff, type StoredTable } from './stored-table.js';
import type { BinaryColumn } from './table-plan.js';

/** The heap of a table. */
interface Heap {
  readonly table: StoredTable;
  /** Byte offset in the source. */
  readonly start: number;
  /** Length declared by the header [byte]. */
  readonly length: number;
}

/** Arrays that are close together are read in one piece of at most about this size [byte]. */
const PIECE_BYTES = 1 << 22;

/** Total length of the arrays of one column that is always allowed [byte]. */
const MIN_ALLOWED_BYTES = 2 ** 26;

/**
 * Beyond that, the maximum ratio of their total length to that of the heap. Arrays may share bytes, but a small file
 * must not claim a large amount of memory.
 */
const MAX_SHARING = 16;

/**
 * Returns the reader of a column of variable-length arrays. Text becomes one string per row, everything else lists.
 *
 * @param firstRow index in the table of the first row that is read, for messages
 */
export function heapReader(column: BinaryColumn, place: ReaderPlace, heap: Heap, firstRow: number): ColumnReader {
  const { code } = column.form;
  const fields = new ArrayFields(column, place.rows, heap, firstRow);
  return {
    take: block => fields.take(block),
    finish: () => (code === 'A' ? readTexts(fields, column.meta) : readLists(fields, column, code, place)),
  };
}

/** The descriptors of a column: the number and offset of each row's elements. */
class ArrayFields {
  readonly counts: Float64Array;
  readonly #starts: Float64Array;
  readonly #column: BinaryColumn;
  readonly #heap: Heap;
  readonly #firstRow: number;
  /** Total length of all arrays [byte]. */
  #total = 0;

  constructor(column: BinaryColumn, rows: number, heap: Heap, firstRow: number) {
    this.#column = column;
    this.#heap = heap;
    this.#firstRow = firstRow;
    this.counts = new Float64Array(rows);
    this.#starts = new Float64Array(rows);
  }

  take({ view, first, rows, stride, skipped }: RowBlock): void {
    const { form, offset } = this.#column;
    if (form.descriptor === null || form.repeat === 0) return;
    let from = offset - skipped;
    for (let row = first; row < first + rows; row++, from += stride) {
      const isLong = form.descriptor === 'Q';
      const count = isLong ? long(view, from) : view.getInt32(from);
      const start = isLong ? long(view, from + 8) : view.getInt32(from + 4);
      if (count !== 0) this.#add(row, count, start);
    }
  }

  #add(row: number, count: number, start: number): void {
    const bytes = bytesOfElements(this.#column.form.code, count);
    const { length, table } = this.#heap;
    if (count < 0 || start < 0 || start + bytes > length) {
      const why = `it points to ${count} elements at byte ${start} of the heap, which has ${length} bytes`;
      throw badCell(table, this.#column.name, this.#firstRow + row, why);
    }
    this.#total += bytes;
    if (this.#total > MIN_ALLOWED_BYTES && this.#total > MAX_SHARING * length)
      throw badCell(
        table,
        this.#column.name,
        this.#firstRow + row,
        `its arrays up to here have ${this.#total} bytes, many times the heap of ${length}; the file is damaged`,
      );
    this.counts[row] = count;
    this.#starts[row] = start;
  }

  /** Reads the heap and calls `visit` for each row that has elements, in order. */
  async read(
    visit: (row: number, bytes: Uint8Array, view: DataView, at: number, count: number) => void,
  ): Promise<void> {
    const { code } = this.#column.form;
    const { source } = this.#heap.table;
    const { counts } = this;
    for (let row = 0; row < counts.length; ) {
      const piece = this.#pieceFrom(row);
      const bytes = await source.read(this.#heap.start + piece.low, this.#heap.start + piece.high);
      if (bytes.length < piece.high - piece.low) throw this.#heapIsCutOff();
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (; row < piece.end; row++)
        if (bytesOfElements(code, counts[row]) > 0) visit(row, bytes, view, this.#starts[row] - piece.low, counts[row]);
    }
  }

  /** Returns the rows from `row` on whose arrays are close together, and the bytes of the heap that hold them. */
  #pieceFrom(row: number): { end: number; low: number; high: number } {
    const { code } = this.#column.form;
    let low = Infinity;
    let high = 0;
    let used = 0;
    let end = row;
    for (; end < this.counts.length; end++) {
      const bytes = bytesOfElements(code, this.counts[end]);
      if (bytes === 0) continue;
      const nextLow = Math.min(low, this.#starts[end]);
      const nextHigh = Math.max(high, this.#starts[end] + bytes);
      const isTooLarge =
        nextHigh - nextLow > PIECE_BYTES || (nextHigh - nextLow > 65536 && nextHigh - nextLow > 8 * (used + bytes));
      if (high > 0 && isTooLarge) break;
      [low, high, used] = [nextLow, nextHigh, used + bytes];
    }
    return high === 0 ? { end, low: 0, high: 0 } : { end, low, high };
  }

  #heapIsCutOff(): PhotometryError {
    const { table, start, length } = this.#heap;
    return cutOff(table, start + length, 'Its variable-length arrays', `Read other columns, or copy the file again`);
  }
}

async function readTexts(fields: ArrayFields, meta: ColumnMeta): Promise<StoredColumn> {
  const texts = new Array<string>(fields.counts.length).fill('');
  const field = new FieldText();
  await fields.read((row, bytes, _view, at, count) => {
    texts[row] = field.read(bytes, at, at + count);
  });
  return stored('string', texts, null, meta);
}

async function readLists(
  fields: ArrayFields,
  column: BinaryColumn,
  code: Exclude<BinaryCode, 'A'>,
  { rows, where, large }: ReaderPlace,
): Promise<StoredColumn> {
  const offsets = new Float64Array(rows + 1);
  for (let row = 0; row < rows; row++) offsets[row + 1] = offsets[row] + fields.counts[row];
  const elements = storedArray(code, offsets[rows]);
  await fields.read((row, bytes, view, at, count) => {
    decodeElements(code, { bytes, view, start: at, stride: 0, rows: 1, repeat: count }, elements, offsets[row]);
  });
  const values = withoutMask(physicalElements(code, elements, column, large, `${where}, column '${column.name}'`));
  const numbers = values.element === 'complex64' || values.element === 'complex128' ? 2 : 1;
  if (numbers === 2) for (let row = 0; row <= rows; row++) offsets[row] *= 2;
  return stored('list', new Lists<unknown>(values.data, offsets, { element: values.element }), null, column.meta);
}

/** Reads a 64-bit integer; beyond 2^53 it need not be exact, because it is outside any heap. */
function long(view: DataView, at: number): number {
  return view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4);
}
