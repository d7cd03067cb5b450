/**
 * Values where some are missing.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TextOrNumber } from '../column/runtime-columns.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../column/table-data.js';
import { missingTest } from '../rows/missing-rows.js';
import { inPartitionOrder, inTableOrder, namesOf, type Partition, partitionRows } from '../rows/partition.js';
import { stackColumns } from '../rows/stack-columns.js';
import { takeOrMissing } from '../rows/take-or-missing.js';
import { takeRows, withoutFullMask } from '../rows/take-rows.js';
import { storeColumn } from '../views/store-column.js';
import { numbersOf } from '../windows/row-windows.js';

/** The values for the columns named in `V`, each of the kind that its column of `C` holds. */
export type FillValues<C, V> = { readonly [K in keyof V]: K extends keyof C ? FillValue<C[K]> : never };

/** A value for the gaps in a column of `T`. */
export type FillValue<T> = [T] extends [string] | [number]
  ? NonNullable<T>
  : [T] extends [TextOrNumber<string>]
    ? unknown
    : NonNullable<T>;

/** How gaps are filled from the rows about them. */
export interface FillOptions<K extends string = string> {
  /**
   * `forward`: the last value before the gap; `backward`: the first after it; `linear`: on the line between the two, for
   * numbers and dates (whole numbers become float64), never beyond the first and the last value.
   */
  readonly how: 'forward' | 'backward' | 'linear';
  /** Maximum number of rows to fill in a gap, in the direction of filling (default: all). */
  readonly limit?: number;
  /** Columns whose groups do not mix: each star for itself. */
  readonly within?: K | readonly K[];
  /** The column in whose order the rows are taken, and along which a line is drawn (default: the table's own order). */
  readonly along?: K;
}

/** Fills columns with given values, or from the rows about each gap. */
export function fill(
  data: TableData,
  given: string | readonly string[] | Readonly<Record<string, unknown>>,
  options?: FillOptions,
): TableData {
  const names = typeof given === 'string' || Array.isArray(given) ? namesOf(given) : null;
  if (names === null) return fillWith(data, given as Readonly<Record<string, unknown>>);
  if (options !== undefined) return fillGaps(data, names, options);
  throw new PhotometryError('bad-argument', "fill: how? Give { how: 'forward' }, or a value: fill({ mag: 99 })");
}

/** Puts a value in place of what is missing, by column. */
function fillWith(data: TableData, values: Readonly<Record<string, unknown>>): TableData {
  const filled = new Map(data.stored);
  for (const [name, value] of Object.entries(values)) {
    const column = requireColumn(data, name);
    const isMissing = missingTest(column);
    const both = stackColumns('fill', name, [column, constantLike(name, column, value)]);
    const rows = Uint32Array.from({ length: data.length }, (_, row) => (isMissing(row) ? data.length : row));
    filled.set(name, takeRows(both, rows));
  }
  return withColumns(data, filled);
}

/** One value as a column, of the kind of `column` where that can hold it. */
function constantLike(name: string, { kind }: StoredColumn, value: unknown): StoredColumn {
  if (value === null || value === undefined)
    throw new PhotometryError('bad-argument', `fill: the value for column '${name}' is ${value}`, { column: name });
  if (kind === 'float32' && typeof value === 'number') return stored('float32', Float32Array.of(value));
  if (kind === 'int32' && value === (value as number) >> 0) return stored('int32', Int32Array.of(value as number));
  if (kind === 'uint8' && value === ((value as number) & 255)) return stored('uint8', Uint8Array.of(value as number));
  return storeColumn(name, [value]);
}

/** Fills gaps in the columns `names` from the rows about them. */
function fillGaps(data: TableData, names: readonly string[], options: FillOptions): TableData {
  const { how, limit = Infinity, within, along } = options;
  if (!['forward', 'backward', 'linear'].includes(how))
    throw new PhotometryError('bad-argument', `fill: how is 'forward', 'backward' or 'linear', got '${how}'`);
  if (!(limit >= 0)) throw new PhotometryError('bad-argument', `fill: the limit is a number of rows, got ${limit}`);
  const partition = partitionRows(data, namesOf(within), along ?? null);
  const places = along === undefined ? null : inPartitionOrder(requireColumn(data, along), partition);
  const steps = places === null ? null : numbersOf(places, 'fill()');
  const filled = new Map(data.stored);
  for (const name of names) {
    const column = inPartitionOrder(requireColumn(data, name), partition);
    const whole =
      how === 'linear' ? drawnOn(column, partition, limit, steps) : carriedOn(column, partition, limit, how);
    filled.set(name, inTableOrder(whole, partition));
  }
  return withColumns(data, filled);
}

/** The last value before each gap, or the first after it, in up to `limit` rows of the gap. */
function carriedOn(column: StoredColumn, { ends }: Partition, limit: number, how: FillOptions['how']): StoredColumn {
  const isMissing = missingTest(column);
  const rows = Int32Array.from({ length: column.values.length }, (_, row) => row);
  const step = how === 'forward' ? 1 : -1;
  let start = 0;
  for (const end of ends) {
    let from = -1;
    for (let i = step > 0 ? start : end - 1; i >= start && i < end; i += step) {
      if (!isMissing(i)) from = i;
      else if (from >= 0 && Math.abs(i - from) <= limit) rows[i] = from;
    }
    start = end;
  }
  return takeOrMissing(column, rows);
}

/** Numbers or dates with up to `limit` rows of each gap on the line between its ends. */
function drawnOn(column: StoredColumn, { ends }: Partition, limit: number, along: Float64Array | null): StoredColumn {
  const values = numbersOf(column, "fill({ how: 'linear' })").slice();
  const at = (row: number) => (along === null ? row : along[row]);
  let start = 0;
  for (const end of ends) {
    let before = -1;
    for (let i = start; i < end; i++) {
      if (Number.isNaN(values[i]) || Number.isNaN(at(i))) continue;
      for (let gap = before + 1; before >= 0 && gap < i && gap - before <= limit; gap++) {
        const part = (at(gap) - at(before)) / (at(i) - at(before));
        values[gap] = values[before] + (values[i] - values[before]) * (at(i) === at(before) ? 0 : part);
      }
      before = i;
    }
    start = end;
  }
  return filledNumbers(column, values);
}

function filledNumbers(column: StoredColumn, values: Float64Array): StoredColumn {
  if (column.kind === 'float32') return stored('float32', Float32Array.from(values), null, column);
  if (column.kind !== 'date') return stored('float64', values, null, column);
  const valid = Uint8Array.from(values, value => (Number.isNaN(value) ? 0 : 1));
  return stored('date', values, withoutFullMask(valid), column);
}
