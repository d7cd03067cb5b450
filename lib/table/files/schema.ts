/**
 * What a table read at run time must hold, and the type that follows from it.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { parseDate } from '../column/iso-date.js';
import type { Quantity } from '../column/quantity.js';
import { type StoredColumn, stored, valueAt, withMeta } from '../column/stored-column.js';
import { type TableData, withColumns } from '../column/table-data.js';
import { isUntyped } from '../rows/stack-columns.js';
import { allMissing } from '../rows/take-or-missing.js';

/** The type of a column's values. */
export type ValueType = 'number' | 'string' | 'bigint' | 'boolean' | 'date';

/** What a column must be. */
export interface ColumnSpec {
  /** The type of its values. */
  readonly type: ValueType;
  /** Its unit. A file that names another is refused; one that names none is believed. */
  readonly unit?: string;
  /** What it holds, in one line. */
  readonly description?: string;
}

/**
 * The columns a table must have: a type, or type and unit, by name.
 *
 * @example
 * const schema = { id: 'bigint', x: 'number', mag: { type: 'number', unit: 'mag' } } as const;
 * const stars = await readTable('stars.csv', { schema });
 * stars.columns.mag; // Column<number, "mag">
 */
export type TableSchema = Readonly<Record<string, ValueType | ColumnSpec>>;

/** The columns that a schema describes. */
export type SchemaColumns<S> = { -readonly [K in keyof S]: SpecValue<S[K]> };

/** The type of the values that a column's spec describes. */
export type SpecValue<T> = T extends { readonly type: infer V; readonly unit: infer U }
  ? V extends 'number'
    ? U extends string
      ? Quantity<U>
      : number
    : NamedValue<V>
  : T extends { readonly type: infer V }
    ? NamedValue<V>
    : NamedValue<T>;

/** `C` with the columns that the schema `S` describes; of columns known at run time alone, no others. */
export interface AfterSchema<C, S, N = NamedColumns<C> & Record<keyof S, unknown>> {
  /** The resulting columns by name. */
  readonly columns: { [K in keyof N]: K extends keyof S ? SpecValue<S[K]> : N[K] };
}

/** The columns of `C` whose names are known to the compiler. */
export type NamedColumns<C> = string extends keyof C ? { [K in keyof C as string extends K ? never : K]: C[K] } : C;

/** The type that a {@link ValueType} names. */
export type NamedValue<T> = T extends 'number'
  ? number
  : T extends 'string'
    ? string
    : T extends 'bigint'
      ? bigint
      : T extends 'boolean'
        ? boolean
        : T extends 'date'
          ? Date
          : never;

/** The type in a spec; undefined if there is no spec. */
export function typeOf(spec: ValueType | ColumnSpec | undefined): ValueType | undefined {
  return typeof spec === 'object' ? spec.type : spec;
}

/**
 * Checks that a table has the columns of a schema, and applies its types, units and descriptions.
 * Columns that the schema does not name stay.
 *
 * Numbers and big integers are converted to each other where no digit is lost, and texts in ISO 8601 to dates;
 * nothing else is. A missing number is NaN: a column of integers in which some are missing becomes float64. A column
 * without any value takes the requested type.
 *
 * @param name the file's name, for messages
 * @throws PhotometryError `missing-column` with all that lack and the nearest names; `bad-argument`
 *   for a column of another type or unit
 */
export function applySchema(data: TableData, schema: TableSchema, name: string): TableData {
  const known = [...data.stored.keys()];
  const missing = Object.keys(schema).filter(column => !data.stored.has(column));
  if (missing.length > 0) {
    const list = missing.map(column => `'${column}'${suggestion(column, known).replace(';', ',')}`).join('; ');
    throw new PhotometryError('missing-column', `${name} lacks ${list}. It has: ${known.join(', ')}`, {
      path: name,
      missing,
      columns: known,
    });
  }
  const columns = new Map(data.stored);
  for (const [column, spec] of Object.entries(schema))
    columns.set(column, conform(data.stored.get(column)!, spec, `${name}, column '${column}'`));
  return withColumns(data, columns);
}

function conform(column: StoredColumn, spec: ValueType | ColumnSpec, where: string): StoredColumn {
  const { type, unit = '', description }: ColumnSpec = typeof spec === 'object' ? spec : { type: spec };
  if (unit !== '' && column.unit !== '' && tight(column.unit) !== tight(unit))
    throw new PhotometryError('bad-argument', `${where} is in ${column.unit}, expected ${unit}`, { unit: column.unit });
  const meta = { unit: unit || column.unit, description };
  const typed = withType(column, type);
  if (typed === null)
    throw new PhotometryError('bad-argument', `${where} holds ${column.kind} values that are not all ${type}s`, {
      kind: column.kind,
      expected: type,
    });
  return withMeta(typed, meta);
}

/** A unit without the blanks about its signs: `electron / s` is `electron/s`. */
function tight(unit: string): string {
  return unit.trim().replace(/\s*([/*])\s*/g, '$1');
}

/** A column as values of `type`, null if it cannot be without loss. */
export function withType(column: StoredColumn, type: ValueType): StoredColumn | null {
  if (column.kind === type) return column;
  switch (column.kind) {
    case 'float64':
    case 'float32':
    case 'int32':
    case 'uint8':
      if (type === 'number') return column.valid === null ? column : withNaN(column);
      if (isUntyped(column)) return withMeta(allMissing(EMPTY[type], column.values.length), column);
      return convert(column, type, value => Number.isSafeInteger(value));
    case 'int64':
      return type === 'bigint' ? column : convert(column, type, value => Number.isSafeInteger(Number(value)));
    case 'string':
      return type === 'date' ? datesOf(column.values, column) : null;
    default:
      return null;
  }
}

/** A column of each type, without rows. */
const EMPTY: Readonly<Record<ValueType, StoredColumn>> = {
  number: stored('float64', new Float64Array(0)),
  string: stored('string', []),
  bigint: stored('int64', new BigInt64Array(0)),
  boolean: stored('boolean', new Uint8Array(0)),
  date: stored('date', new Float64Array(0)),
};

/** Integers as floats, NaN where one is missing. */
function withNaN(column: StoredColumn): StoredColumn {
  const values = column.values as ArrayLike<number>;
  const numbers = Float64Array.from(values, (value, row) => (column.valid?.[row] === 0 ? NaN : value));
  return stored('float64', numbers, null, column);
}

/** Whole numbers from one kind to the other. */
function convert(column: StoredColumn, type: ValueType, isExact: (value: unknown) => boolean): StoredColumn | null {
  const n = column.values.length;
  const values = Array.from({ length: n }, (_, row) => valueAt(column, row));
  const present = values.map(value => value !== null && !Number.isNaN(value));
  if (!values.every((value, row) => !present[row] || isExact(value))) return null;
  if (type === 'number') {
    const numbers = Float64Array.from(values, (value, row) => (present[row] ? Number(value) : NaN));
    return stored('float64', numbers, null, column);
  }
  if (type !== 'bigint') return null;
  const bigints = BigInt64Array.from(values, (value, row) => (present[row] ? BigInt(value as number) : 0n));
  return stored('int64', bigints, present.every(Boolean) ? null : Uint8Array.from(present, Number), column);
}

/** ISO 8601 texts as dates; null if one is not a date. */
function datesOf(texts: readonly string[], column: StoredColumn): StoredColumn | null {
  const { valid } = column;
  const dates = Float64Array.from(texts, (text, row) => (valid !== null && valid[row] === 0 ? NaN : parseDate(text)));
  const isWrong = dates.some((date, row) => Number.isNaN(date) && (valid === null || valid[row] === 1));
  return isWrong ? null : stored('date', dates, valid, column);
}
