/**
 * Columns of chosen rows: what filter, sortBy and groupBy make of a table.
 *
 * The values are copied only when a column is first read, so a filter on a table of forty columns
 * costs what its test costs, and the thirty-eight columns that nobody reads are never copied.
 *
 * @module
 */

import { Lists } from './lists.js';
import type { ColumnKind, ColumnMeta, ColumnValues, StoredColumn } from './stored-column.js';
import { stored } from './stored-column.js';
import { type ElementArray, elementsBetween, emptyLike, setElements, Vectors } from './vectors.js';

/** The rows `rows` of a column, in that order. `rows` must not be changed afterwards. */
export function takeRows(column: StoredColumn, rows: Uint32Array): StoredColumn {
  return new TakenColumn(column, rows) as unknown as StoredColumn;
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

/** A stored column whose values are gathered when first asked for. */
class TakenColumn implements ColumnMeta {
  readonly kind: ColumnKind;
  readonly unit: string;
  readonly description: string;
  readonly ucd: string;
  readonly format: string;
  readonly #rows: Uint32Array;
  /** Let go once both values and mask are gathered. */
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
    if (this.#values !== undefined && this.#valid !== undefined) this.#source = null;
  }
}

/** A mask, or null if it says that all is present. */
export function withoutFullMask(mask: Uint8Array): Uint8Array | null {
  return mask.includes(0) ? mask : null;
}

/** The values of chosen rows. One loop for each type: a shared one would run several times slower. */
function gather(column: StoredColumn, rows: Uint32Array): ColumnValues {
  switch (column.kind) {
    case 'float64':
    case 'date':
      return gatherFloat64(column.values, rows);
    case 'float32':
      return gatherFloat32(column.values, rows);
    case 'int32':
      return gatherInt32(column.values, rows);
    case 'uint8':
    case 'boolean':
      return gatherBytes(column.values, rows);
    case 'int64':
      return gatherInt64(column.values, rows);
    case 'string':
      return gatherStrings(column.values, rows);
    case 'vector':
      return gatherVectors(column.values, rows);
    case 'list':
      return gatherLists(column.values, rows);
  }
}

function gatherFloat64(values: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherFloat32(values: Float32Array, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherInt32(values: Int32Array, rows: Uint32Array): Int32Array {
  const out = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherBytes(values: Uint8Array, rows: Uint32Array): Uint8Array {
  const out = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherInt64(values: BigInt64Array, rows: Uint32Array): BigInt64Array {
  const out = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherStrings(values: readonly string[], rows: Uint32Array): string[] {
  const out = new Array<string>(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}

function gatherVectors(vectors: Vectors<unknown>, rows: Uint32Array): Vectors<unknown> {
  const { data, width, element, shape } = vectors;
  const out = emptyLike(data, rows.length * width);
  for (let i = 0; i < rows.length; i++) setElements(out, vectors.at(rows[i]) as ElementArray, i * width);
  return new Vectors<unknown>(out, width, { element, shape });
}

function gatherLists(lists: Lists<unknown>, rows: Uint32Array): Lists<unknown> {
  const { data, offsets: from, element } = lists;
  const offsets = new Float64Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) offsets[i + 1] = offsets[i] + from[rows[i] + 1] - from[rows[i]];
  const out = emptyLike(data, offsets[rows.length]);
  for (let i = 0; i < rows.length; i++) setElements(out, lists.at(rows[i]) as ElementArray, offsets[i]);
  return new Lists<unknown>(out, offsets, { element });
}
