/**
 * Columns of chosen rows, some of which do not exist: what a left join makes of its right table.
 *
 * @module
 */
import { Lists } from '../column/lists.js';
import {
  type ColumnKind,
  type ColumnMeta,
  type ColumnValues,
  type StoredColumn,
  stored,
} from '../column/stored-column.js';
import { emptyLike, Vectors } from '../column/vectors.js';
import { rowKeeper, takeRows, withoutFullMask } from './take-rows.js';

/**
 * The rows `rows` of a column, in that order; a missing value where the row is -1. The values are copied when they are
 * first read. `rows` must not be changed afterwards.
 */
export function takeOrMissing(column: StoredColumn, rows: Int32Array): StoredColumn {
  return rowTaker(rows)(column);
}

/**
 * {@link takeOrMissing} for several columns, which share the row numbers. If these are all rows of a table of `length`
 * rows in their order, its columns are shared, not copied.
 */
export function rowTaker(rows: Int32Array, length?: number): (column: StoredColumn) => StoredColumn {
  // row 0 stands in for the missing rows
  const there = new Uint32Array(rows.length);
  let missing = false;
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] >= 0) there[i] = rows[i];
    else missing = true;
  }
  if (!missing) return length === undefined ? column => takeRows(column, there) : rowKeeper(there, length);
  return column => {
    if (column.values.length === 0) return allMissing(column, rows.length);
    return new PartlyTakenColumn(column, takeRows(column, there), rows) as unknown as StoredColumn;
  };
}

/** A column like `column` with `length` rows, all missing. */
export function allMissing(column: StoredColumn, length: number): StoredColumn {
  const mask = length > 0 ? new Uint8Array(length) : null;
  switch (column.kind) {
    case 'float64':
      return stored('float64', new Float64Array(length).fill(NaN), null, column);
    case 'float32':
      return stored('float32', new Float32Array(length).fill(NaN), null, column);
    case 'int32':
      return stored('int32', new Int32Array(length), mask, column);
    case 'uint8':
    case 'boolean':
      return stored(column.kind, new Uint8Array(length), mask, column);
    case 'int64':
      return stored('int64', new BigInt64Array(length), mask, column);
    case 'string':
      return stored('string', new Array<string>(length).fill(''), mask, column);
    case 'date':
      return stored('date', new Float64Array(length).fill(NaN), mask, column);
    case 'vector': {
      const { data, width, element, shape } = column.values;
      return stored(
        'vector',
        new Vectors<unknown>(emptyLike(data, length * width), width, { element, shape }),
        mask,
        column,
      );
    }
    case 'list': {
      const { data, element } = column.values;
      return stored(
        'list',
        new Lists<unknown>(emptyLike(data, 0), new Float64Array(length + 1), { element }),
        mask,
        column,
      );
    }
  }
}

/** A stored column with missing rows, gathered when first read. */
class PartlyTakenColumn implements ColumnMeta {
  readonly kind: ColumnKind;
  readonly unit: string;
  readonly description: string;
  readonly ucd: string;
  readonly format: string;
  readonly #rows: Int32Array;
  readonly #taken: StoredColumn;
  #marked: { readonly values: ColumnValues; readonly valid: Uint8Array | null } | undefined;

  constructor(source: StoredColumn, taken: StoredColumn, rows: Int32Array) {
    this.kind = source.kind;
    this.unit = source.unit;
    this.description = source.description;
    this.ucd = source.ucd;
    this.format = source.format;
    this.#rows = rows;
    this.#taken = taken;
  }

  get values(): ColumnValues {
    return this.#gathered().values;
  }

  get valid(): Uint8Array | null {
    return this.#gathered().valid;
  }

  #gathered(): { readonly values: ColumnValues; readonly valid: Uint8Array | null } {
    this.#marked ??= withMissing(this.#taken, this.#rows);
    return this.#marked;
  }
}

/** A column's own fresh values, marked as missing where the row is -1. */
function withMissing(column: StoredColumn, rows: Int32Array): { values: ColumnValues; valid: Uint8Array | null } {
  const { kind, values } = column;
  if (kind === 'float64' || kind === 'float32' || kind === 'date')
    for (let i = 0; i < rows.length; i++) if (rows[i] < 0) values[i] = NaN;
  if (kind === 'float64' || kind === 'float32') return { values, valid: null };
  const valid = column.valid?.slice() ?? new Uint8Array(rows.length).fill(1);
  for (let i = 0; i < rows.length; i++) if (rows[i] < 0) valid[i] = 0;
  return { values, valid: withoutFullMask(valid) };
}
