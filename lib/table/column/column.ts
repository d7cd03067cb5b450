/**
 * A column of a table as users see it.
 *
 * @module
 */
import type { PlainOf, UnitOf, WithUnit } from './quantity.js';
import type { TextOrNumber } from './runtime-columns.js';
import type { ColumnValues } from './stored-column.js';
import type { NumericArray, Vectors } from './vectors.js';

/** The array behind a column of `T`. */
export type ValuesOf<T> = [NonNullable<T>] extends [number]
  ? NumericArray
  : [NonNullable<T>] extends [string]
    ? readonly string[]
    : [NonNullable<T>] extends [bigint]
      ? BigInt64Array
      : [NonNullable<T>] extends [boolean]
        ? Uint8Array
        : [NonNullable<T>] extends [Date]
          ? Float64Array
          : [NonNullable<T>] extends [TextOrNumber<string>]
            ? ColumnValues
            : Vectors<NonNullable<T>>;

/**
 * One column: values of one kind, with a unit in the type: `Column<number, "electron">`.
 *
 * Index it, loop over it, ask it for statistics. A missing float is NaN; anything else that is
 * missing is null. Reading `column[i]` costs what reading a typed array costs. A column is
 * read-only: it shares its memory with the tables that hold it.
 *
 * Statistics ignore missing values and NaN, and are NaN if no value is left. Booleans count as 0
 * and 1, big integers are rounded to the nearest float64; strings and vectors have no statistics
 * except `count` (the others throw `bad-argument`).
 *
 * @example
 * const { flux } = Table.fromColumns({ flux: [1200, 90, 400] }, { units: { flux: 'electron' } }).columns;
 * flux[0];        // 1200
 * flux.unit;      // 'electron'
 * flux.median();  // 400
 */
export interface Column<T, Unit extends string = string> {
  /** The value in row `index`, counted from 0. */
  readonly [index: number]: WithUnit<T, Unit>;
  /** Number of rows. */
  readonly length: number;
  /** Unit as text: `electron`, `mag`. Empty if there is none or it is unknown. */
  readonly unit: Unit;
  /** What the column holds, in one line; may be empty. */
  readonly description: string;
  /** Kind of quantity as a UCD of the Virtual Observatory: `phot.mag`. May be empty. */
  readonly ucd: string;
  /** printf format of the values: `%.3f`. Empty: chosen from the values. */
  readonly format: string;
  /**
   * The array behind the column, for fast loops: a typed array, or strings. Shared: do not write.
   * Booleans are 0 and 1, dates milliseconds since 1970-01-01 UTC. Where `valid` is 0 the value is meaningless.
   */
  readonly values: ValuesOf<T>;
  /** 1 where a value is present, 0 where it is missing; null if all are present, and for floats (NaN). */
  readonly valid: Uint8Array | null;
  /** Walks through the values in the order of the rows. */
  [Symbol.iterator](): IterableIterator<WithUnit<T, Unit>>;
  /** How many values are present: neither missing nor NaN. */
  count(): number;
  /** Smallest value. NaN if there is no value. */
  min(): number;
  /** Largest value. NaN if there is no value. */
  max(): number;
  /** Sum, compensated for rounding (Kahan-Babuska). 0 if there is no value. */
  sum(): number;
  /** Arithmetic mean. NaN if there is no value. */
  mean(): number;
  /** Median: the middle value, or the mean of the middle two. NaN if there is no value. */
  median(): number;
  /** Standard deviation of the sample (divided by n - 1, as pandas does). NaN for fewer than two values. */
  std(): number;
  /** Median of the absolute deviations from the median, not scaled; sigma = 1.4826 mad for a Gaussian. */
  mad(): number;
  /** Quantile: the value below which the fraction `p` (0 to 1) of the values is, interpolated linearly as numpy does. */
  quantile(p: number): number;
}

/** The columns of a table by name. */
export type Columns<C> = { readonly [K in keyof C]: Column<PlainOf<C[K]>, UnitOf<C[K]>> };
