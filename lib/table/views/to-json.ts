/**
 * From columns to what JSON can say, for `JSON.stringify`.
 *
 * JSON has no 64-bit integers, no NaN and no infinity: integers of 64 bits become text, so that no digit is lost; what is not a
 * finite number becomes null.
 *
 * @module
 */
import { type StoredColumn, valueAt } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { type ElementArray, type ElementKind, numbersPer } from '../column/vectors.js';

/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[];

/** A row with the columns `C`, as JSON can hold it. */
export type JsonRow<C> = { readonly [K in keyof C]: JsonValue };

/** A group of rows with the columns `C`, by the columns `K`. */
export interface JsonGroup<C, K extends keyof C> {
  /** The values that the rows agree in. */
  readonly key: JsonRow<Pick<C, K>>;
  /** The rows. */
  readonly rows: readonly JsonRow<C>[];
}

/** All rows as objects of JSON values. */
export function jsonRows(data: TableData): Record<string, JsonValue>[] {
  const columns = [...data.stored];
  return Array.from({ length: data.length }, (_, row) => {
    const object: Record<string, JsonValue> = {};
    for (const [name, column] of columns) {
      const value = jsonAt(column, row);
      if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
      else object[name] = value;
    }
    return object;
  });
}

/** All values of a column as JSON values. */
export function jsonValues(column: StoredColumn): JsonValue[] {
  return Array.from({ length: column.values.length }, (_, row) => jsonAt(column, row));
}

/** The value in one row: text for 64-bit integers, ISO 8601 for dates, arrays for vectors and lists; null where missing. */
function jsonAt(column: StoredColumn, row: number): JsonValue {
  const value = valueAt(column, row);
  if (value === null) return null;
  switch (column.kind) {
    case 'vector':
      return nested(elements(value as ElementArray, column.values.element), column.values.shape);
    case 'list':
      return elements(value as ElementArray, column.values.element);
    case 'date':
      return Number.isFinite((value as Date).getTime()) ? (value as Date).toISOString() : null;
    default:
      return plain(value as number | bigint | string | boolean);
  }
}

function plain(value: number | bigint | string | boolean): JsonValue {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

/** The elements of one vector or list; a complex number is a pair. */
function elements(values: ElementArray, element: ElementKind): JsonValue[] {
  if (element === 'boolean') return Array.from(values as Uint8Array, bit => bit === 1);
  const plainValues = Array.from(values as ArrayLike<number | bigint | string>, plain);
  return numbersPer(element) === 1 ? plainValues : chunks(plainValues, 2);
}

/** Arrays in arrays by the axes, of which the first is the fastest and therefore innermost. */
function nested(values: JsonValue[], shape: readonly number[]): JsonValue[] {
  return shape.slice(0, -1).reduce((inner, axis) => chunks(inner, axis), values);
}

function chunks(values: readonly JsonValue[], size: number): JsonValue[] {
  if (size === 0) return [];
  return Array.from({ length: values.length / size }, (_, k) => values.slice(k * size, (k + 1) * size));
}
