/**
 * How a table keeps one column: its values, which of them are present, its unit and description.
 *
 * A missing float is NaN. Anything else that is missing has a 0 in the column's validity mask; the
 * mask is absent when every value is present. Stored columns are shared between tables and never
 * written to.
 *
 * @module
 */
import type { Lists } from './lists.js';
import type { Vectors } from './vectors.js';

/** One column as stored. `kind` determines the type of `values`. */
export type StoredColumn =
  | Stored<'float64', Float64Array>
  | Stored<'float32', Float32Array>
  | Stored<'int32', Int32Array>
  | Stored<'uint8', Uint8Array>
  | Stored<'int64', BigInt64Array>
  | Stored<'boolean', Uint8Array>
  | Stored<'string', readonly string[]>
  | Stored<'date', Float64Array>
  | Stored<'vector', Vectors<unknown>>
  | Stored<'list', Lists<unknown>>;

/**
 * A column's kind: how its values are stored. Booleans are stored as 0 and 1, dates as milliseconds since
 * 1970-01-01T00:00:00 UTC (a missing one is NaN, in addition to the 0 in the mask).
 */
export type ColumnKind = StoredColumn['kind'];

/** The arrays behind columns. */
export type ColumnValues = StoredColumn['values'];

/** Facts that go with a column's values. */
export interface ColumnMeta {
  /** Unit as text, empty if there is none or it is unknown: `electron`, `mag`, `deg`. */
  readonly unit: string;
  /** What the column holds, in one line; may be empty. */
  readonly description: string;
  /** Kind of quantity as a UCD of the Virtual Observatory: `pos.eq.ra;meta.main`. May be empty. */
  readonly ucd: string;
  /** printf format of the values: `%.3f`, `%5d`. Empty: chosen from the values. */
  readonly format: string;
}

/** The parts of a {@link StoredColumn}. */
export interface Stored<K extends string, V> extends ColumnMeta {
  /** How the values are stored: `float64`, `string` ... */
  readonly kind: K;
  /** One value per row; meaningless where missing. */
  readonly values: V;
  /** 1 where a value is present, 0 where it is missing; null if all are present, and for floats. */
  readonly valid: Uint8Array | null;
}

/** The columns of a table by name, in their order. */
export type StoredColumns = ReadonlyMap<string, StoredColumn>;

/** Makes a stored column of a kind with the values that belong to it. */
export function stored<K extends ColumnKind>(
  kind: K,
  values: Extract<StoredColumn, { kind: K }>['values'],
  valid: Uint8Array | null = null,
  meta: Partial<ColumnMeta> = {},
): StoredColumn {
  const { unit = '', description = '', ucd = '', format = '' } = meta;
  return Object.freeze({ kind, values, valid, unit, description, ucd, format }) as StoredColumn;
}

/** The same values with another unit, description, UCD or format; those not given are kept. */
export function withMeta(column: StoredColumn, meta: Partial<ColumnMeta>): StoredColumn {
  const { unit = column.unit, description = column.description, ucd = column.ucd, format = column.format } = meta;
  if (unit === column.unit && description === column.description && ucd === column.ucd && format === column.format)
    return column;
  const { kind } = column;
  // getters, because the values of a filtered column are copied only when they are read
  const view = {
    kind,
    unit,
    description,
    ucd,
    format,
    get values() {
      return column.values;
    },
    get valid() {
      return column.valid;
    },
  };
  return Object.freeze(view) as StoredColumn;
}

/** A column's value in one row: null where it is missing, except for floats, whose missing value is NaN. */
export function valueAt(column: StoredColumn, row: number): unknown {
  if (column.valid !== null && column.valid[row] === 0) return null;
  switch (column.kind) {
    case 'vector':
    case 'list':
      return column.values.at(row);
    case 'boolean':
      return column.values[row] === 1;
    case 'date':
      return new Date(column.values[row]);
    default:
      return column.values[row];
  }
}

const NOT_NUMBERS: readonly ColumnKind[] = ['string', 'date', 'vector', 'list'];

/** Whether a column holds numbers that statistics make sense of; booleans count as 0 and 1. */
export function isNumeric(column: StoredColumn): boolean {
  return !NOT_NUMBERS.includes(column.kind);
}
