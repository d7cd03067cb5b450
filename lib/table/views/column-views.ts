/**
 * The classes behind {@link Column}: arrays with a unit and statistics.
 *
 * A column of numbers is a subclass of its typed array, a view of the same memory, so that
 * `column[i]` is a plain typed-array read. Strings, booleans, vectors and columns with missing
 * values are a subclass of Array made when the column is first accessed. What `map`, `filter` or
 * `slice` make of a column is a plain array (`Symbol.species`).
 *
 * @module
 */
import type { Column } from '../column/column.js';
import { type StoredColumn, valueAt } from '../column/stored-column.js';
import { columnText } from '../display/display-column.js';
import * as statistics from '../statistics/column-statistics.js';
import { type JsonValue, jsonValues } from './to-json.js';

/** The stored column behind a view. */
const STORED = Symbol('stored');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** The parts of Array and the typed arrays that are used as base classes; our `values` replaces their `values()`. */
type BaseArray = Omit<Float64Array, 'values'>;
interface BaseClass {
  new (length: number): BaseArray;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): BaseArray;
}

/** Adds unit, values and statistics to an array class. */
function columnClass(base: unknown) {
  return class extends (base as BaseClass) {
    declare readonly [STORED]: StoredColumn;

    static get [Symbol.species](): unknown {
      return base;
    }
    get unit(): string {
      return this[STORED].unit;
    }
    get description(): string {
      return this[STORED].description;
    }
    get ucd(): string {
      return this[STORED].ucd;
    }
    get format(): string {
      return this[STORED].format;
    }
    get values(): StoredColumn['values'] {
      return this[STORED].values;
    }
    get valid(): Uint8Array | null {
      return this[STORED].valid;
    }
    count(): number {
      return statistics.countPresent(this[STORED]);
    }
    min(): number {
      return statistics.minimum(this[STORED]);
    }
    max(): number {
      return statistics.maximum(this[STORED]);
    }
    sum(): number {
      return statistics.sum(this[STORED]);
    }
    mean(): number {
      return statistics.mean(this[STORED]);
    }
    median(): number {
      return statistics.median(this[STORED]);
    }
    std(): number {
      return statistics.standardDeviation(this[STORED]);
    }
    mad(): number {
      return statistics.medianAbsoluteDeviation(this[STORED]);
    }
    quantile(p: number): number {
      return statistics.quantile(this[STORED], p);
    }
    toJSON(): JsonValue[] {
      return jsonValues(this[STORED]);
    }
    /** What `console.log` prints. */
    [INSPECT](): string {
      return columnText(this[STORED]);
    }
  };
}

const Float64Column = columnClass(Float64Array);
const Float32Column = columnClass(Float32Array);
const Int32Column = columnClass(Int32Array);
const Uint8Column = columnClass(Uint8Array);
const Int64Column = columnClass(BigInt64Array);
const ArrayColumn = columnClass(Array);

/** A column as its user sees it. Makes a new view each time: keep it. */
export function viewColumn<T, Unit extends string>(column: StoredColumn): Column<T, Unit> {
  const view = column.valid === null ? viewOf(column) : copyOf(column);
  Object.defineProperty(view, STORED, { value: column });
  return view as unknown as Column<T, Unit>;
}

/** The stored column behind a view, null if `value` is not a column. */
export function storedColumnOf(value: unknown): StoredColumn | null {
  if (typeof value !== 'object' || value === null) return null;
  return (value as { [STORED]?: StoredColumn })[STORED] ?? null;
}

function viewOf(column: StoredColumn): BaseArray {
  switch (column.kind) {
    case 'float64':
      return windowOn(Float64Column, column.values);
    case 'float32':
      return windowOn(Float32Column, column.values);
    case 'int32':
      return windowOn(Int32Column, column.values);
    case 'uint8':
      return windowOn(Uint8Column, column.values);
    case 'int64':
      return windowOn(Int64Column, column.values);
    default:
      return copyOf(column);
  }
}

/** A view of the same memory, of another class. */
function windowOn(view: BaseClass, values: ArrayBufferView & { readonly length: number }): BaseArray {
  return new view(values.buffer, values.byteOffset, values.length);
}

/** The values as an array, null where one is missing. */
function copyOf(column: StoredColumn): BaseArray {
  const n = column.values.length;
  const out = new ArrayColumn(n) as unknown as unknown[];
  for (let i = 0; i < n; i++) out[i] = valueAt(column, i);
  return out as unknown as BaseArray;
}
