/**
 * The typed dataframe: columns of one length, each of one type, with units.
 *
 * A table is immutable. Each verb gives a new table that shares the columns it did not change, so
 * chains are cheap. The type knows the columns: `Table<{ x: number; y: number }>`; completion lists
 * them after `table.columns.`, and a misspelt one is a compile error.
 *
 * @module
 * @example
 * const stars = Table.fromColumns({ x: [10.2, 40.9], flux: [1200, 90] }, { units: { x: 'px', flux: 'electron' } });
 * stars.filter(star => star.flux > 100)
 *   .derive({ mag: star => -2.5 * Math.log10(star.flux) })
 *   .sortBy('mag')
 *   .columns.mag.median();
 */

import { displayAs, inspectAs, showValue } from '../core/display.js';
import type { Provenance, ProvenanceStep } from '../core/provenance.js';
import { withStep } from '../core/provenance.js';
import { buildTable, type InputColumns, type TableOptions } from './build-table.js';
import type { Column, Columns, ValuesOf } from './column.js';
import { type CsvWriteOptions, formatCsv } from './csv/format-csv.js';
import { TableView, tableBundle } from './display-table.js';
import { tableText } from './display-text.js';
import { type WriteTableOptions, writeTable } from './formats.js';
import { GroupedTable } from './grouped-table.js';
import { lazyColumns } from './lazy-columns.js';
import type { PlainOf, UnitOf, WithUnits } from './quantity.js';
import type { Row } from './row-cursor.js';
import type { SortOrder } from './row-order.js';
import { requireColumn, type TableData, type TableMeta } from './table-data.js';
import { objectAt, toObjects } from './to-objects.js';
import { concat } from './verbs/concat.js';
import { type ColumnTexts, type DeriveOptions, derive, type Recipe } from './verbs/derive.js';
import { type DescriptionColumns, describe } from './verbs/describe.js';
import { filterRows, type RowTest } from './verbs/filter.js';
import { drop, rename, select } from './verbs/select.js';
import { slice } from './verbs/slice.js';
import { sortBy } from './verbs/sort-by.js';
import { unique } from './verbs/unique.js';

/** The names of the columns `C`. */
export type ColumnName<C> = keyof C & string;

/** Options of {@link Table.derive} with units that are known to the compiler. */
export interface KnownUnits<U> {
  /** Unit of each column; it stands in the column's type. */
  readonly units: U;
  /** What each column holds, in one line. */
  readonly descriptions?: Readonly<Record<string, string>>;
}

/** The columns `C` after {@link Table.rename} with `M`. */
export type Renamed<C, M> = Omit<C, keyof M> & { [K in keyof M & keyof C as M[K] & string]: C[K] };

/** A typed dataframe with the columns `C`. */
export class Table<C> implements Iterable<Row<C>> {
  static {
    displayAs(Table, table => tableBundle(table.data));
    inspectAs(Table, table => table.toString());
  }

  readonly #data: TableData;
  #columns: Columns<C> | undefined;

  /**
   * For subclasses and readers: a table of stored columns, or of another table's {@link Table.data}.
   * Everyone else uses {@link Table.fromColumns}.
   */
  constructor(data: TableData) {
    this.#data = Object.freeze({ ...data });
  }

  /**
   * Makes a table of arrays.
   *
   * Typed arrays are taken over without a copy, plain numbers become float64. In a plain array,
   * null means missing. Units given here stand in the type.
   *
   * @throws PhotometryError `length-mismatch` if the columns differ in length
   * @example
   * Table.fromColumns({ id: [1n, 2n], flux: new Float32Array([3.5, NaN]) }, { units: { flux: 'electron' } });
   */
  static fromColumns<C, const U extends ColumnTexts<C>>(
    columns: InputColumns<C>,
    options: KnownUnits<U> & { readonly meta?: TableMeta; readonly provenance?: Provenance },
  ): Table<WithUnits<C, U>>;
  static fromColumns<C>(columns: InputColumns<C>, options?: TableOptions<C>): Table<C>;
  static fromColumns<C>(columns: InputColumns<C>, options: TableOptions<C> = {}): Table<C> {
    return new Table<C>(buildTable(Object.entries(columns), options));
  }

  /**
   * Makes a table of columns whose names are only known at run time; the caller vouches for `C`.
   *
   * @param columns pairs of name and values, or a record of them
   * @throws PhotometryError `length-mismatch` if the columns differ in length, `duplicate-column`
   * @example
   * Table.fromEntries<ApertureColumns>(radii.map((radius, k) => [`flux_${radius}`, fluxes[k]]));
   */
  static fromEntries<C>(
    columns: Iterable<readonly [string, unknown]> | Readonly<Record<string, unknown>>,
    options: TableOptions<Record<string, unknown>> = {},
  ): Table<C> {
    const entries =
      Symbol.iterator in columns ? (columns as Iterable<readonly [string, unknown]>) : Object.entries(columns);
    return new Table<C>(buildTable(entries, options));
  }

  /** The columns by name: `stars.columns.flux.median()`. */
  get columns(): Columns<C> {
    this.#columns ??= lazyColumns<C>(this.#data.stored);
    return this.#columns;
  }

  /** Number of rows. */
  get length(): number {
    return this.#data.length;
  }

  /** The columns' names, in their order. */
  get names(): string[] {
    return [...this.#data.stored.keys()];
  }

  /** Facts about the whole table, such as the keywords of its file. */
  get meta(): TableMeta {
    return this.#data.meta;
  }

  /** How the table came to be: the steps from the files to here, oldest first. */
  get provenance(): Provenance {
    return this.#data.provenance;
  }

  /** What the table is made of, for subclasses, readers and writers. Shared: do not write. */
  get data(): TableData {
    return this.#data;
  }

  /** Whether there is a column `name`. */
  has(name: string): boolean {
    return this.#data.stored.has(name);
  }

  /**
   * The column `name`; as `columns[name]`.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   */
  column<K extends ColumnName<C>>(name: K): Column<PlainOf<C[K]>, UnitOf<C[K]>> {
    requireColumn(this.#data, name);
    return this.columns[name];
  }

  /**
   * The array behind a column, for fast loops: a typed array, or strings. Shared: do not write.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   */
  values<K extends ColumnName<C>>(name: K): ValuesOf<C[K]> {
    return requireColumn(this.#data, name).values as ValuesOf<C[K]>;
  }

  /**
   * The unit of a column, empty if it has none.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   */
  unit(name: ColumnName<C>): string {
    return requireColumn(this.#data, name).unit;
  }

  /**
   * Keeps the rows for which `test` holds.
   *
   * `row` is one object that moves along the table: read it, do not keep it.
   *
   * @example stars.filter(star => star.flux > 1000 && star.flags === 0)
   */
  filter(test: RowTest<C>): this {
    return this.create(filterRows(this.#data, test));
  }

  /**
   * Adds columns, or replaces columns of the same name. All functions see the columns as they were.
   *
   * @param recipe for each column a function of the row (which moves: do not keep it), or the ready
   *   values: an array, or a column of another table, with its unit
   * @param options `units` (they stand in the type) and `descriptions`
   * @throws PhotometryError `length-mismatch` if ready values do not fit the rows
   * @example
   * stars.derive({ mag: star => 25 - 2.5 * Math.log10(star.flux) }, { units: { mag: 'mag' } })
   */
  derive<N, const U extends ColumnTexts<N>>(
    recipe: Recipe<C, N>,
    options: KnownUnits<U>,
  ): Table<Omit<C, keyof N> & WithUnits<N, U>>;
  derive<N>(recipe: Recipe<C, N>, options?: DeriveOptions<N>): Table<Omit<C, keyof N> & N>;
  derive<N>(recipe: Recipe<C, N>, options: DeriveOptions<N> = {}): Table<Omit<C, keyof N> & N> {
    return this.make(derive(this.#data, recipe, options));
  }

  /**
   * Keeps the columns named, in that order.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example stars.select('x', 'y')
   */
  select<K extends ColumnName<C>>(...names: K[]): Table<Pick<C, K>> {
    return this.make(select(this.#data, names));
  }

  /**
   * Leaves the columns named out.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example stars.drop('sharpness', 'roundness')
   */
  drop<K extends ColumnName<C>>(...names: K[]): Table<Omit<C, K>> {
    return this.make(drop(this.#data, names));
  }

  /**
   * Gives columns new names; their places stay.
   *
   * @throws PhotometryError `missing-column`; `duplicate-column` if two would have one name
   * @example stars.rename({ flux: 'counts' })
   */
  rename<const M extends { readonly [K in keyof C]?: string }>(names: M): Table<Renamed<C, M>> {
    return this.make(rename(this.#data, names));
  }

  /**
   * Sorts the rows by one column, or by several, the first before the others.
   *
   * The order holds for all of them. Stable. NaN and missing values are last in both orders. Strings go
   * by code units, false before true.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example
   * stars.sortBy('flux', 'descending')
   * night.sortBy(['filter', 'jdUtcMid'])
   */
  sortBy(by: ColumnName<C> | readonly ColumnName<C>[], order: SortOrder = 'ascending'): this {
    return this.create(sortBy(this.#data, typeof by === 'string' ? [by] : by, order));
  }

  /** The first `count` rows (default 5). */
  head(count = 5): this {
    return this.slice(0, Math.max(0, count));
  }

  /** The last `count` rows (default 5). */
  tail(count = 5): this {
    return this.slice(Math.max(0, this.length - Math.max(0, count)));
  }

  /** Rows `start` to `end` (exclusive), counted as `Array.prototype.slice` counts: negative from the end. */
  slice(start: number, end: number = this.length): this {
    return this.create(slice(this.#data, start, end));
  }

  /**
   * This table with the rows of others below it.
   *
   * All must have the same columns; the order of the first counts. Numbers of different kinds become
   * the kind that holds both.
   *
   * @throws PhotometryError `missing-column`; `bad-argument` if units or types differ
   * @example monday.concat(tuesday, wednesday)
   */
  concat(...others: readonly Table<C>[]): this {
    return this.create(concat([this.#data, ...others.map(other => other.data)]));
  }

  /**
   * Splits the rows into groups that agree in the columns named, in the order of their first rows.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example
   * night.groupBy('imagetyp', 'filter').count();
   * stars.groupBy('field').aggregate({ n: count(), mag: median('mag') });
   */
  groupBy<K extends ColumnName<C>>(...names: K[]): GroupedTable<C, K, this> {
    return new GroupedTable(this.#data, names, {
      any: <D>(data: TableData) => this.make<D>(data),
      same: data => this.create(data),
    });
  }

  /**
   * Keeps the first of the rows that agree in the columns named; in all columns if none is named.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example gaia.unique('sourceId')
   */
  unique(...names: ColumnName<C>[]): this {
    return this.create(unique(this.#data, names));
  }

  /** Count, mean, standard deviation, extremes and median of each column, a row a column. */
  describe(): Table<DescriptionColumns> {
    return new Table(describe(this.#data));
  }

  /**
   * Your own step in the chain: `table.pipe(f)` is `f(table)`.
   *
   * @example stars.pipe(removeSaturated).pipe(table => table.head(3))
   */
  pipe<R>(step: (table: this) => R): R {
    return step(this);
  }

  /**
   * Shows the table in the notebook, as text on the console outside one, and returns it.
   *
   * @param options `rows`: show at most so many (default 20 as HTML, 8 as text)
   */
  show(options: { readonly rows?: number } = {}): this {
    showValue(options.rows === undefined ? this : new TableView(this.#data, options.rows), this);
    return this;
  }

  /** Shape, columns with units and the first rows, in at most 12 lines. */
  toString(): string {
    return tableText(this.#data);
  }

  /**
   * Writes the table to a file, whole or not at all; the name's ending chooses the format.
   *
   * @throws PhotometryError `unsupported` if no format fits, or it cannot hold a column; `io`
   * @example await stars.write('reports/stars.csv')
   */
  write(path: string, options: WriteTableOptions = {}): Promise<void> {
    return writeTable(this, path, options);
  }

  /**
   * The table as CSV text: a line with the names, then a line a row. Numbers keep every digit, NaN is
   * written as `NaN`, a missing value as an empty cell.
   *
   * @throws PhotometryError `unsupported` for a column of vectors
   */
  toCsv(options: CsvWriteOptions = {}): string {
    return formatCsv(this.#data, options);
  }

  /** The same table with facts added to its `meta`. */
  withMeta(meta: TableMeta): this {
    return this.create({ ...this.#data, meta: Object.freeze({ ...this.#data.meta, ...meta }) });
  }

  /** The same table with one more step in its provenance. */
  withStep(step: ProvenanceStep): this {
    return this.create({ ...this.#data, provenance: withStep(this.#data.provenance, step) });
  }

  /** All rows as objects of their own. A missing float is NaN, anything else missing is null. */
  toObjects(): C[] {
    return toObjects(this.#data) as C[];
  }

  /** Walks through the rows as objects of their own, which may be kept. */
  *[Symbol.iterator](): IterableIterator<Row<C>> {
    for (let i = 0; i < this.length; i++) yield objectAt(this.#data, i) as Row<C>;
  }

  /**
   * Makes a table like this one of other rows: what filter, sortBy, head, tail, slice, unique and the
   * groups of groupBy return.
   *
   * A subclass overrides it to stay itself:
   * @example
   * class Catalog<C extends SkyColumns> extends Table<C> {
   *   protected override create(data: TableData): this {
   *     return new Catalog<C>(data) as this;
   *   }
   * }
   */
  protected create(data: TableData): this {
    return new Table<C>(data) as this;
  }

  /**
   * Makes a table of other columns: what derive, select, drop, rename, joins and aggregates return. A
   * subclass that needs no columns of its own overrides it to stay itself.
   */
  protected make<D>(data: TableData): Table<D> {
    return new Table<D>(data);
  }
}
