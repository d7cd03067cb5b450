/**
 * Columns that grow cell by cell out of text, each of a kind that the file has declared.
 *
 * @module
 */
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import { fitsInt64, parseFloat64, parseWhole } from './number-text.js';

/** What a {@link TextColumn} can hold. */
export type TextKind = 'float64' | 'float32' | 'int32' | 'uint8' | 'int64' | 'boolean' | 'string';

/** A column in the making. */
export interface TextColumn {
  /** Adds a row; returns false, without adding, if the text is not a value of the column's kind. */
  add(text: string): boolean;
  /** Adds a row without a value. */
  addMissing(): void;
  /** The column with all rows added. */
  finish(meta: Partial<ColumnMeta>): StoredColumn;
}

/** Smallest and largest whole number that a column may hold. */
export type WholeRange = readonly [least: number, greatest: number];

const RANGES: Readonly<Record<'int32' | 'uint8', WholeRange>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint8: [0, 255],
};

/**
 * Begins a column.
 *
 * @param range limits of a narrower type that is kept as int32, such as int8
 */
export function textColumn(kind: TextKind, range?: WholeRange): TextColumn {
  switch (kind) {
    case 'float64':
    case 'float32':
      return new FloatColumn(kind, range);
    case 'int32':
    case 'uint8':
      return new WholeColumn(kind, range ?? RANGES[kind]);
    case 'int64':
      return new BigColumn();
    case 'boolean':
      return new BooleanColumn();
    case 'string':
      return new StringColumn();
  }
}

/** The mask of `length` rows, some of which are missing; null if none are missing. */
export function maskWithout(missing: readonly number[], length: number): Uint8Array | null {
  if (missing.length === 0) return null;
  const mask = new Uint8Array(length).fill(1);
  for (const row of missing) mask[row] = 0;
  return mask;
}

/** Floats; with a range, whole numbers within it (unsigned 32-bit integers have no separate kind). */
class FloatColumn implements TextColumn {
  readonly #kind: 'float64' | 'float32';
  readonly #range: WholeRange | undefined;
  readonly #values: number[] = [];

  constructor(kind: 'float64' | 'float32', range: WholeRange | undefined) {
    this.#kind = kind;
    this.#range = range;
  }

  add(text: string): boolean {
    const value = parseFloat64(text);
    if (value === null || (this.#range !== undefined && !isWholeWithin(value, this.#range))) return false;
    this.#values.push(value);
    return true;
  }

  addMissing(): void {
    this.#values.push(NaN);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    return this.#kind === 'float64'
      ? stored('float64', new Float64Array(this.#values), null, meta)
      : stored('float32', new Float32Array(this.#values), null, meta);
  }
}

class WholeColumn implements TextColumn {
  readonly #kind: 'int32' | 'uint8';
  readonly #range: WholeRange;
  readonly #values: number[] = [];
  readonly #missing: number[] = [];

  constructor(kind: 'int32' | 'uint8', range: WholeRange) {
    this.#kind = kind;
    this.#range = range;
  }

  add(text: string): boolean {
    const value = parseFloat64(text);
    if (value === null || !isWholeWithin(value, this.#range) || parseWhole(text) === null) return false;
    this.#values.push(value);
    return true;
  }

  addMissing(): void {
    this.#missing.push(this.#values.length);
    this.#values.push(0);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    const mask = maskWithout(this.#missing, this.#values.length);
    return this.#kind === 'int32'
      ? stored('int32', new Int32Array(this.#values), mask, meta)
      : stored('uint8', new Uint8Array(this.#values), mask, meta);
  }
}

class BigColumn implements TextColumn {
  readonly #values: bigint[] = [];
  readonly #missing: number[] = [];

  add(text: string): boolean {
    const value = parseWhole(text);
    if (value === null || !fitsInt64(value)) return false;
    this.#values.push(value);
    return true;
  }

  addMissing(): void {
    this.#missing.push(this.#values.length);
    this.#values.push(0n);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    const mask = maskWithout(this.#missing, this.#values.length);
    return stored('int64', BigInt64Array.from(this.#values), mask, meta);
  }
}

const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['1', 1],
  ['false', 0],
  ['0', 0],
]);

class BooleanColumn implements TextColumn {
  readonly #values: number[] = [];
  readonly #missing: number[] = [];

  add(text: string): boolean {
    const value = BOOLEANS.get(text.toLowerCase());
    if (value === undefined) return false;
    this.#values.push(value);
    return true;
  }

  addMissing(): void {
    this.#missing.push(this.#values.length);
    this.#values.push(0);
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    return stored('boolean', new Uint8Array(this.#values), maskWithout(this.#missing, this.#values.length), meta);
  }
}

class StringColumn implements TextColumn {
  readonly #values: string[] = [];
  readonly #missing: number[] = [];

  add(text: string): boolean {
    this.#values.push(text);
    return true;
  }

  addMissing(): void {
    this.#missing.push(this.#values.length);
    this.#values.push('');
  }

  finish(meta: Partial<ColumnMeta>): StoredColumn {
    return stored('string', this.#values, maskWithout(this.#missing, this.#values.length), meta);
  }
}

function isWholeWithin(value: number, [least, greatest]: WholeRange): boolean {
  return Number.isInteger(value) && value >= least && value <= greatest;
}
