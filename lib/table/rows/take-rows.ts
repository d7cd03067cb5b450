/**
 * Columns of chosen rows: what filter, sortBy and groupBy make of a table.
 *
 * The values are copied only when a column is first read, so a filter on a table of forty columns
 * costs what its test costs, and the thirty-eight columns that nobody reads are never copied.
 *
 * @module
 */

import { Lists } from '../column/lists.js';
import type { ColumnKind, ColumnMeta, ColumnValues, StoredColumn } from '../column/stored-column.js';
import { stored } from '../column/stored-column.js';
import { elementsBetween, Vectors } from '../column/vectors.js';
import { gather, gatherBytes } from './gather.js';

/** The rows `rows` of a column, in that order. `rows` must not be changed afterwards. */
export function takeRows(column: StoredColumn, rows: Uint32Array): StoredColumn {
  return new TakenColumn(column, rows) as unknown as StoredColumn;
}

/**
 * {@link takeRows} for the columns of a table of `length` rows. If `rows` are all of them in their order, as a join
 * keeps its left ones, the columns are shared, not copied.
 */
export function rowKeeper(rows: Uint32Array, length: number): (column: StoredColumn) => StoredColumn {
  return rows.length === length && isCounting(rows) ? column => column : column => takeRows(column, rows);
}

/** Whether these are 0, 1, 2 ... */
function isCounting(rows: Uint32Array): boolean {
  for (let i = 0; i < rows.length; i++) if (rows[i] !== i) return false;
  return true;
}

/** Rows `start` (inclusive) to `end` (exclusive) of a column; typed arrays are shared, not copied. */
export function sliceRows(column: StoredColumn, start: number, end: number): StoredColumn {
  if (column instanceof TakenColumn) return column.slice(start, end);
  const valid = column.valid === null ? null : withoutFullMask(column.valid.subarray(start, end));
  switch (column.kind) {
    case 'string':
      return stored('string', column.values.slice(start, end), valid, column);
    case 'vector': {
      const { data, width, element, shape } = column.values;
      const part = elementsBetween(data, start * width, end * width);
      return stored('vector', new Vectors<unknown>(part, width, { element, shape }), valid, column);
    }
    case 'list': {
      const { data, offsets, element } = column.values;
      const part = Float64Array.from({ length: end - start + 1 }, (_, i) => offsets[start + i]);
      return stored('list', new Lists<unknown>(data, part, { element }), valid, column);
    }
    default:
      return stored(column.kind, column.values.subarray(start, end), valid, column);
  }
}

const NO_ROWS = new Uint32Array(0);

/** A stored column whose values are gathered when first read. */
class TakenColumn implements ColumnMeta {
  readonly kind: ColumnKind;
  readonly unit: string;
  readonly description: string;
  readonly ucd: string;
  readonly format: string;
  #rows: Uint32Array;
  /** Let go, as the row numbers, once both values and mask are gathered. */
  #source: StoredColumn | null;
  #values: ColumnValues | undefined;
  #valid: Uint8Array | null | undefined;

  constructor(source: StoredColumn, rows: Uint32Array) {
    this.kind = source.kind;
    this.unit = source.unit;
    this.description = source.description;
    this.ucd = source.ucd;
    this.format = source.format;
    this.#source = source;
    this.#rows = rows;
  }

  get values(): ColumnValues {
    this.#values ??= gather(this.#source!, this.#rows);
    this.#letGo();
    return this.#values;
  }

  get valid(): Uint8Array | null {
    if (this.#valid === undefined) {
      const mask = this.#source!.valid;
      this.#valid = mask === null ? null : withoutFullMask(gatherBytes(mask, this.#rows));
      this.#letGo();
    }
    return this.#valid;
  }

  slice(start: number, end: number): StoredColumn {
    if (this.#source !== null) return takeRows(this.#source, this.#rows.subarray(start, end));
    return sliceRows(stored(this.kind, this.#values as never, this.#valid, this), start, end);
  }

  #letGo(): void {
    if (this.#values === undefined || this.#valid === undefined) return;
    this.#source = null;
    this.#rows = NO_ROWS;
  }
}

/** A mask, or null if it says that all is present. */
export function withoutFullMask(mask: Uint8Array): Uint8Array | null {
  return mask.includes(0) ? mask : null;
}
