/**
 * What may be given for a column, and how it is stored.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { Lists } from '../column/lists.js';
import { type ColumnMeta, type StoredColumn, stored, withMeta } from '../column/stored-column.js';
import { Vectors } from '../column/vectors.js';
import { storedColumnOf } from './column-views.js';

/**
 * Values for a column of `T`: an array or typed array, a column of another table, {@link Vectors}
 * or {@link Lists}.
 *
 * Float64Array, Float32Array, Int32Array, Uint8Array and BigInt64Array are taken over without a
 * copy; other integer arrays are widened, BigUint64Array becomes BigInt64Array. Plain numbers become Float64Array. In a plain array, null
 * and undefined mean missing.
 */
export type ColumnInput<T> = ArrayLike<T> | Vectors<T> | Lists<T>;

/**
 * Stores `input` as a column.
 *
 * @param name the column's name, for messages
 * @throws PhotometryError `bad-argument` if it is not an array, or a plain array mixes types
 */
export function storeColumn(name: string, input: unknown, meta: Partial<ColumnMeta> = {}): StoredColumn {
  const column = storedColumnOf(input);
  if (column !== null) return withMeta(column, meta);
  if (input instanceof Float64Array) return stored('float64', input, null, meta);
  if (input instanceof Float32Array) return stored('float32', input, null, meta);
  if (input instanceof Int32Array) return stored('int32', input, null, meta);
  if (input instanceof Uint8Array) return stored('uint8', input, null, meta);
  if (input instanceof BigInt64Array) return stored('int64', input, null, meta);
  if (input instanceof Lists) return stored('list', input, null, meta);
  if (input instanceof Vectors) return stored('vector', input, null, meta);
  if (input instanceof Int8Array || input instanceof Int16Array || input instanceof Uint16Array)
    return stored('int32', Int32Array.from(input), null, meta);
  if (input instanceof Uint8ClampedArray) return stored('uint8', Uint8Array.from(input), null, meta);
  if (input instanceof BigUint64Array) {
    const tooLarge = input.findIndex(value => value >= 2n ** 63n);
    if (tooLarge >= 0) exactInt64(name, tooLarge, input[tooLarge]);
    return stored('int64', BigInt64Array.from(input), null, meta);
  }
  if (input instanceof Uint32Array) return stored('float64', Float64Array.from(input), null, meta);
  if (Array.isArray(input)) return storeArray(name, input, meta);
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' must be an array or a typed array, got ${describeValue(input)}`,
    { column: name },
  );
}

/** Stores a plain array; the first value present decides the kind. */
function storeArray(name: string, input: readonly unknown[], meta: Partial<ColumnMeta>): StoredColumn {
  const first = input.find(value => value !== null && value !== undefined);
  switch (typeof first) {
    case 'undefined': // empty, or only missing values
    case 'number': {
      const values = new Float64Array(input.length);
      for (let i = 0; i < input.length; i++) values[i] = present(name, input, i, 'number') ? (input[i] as number) : NaN;
      return stored('float64', values, null, meta);
    }
    case 'string': {
      const valid = validity(name, input, 'string');
      return stored('string', valid ? input.map(v => (v ?? '') as string) : ([...input] as string[]), valid, meta);
    }
    case 'bigint': {
      const values = new BigInt64Array(input.length);
      const valid = validity(name, input, 'bigint');
      for (let i = 0; i < input.length; i++) values[i] = exactInt64(name, i, (input[i] ?? 0n) as bigint);
      return stored('int64', values, valid, meta);
    }
    case 'boolean': {
      const values = new Uint8Array(input.length);
      const valid = validity(name, input, 'boolean');
      for (let i = 0; i < input.length; i++) values[i] = input[i] === true ? 1 : 0;
      return stored('boolean', values, valid, meta);
    }
  }
  if (first instanceof Date) return storeDates(name, input, meta);
  if (first instanceof Float64Array) return storeVectors(name, input, first.length, meta);
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' must hold numbers, strings, bigints, booleans, Dates or Float64Arrays, got ${describeValue(first)}`,
    { column: name },
  );
}

/** Dates; null, undefined and invalid dates are missing. */
function storeDates(name: string, input: readonly unknown[], meta: Partial<ColumnMeta>): StoredColumn {
  const values = new Float64Array(input.length).fill(NaN);
  let valid: Uint8Array | null = null;
  for (const [row, value] of input.entries()) {
    if (value instanceof Date) values[row] = value.getTime();
    else if (value !== null && value !== undefined)
      throw new PhotometryError(
        'bad-argument',
        `Column '${name}' holds Dates, but row ${row} has ${describeValue(value)}`,
        {
          column: name,
          row,
        },
      );
    if (!Number.isNaN(values[row])) continue;
    valid ??= new Uint8Array(input.length).fill(1);
    valid[row] = 0;
  }
  return stored('date', values, valid, meta);
}

function storeVectors(name: string, input: readonly unknown[], width: number, meta: Partial<ColumnMeta>): StoredColumn {
  const data = new Float64Array(input.length * width);
  let valid: Uint8Array | null = null;
  for (const [row, value] of input.entries()) {
    if (value instanceof Float64Array && value.length === width) data.set(value, row * width);
    else if (value === null || value === undefined) {
      valid ??= new Uint8Array(input.length).fill(1);
      valid[row] = 0;
      data.fill(NaN, row * width, (row + 1) * width);
    } else {
      const got = value instanceof Float64Array ? `one of ${value.length}` : describeValue(value);
      throw new PhotometryError(
        'bad-argument',
        `Column '${name}' holds vectors of ${width}, but row ${row} has ${got}`,
        {
          column: name,
          row,
        },
      );
    }
  }
  return stored('vector', new Vectors(data, width), valid, meta);
}

/** Whether row `i` has a value; throws if it has one of another type than `type`. */
function present(name: string, input: readonly unknown[], i: number, type: string): boolean {
  const value = input[i];
  if (value === null || value === undefined) return false;
  if (typeof value === type) return true;
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' holds ${type}s, but row ${i} has ${describeValue(value)}; convert the column to one type first`,
    { column: name, row: i },
  );
}

/** The validity mask of a plain array, null if nothing is missing. */
function validity(name: string, input: readonly unknown[], type: string): Uint8Array | null {
  let valid: Uint8Array | null = null;
  for (let i = 0; i < input.length; i++) {
    if (present(name, input, i, type)) continue;
    valid ??= new Uint8Array(input.length).fill(1);
    valid[i] = 0;
  }
  return valid;
}

function exactInt64(name: string, row: number, value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}', row ${row}: ${value} does not fit in 64 bits with a sign`,
    {
      column: name,
      row,
    },
  );
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return `an object (${value.constructor?.name ?? 'no class'})`;
  if (typeof value === 'function') return 'a function';
  return `${typeof value} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
