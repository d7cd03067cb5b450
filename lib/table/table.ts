/**
 * The typed dataframe: columns of one length, each of one type, with units.
 *
 * A table is immutable. Each verb returns a new table that shares the columns it did not change, so
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
import { NO_PROBLEMS, type Problem, type Problems } from '../core/problem.js';
import type { Provenance, ProvenanceStep } from '../core/provenance.js';
import { withStep } from '../core/provenance.js';
import type {
  AfterAggregate,
  AfterDerive,
  AfterDrop,
  AfterFill,
  AfterMelt,
  AfterPivot,
  AfterRename,
  AfterSelect,
  AfterWindow,
  WithColumn,
  WithColumnLike,
} from './after-verbs.js';
import { buildTable, type InputColumns, type TableOptions } from './build-table.js';
import type { Column, Columns, ValuesOf } from './column/column.js';
import type { PlainOf, UnitOf, WithUnits } from './column/quantity.js';
import type { RuntimeColumns } from './column/runtime-columns.js';
import { requireColumn, type TableData, type TableMeta } from './column/table-data.js';
import { type CsvWriteOptions, formatCsv } from './csv/format-csv.js';
import { TableView, tableBundle } from './display/display-table.js';
import { tableText } from './display/display-text.js';
import { formInFiles } from './files/form-in-files.js';
import { type WriteTableOptions, writeTable } from './files/formats.js';
import { type AfterSchema, applySchema, type TableSchema } from './files/schema.js';
import { numberColumn, textColumn } from './files/typed-column.js';
import type { ArrowTable } from './interop/arrow/arrow-shape.js';
import { toArrow } from './interop/arrow/to-arrow.js';
import { type DanfoFrameOf, type DanfoModule, toDanfo } from './interop/danfo.js';
import { tableFrom } from './interop/table-from.js';
import type { JoinedColumns, JoinNames, LeftNames, RightNames } from './joined-columns.js';
import type { SortOrder } from './rows/row-order.js';
import type { Aggregates } from './statistics/aggregated.js';
import { type AggregateResult, count } from './statistics/aggregates.js';
import type { AnyKind, HasKind, ReshapedTable, SameTable } from './table-kind.js';
import { type BinOptions, binBy } from './verbs/bin-by.js';
import { type Concatenated, type ConcatOptions, concat, concatArguments } from './verbs/concat.js';
import { type CutOptions, cut, type Edge } from './verbs/cut.js';
import { type ColumnTexts, derive, type Recipe } from './verbs/derive.js';
import { type DescriptionColumns, describe } from './verbs/describe.js';
import { type FillOptions, type FillValues, fill } from './verbs/fill.js';
import { filterRows, type RowTest } from './verbs/filter.js';
import { RowsInGroups } from './verbs/group-by.js';
import { type JoinKind, type JoinOptions, join } from './verbs/join.js';
import { type MeltOptions, melt } from './verbs/melt.js';
import { type PivotOptions, pivot } from './verbs/pivot.js';
import { type RankOptions, rank } from './verbs/rank.js';
import { type SampleOptions, sample } from './verbs/sample.js';
import { drop, rename, select } from './verbs/select.js';
import { slice } from './verbs/slice.js';
import { sortBy } from './verbs/sort-by.js';
import { unique } from './verbs/unique.js';
import { addWindows, type WindowFunctions, type WindowOptions } from './verbs/window.js';
import { viewColumn } from './views/column-views.js';
import { lazyColumns } from './views/lazy-columns.js';
import type { Row } from './views/row-cursor.js';
import { type JsonGroup, type JsonRow, jsonRows } from './views/to-json.js';
import { guardedObjects, objectAt, toObjects } from './views/to-objects.js';

/** The names of the columns `C`. */
export type ColumnName<C> = keyof C & string;

/** What goes with new columns: units `U`, which the compiler knows, and descriptions. */
export interface ColumnDetails<U> {
  /** Unit of each column; it becomes part of the column's type. */
  readonly units?: U;
  /** What each column holds, in one line. */
  readonly descriptions?: Readonly<Record<string, string>>;
}

/** Columns with units that are known to the compiler. */
export interface KnownUnits<U> extends ColumnDetails<U> {
  readonly units: U;
}

/** The kind of a plain table: its verbs return tables. */
export interface TableKind extends AnyKind {
  /** The table after a verb that keeps the rows what they are. */
  readonly table: Table<this['columns']>;
  /** The table after a verb that makes other rows. */
  readonly reshaped: Table<this['columns']>;
}

/** A typed dataframe with the columns `C`. */
export class Table<C> implements Iterable<Row<C>> {
  static {
    displayAs(Table, table => tableBundle(table.data));
    inspectAs(Table, table => table.toString());
  }

  /** Which class the verbs return; for the compiler only. */
  declare readonly '~kind': TableKind;

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
   * null means missing. Units given here become part of the type.
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
   * const radii = [4, 6, 8];
   * Table.fromEntries<Record<string, number>>(radii.map(radius => [`area_${radius}`, [Math.PI * radius ** 2]] as const));
   */
  static fromEntries<C = RuntimeColumns>(
    columns: Iterable<readonly [string, unknown]> | Readonly<Record<string, unknown>>,
    options: TableOptions<Record<string, unknown>> = {},
  ): Table<C> {
    const entries =
      Symbol.iterator in columns ? (columns as Iterable<readonly [string, unknown]>) : Object.entries(columns);
    return new Table<C>(buildTable(entries, options));
  }

  /**
   * Makes a table of anything that holds one: rows that are objects, an object or Map of arrays, a DataFrame of
   * danfojs or polars, a table of arquero, an Arrow table of flechette or apache-arrow.
   *
   * Arrays of one length in the cells become a column of vectors, of several lengths one of lists; null and
   * undefined are missing. Arrow's units (field metadata `unit`) are kept; other dataframes have none: pass them.
   *
   * @param options `units` and `descriptions` of columns, `meta`
   * @throws PhotometryError `bad-argument` saying what may be given; `length-mismatch`
   * @example
   * Table.from([{ id: 1, mag: 12.3 }, { id: 2, mag: 14.1 }], { units: { mag: 'mag' } });
   * Table.from({ id: [1, 2], mag: [12.3, 14.1] });
   */
  static from<C>(source: Table<C>, options?: TableOptions<Record<string, unknown>>): Table<C>;
  static from<C extends object>(source: readonly C[], options?: TableOptions<Record<string, unknown>>): Table<C>;
  static from<C extends Record<string, unknown>>(
    source: { readonly [K in keyof C]: ArrayLike<C[K]> },
    options?: TableOptions<Record<string, unknown>>,
  ): Table<C>;
  static from<C = RuntimeColumns>(source: unknown, options?: TableOptions<Record<string, unknown>>): Table<C>;
  static from<C>(source: unknown, options: TableOptions<Record<string, unknown>> = {}): Table<C> {
    return new Table<C>(tableFrom(source, options));
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

  /**
   * What was noticed while the table was read or made: one row per problem, with what was assumed, dropped or refused
   * and what to do about it. Empty if nothing was.
   *
   * @example (await headerTable('data-samples/rr-lyrae/*.fits')).problems()
   */
  problems(): Table<Problem> {
    return problemTable(this.#data.problems ?? NO_PROBLEMS);
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
   * The column `name`, checked to hold numbers: for tables read without a schema. NaN where missing; 64-bit integers become
   * numbers if all are exact.
   *
   * @throws PhotometryError `missing-column`, with the nearest names; `bad-argument` for a column of something else, saying
   *   what it holds and what to do
   * @example Table.from(JSON.parse('[{ "name": "a", "mag": 12.3 }]')).number('mag').mean() // 12.3
   */
  number<K extends ColumnName<C>>(name: K): Column<number, UnitOf<C[K]>> {
    return viewColumn(numberColumn(this.#data, name));
  }

  /**
   * The column `name`, checked to hold text: for tables read without a schema. Empty where missing.
   *
   * @throws PhotometryError as {@link number}
   * @example Table.from(JSON.parse('[{ "name": "a", "mag": 12.3 }]')).text('name')[0] // 'a'
   */
  text(name: ColumnName<C>): Column<string> {
    return viewColumn(textColumn(this.#data, name));
  }

  /**
   * The same table with columns checked and typed by a schema, as `readTable` does with one. Columns that it does not name stay.
   *
   * @throws PhotometryError `missing-column` with all that lack and the nearest names; `bad-argument` for a column of another
   *   type or unit
   * @example
   * const loose = Table.from(JSON.parse('[{ "name": "a", "mag": 12.3 }]'));
   * loose.withSchema({ name: 'string', mag: { type: 'number', unit: 'mag' } }).filter(star => star.mag < 15);
   */
  withSchema<const S extends TableSchema, T = C>(schema: S): SameTable<this, AfterSchema<T, S>['columns']> {
    return this.#same('withSchema', applySchema(this.#data, schema, 'The table'));
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
   * The unit of a column, empty if there is none.
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
   * @param options `units` (which become part of the type) and `descriptions`
   * @throws PhotometryError `length-mismatch` if ready values do not fit the rows
   * @example
   * stars.derive({ mag: star => 25 - 2.5 * Math.log10(star.flux) }, { units: { mag: 'mag' } })
   */
  derive<R extends Recipe<C>, const U extends ColumnTexts<R> = object, T = C>(
    recipe: R,
    options: ColumnDetails<U> = {},
  ): SameTable<this, AfterDerive<T, R, U>['columns']> {
    return this.#same('derive', derive(this.#data, recipe, options));
  }

  /**
   * Keeps the columns named, in that order.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example stars.select('x', 'y')
   */
  select<K extends ColumnName<C>>(...names: K[]): SameTable<this, AfterSelect<C, K>['columns']> {
    return this.#same('select', select(this.#data, names));
  }

  /**
   * Leaves the columns named out.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example stars.drop('sharpness', 'roundness')
   */
  drop<K extends ColumnName<C>, T = C>(...names: K[]): SameTable<this, AfterDrop<T, K>['columns']> {
    return this.#same('drop', drop(this.#data, names));
  }

  /**
   * Gives columns new names; their places stay.
   *
   * @throws PhotometryError `missing-column`; `duplicate-column` if two would have one name
   * @example stars.rename({ flux: 'counts' })
   */
  rename<const M extends { readonly [K in keyof C]?: string }, T = C>(
    names: M,
  ): SameTable<this, AfterRename<T, M>['columns']> {
    return this.#same('rename', rename(this.#data, names));
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
   * night.table.sortBy(['filter', 'jdUtcMid'])
   */
  sortBy(by: ColumnName<C> | readonly ColumnName<C>[], order: SortOrder = 'ascending'): this {
    return this.create(sortBy(this.#data, typeof by === 'string' ? [by] : by, order));
  }

  /**
   * The first `count` rows (default 5); all of them if there are fewer.
   *
   * @example stars.head(3).length // 3
   */
  head(count = 5): this {
    return this.slice(0, Math.max(0, count));
  }

  /**
   * The last `count` rows (default 5); all of them if there are fewer.
   *
   * @example stars.tail(3).columns.id[2] === stars.length - 1 // true
   */
  tail(count = 5): this {
    return this.slice(Math.max(0, this.length - Math.max(0, count)));
  }

  /**
   * Rows `start` to `end` (exclusive), counted as `Array.prototype.slice` counts: negative from the end.
   *
   * @example [...stars.slice(2, 5).columns.id] // [2, 3, 4]
   */
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
   * @example stars.head(3).concat(stars.tail(3))
   */
  concat(...others: readonly Table<C>[]): this;
  /**
   * This table with the rows of others below it, which may have other columns.
   *
   * With `missing: 'fill'` the result has the columns of all, and where a table lacks one, its values are missing.
   *
   * @throws PhotometryError `bad-argument` if units or types differ
   * @example gaia.concat(stars, { missing: 'fill' })
   */
  concat<D, T = C>(other: Table<D> | readonly Table<D>[], options: ConcatOptions): SameTable<this, Concatenated<T, D>>;
  concat(...given: readonly (Table<unknown> | readonly Table<unknown>[] | ConcatOptions)[]): unknown {
    const { tables, options } = concatArguments(given);
    const data = concat([this.#data, ...tables], options ?? {});
    return options === undefined ? this.create(data) : this.#same('concat', data);
  }

  /**
   * Joins the rows of this table with those of another that have the same keys.
   *
   * Rows come in the order of this table and, for each of them, of the other; a right join in that of the other; what
   * an outer join adds are last. Keys appear once. A missing key or NaN matches nothing. In rows without a partner,
   * the columns of the other table are missing.
   *
   * @param options by what (`on`: names that both have, or `{ here: 'there' }`; or `leftOn` and `rightOn`), `how`, the
   *   `suffix` for names that both have (default `_right`), and the `cardinality` to be checked
   * @throws PhotometryError `missing-column`; `duplicate-column`; `bad-argument` for keys that cannot be compared, or
   *   that occur more often than `cardinality` says
   * @example
   * stars.join(gaia, { on: 'sourceId', how: 'left', cardinality: 'many-to-one' })
   * measured.join(stars, { on: { star: 'id' }, suffix: '_field' })
   * stars.join(gaia.head(10), { on: 'sourceId', how: 'anti' }) // stars that are not in it
   */
  join<
    D,
    const K extends JoinNames<C, D> = never,
    L extends ColumnName<C> = never,
    R extends ColumnName<D> = never,
    H extends JoinKind = never,
    const S extends string = '_right',
    T = C,
  >(
    other: Table<D>,
    options: JoinOptions<K, L, R, H, S>,
  ): SameTable<this, JoinedColumns<T, D, LeftNames<K> | L, RightNames<K> | R, H, S>> {
    return this.#same('join', join(this.#data, other.data, options));
  }

  /**
   * Splits the rows into groups that agree in the columns named, in the order of their first rows.
   *
   * @throws PhotometryError `missing-column`, with the nearest names
   * @example
   * night.table.groupBy('imagetyp', 'filter').count();
   * stars.groupBy('field').aggregate({ n: count(), mag: median('mag') });
   */
  groupBy<K extends ColumnName<C>>(...names: K[]): GroupedTable<C, K, this> {
    return new GroupedTable(this.#data, names, {
      reshaped: <D>(data: TableData) => this.reshape<D>(data),
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

  /**
   * Draws rows at random, the same in every run; in the order in which they were drawn.
   *
   * @param size a number of rows, or {@link SampleOptions}: `rows` or `fraction`, `seed`, `weights`, `replace`
   * @throws PhotometryError `bad-argument` if there are fewer rows, or weights are negative
   * @example
   * gaia.sample(10)
   * stars.sample({ fraction: 1, seed: 3 })               // shuffled
   * stars.sample({ rows: 20, weights: 'flux', replace: true })
   */
  sample(size: number | SampleOptions<ColumnName<C>>): this {
    return this.create(sample(this.#data, typeof size === 'number' ? { rows: size } : size));
  }

  /**
   * From long to wide: the values of one column become names of columns.
   *
   * Rows and columns come in the order in which they are first met; a cell without a row is missing. With `names` the
   * compiler knows the columns.
   *
   * @param options `rows`, `columns`, `values`; `names`, `aggregate`
   * @throws PhotometryError `missing-column`; `bad-argument` for several rows in a cell and no `aggregate`;
   *   `duplicate-column`
   * @example
   * visits.pivot({ rows: 'source_id', columns: 'filter', values: 'mag', names: ['B', 'V', 'R'], aggregate: median })
   *   .derive({ colour: star => star.B - star.V });
   */
  pivot<
    R extends ColumnName<C>,
    const V extends ColumnName<C> | readonly ColumnName<C>[],
    const N extends string = string,
    A extends AggregateResult = 'value',
    T = C,
  >(options: PivotOptions<R, ColumnName<C>, V, N, A>): ReshapedTable<this, AfterPivot<T, R, V, N, A>['columns']> {
    return this.#reshaped(pivot(this.#data, options));
  }

  /**
   * Converts from wide to long: columns of one unit become one column of values and one with their names; the other columns
   * are repeated. All rows of the first column come first.
   *
   * @throws PhotometryError `missing-column`; `duplicate-column`; `bad-argument` if units or types differ
   * @example measured.melt({ columns: ['flux_4', 'flux_6', 'flux_8'], name: 'aperture', value: 'flux' })
   */
  melt<K extends ColumnName<C>, const N extends string = 'name', const V extends string = 'value', T = C>(
    options: MeltOptions<K, N, V>,
  ): ReshapedTable<this, AfterMelt<T, K, N, V>['columns']> {
    return this.#reshaped(melt(this.#data, options));
  }

  /**
   * Adds a column that names the interval a value is in: `[10, 12)`; missing where it is in none.
   *
   * @param edges two or more numbers, or dates, each above the one before
   * @param options `as` (default: the column's name with `_cut`), `labels`, `closed`
   * @throws PhotometryError `missing-column`; `bad-argument` for edges that do not go up, or too few labels
   * @example stars.cut('mag', [10, 12, 14], { as: 'sample', labels: ['bright', 'faint'] }).groupBy('sample').count()
   */
  cut<K extends ColumnName<C>, const A extends string = `${K}_cut`, T = C>(
    column: K,
    edges: readonly Edge[],
    options: CutOptions<A> = {},
  ): SameTable<this, WithColumn<T, A, string | null>['columns']> {
    return this.#same('cut', cut(this.#data, column, edges, options));
  }

  /**
   * Adds a column with the centre of the bin that each value is in, to group by.
   *
   * @param options `width` (with `origin`), `count` or `quantiles`; `as` (default: the column's name with `_bin`)
   * @throws PhotometryError `missing-column`; `bad-argument`
   * @example
   * stars.binBy('mag', { width: 0.5 }).groupBy('mag_bin').aggregate({ n: count(), scatter: std('mag') }).sortBy('mag_bin')
   */
  binBy<K extends ColumnName<C>, const A extends string = `${K}_bin`, T = C>(
    column: K,
    options: BinOptions<A>,
  ): SameTable<this, WithColumnLike<T, A, K>['columns']> {
    return this.#same('binBy', binBy(this.#data, column, options));
  }

  /**
   * Adds the rank of each row in the order of a column, from 1; NaN where the value is missing.
   *
   * @param options `as` (default: the column's name with `_rank`), `method` for equal values (default `average`), `order`,
   *   `within` groups, `fraction`
   * @throws PhotometryError `missing-column`; `bad-argument` for another method or order
   * @example stars.rank('flux', { order: 'descending', method: 'min', within: 'field' })
   */
  rank<K extends ColumnName<C>, const A extends string = `${K}_rank`, T = C>(
    column: K,
    options: RankOptions<ColumnName<C>, A> = {},
  ): SameTable<this, WithColumn<T, A, number>['columns']> {
    return this.#same('rank', rank(this.#data, column, options));
  }

  /**
   * Adds columns computed from the rows about each row: rolling and cumulative statistics, shifts, differences.
   *
   * @param functions by new name, {@link rolling}, {@link cumulative}, {@link shift} or {@link difference}
   * @param options `within`: columns whose groups do not mix; `along`: the column in whose order the rows are taken, and
   *   along which spans are measured
   * @throws PhotometryError `missing-column`; `bad-argument`
   * @example
   * visits.window({
   *   smooth: rolling(median('mag'), 5),
   *   trend: rolling(mean('mag'), { span: 3 }),
   *   total: cumulative(count()),
   *   gap: difference('jd'),
   * }, { within: ['source_id', 'filter'], along: 'jd' });
   */
  window<A extends WindowFunctions<C>, T = C>(
    functions: A,
    options: WindowOptions<ColumnName<C>> = {},
  ): SameTable<this, AfterWindow<T, A>['columns']> {
    return this.#same('window', addWindows(this.#data, functions, options));
  }

  /**
   * Puts values in place of what is missing (NaN too), by column.
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for a value of another type
   * @example stars.fill({ name: '', mag: 99 })
   */
  fill<const V extends { readonly [K in keyof C]?: unknown }, T = C>(
    values: V & FillValues<C, V>,
  ): SameTable<this, AfterFill<T, V>['columns']>;
  /**
   * Fills gaps in columns from the rows about them.
   *
   * @param options `how`: `forward`, `backward` or `linear`; `limit`, `within`, `along`
   * @throws PhotometryError `missing-column`; `bad-argument`
   * @example curve.fill('airmass', { how: 'linear', along: 'bjdTdb', limit: 3 })
   */
  fill<K extends ColumnName<C>>(columns: K | readonly K[], options: FillOptions<ColumnName<C>>): this;
  fill(given: string | readonly string[] | Readonly<Record<string, unknown>>, options?: FillOptions): unknown {
    const data = fill(this.#data, given, options);
    return options === undefined ? this.#same('fill', data) : this.create(data);
  }

  /**
   * Describes each column in one row: counts; mean, standard deviation, extremes and quartiles of numbers; first and
   * last of strings and dates.
   *
   * @example stars.describe().filter(column => column.column === 'flux')
   */
  describe(): Table<DescriptionColumns> {
    return new Table(describe(this.#data));
  }

  /**
   * Your own step in the chain: `table.pipe(f)` is `f(table)`.
   *
   * @example
   * const usable = (table: typeof stars) => table.filter(star => star.flags === 0);
   * stars.pipe(usable).head(3);
   */
  pipe<R>(step: (table: this) => R): R {
    return step(this);
  }

  /**
   * Shows the table in the notebook, as text on the console outside one, and returns it.
   *
   * @param options `rows`: maximum number of rows to show (default 20 as HTML, 8 as text)
   * @example stars.show({ rows: 3 }).length === stars.length // true
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
   * The table as CSV text: a line with the names, then one line per row. Numbers keep every digit, NaN is
   * written as `NaN`, a missing value as an empty cell.
   *
   * @throws PhotometryError `unsupported` for a column of vectors
   */
  toCsv(options: CsvWriteOptions = {}): string {
    const { data, comments } = formInFiles(this.#data);
    return formatCsv(data, { comments, ...options });
  }

  /**
   * The table in Arrow's memory layout, for other libraries; numbers are views of this table's memory.
   *
   * Dates become timestamps in UTC, vectors fixed-size lists. Units, descriptions, UCDs and formats are in the
   * fields' metadata. `Table.from` restores all of them.
   *
   * @example
   * const arrow = stars.toArrow(); // arquero takes it with fromArrow(arrow)
   * arrow.getChild('name')?.get(0); // 'star 0'
   */
  toArrow(): ArrowTable {
    return toArrow(this.#data);
  }

  /**
   * The table as a danfo DataFrame. Danfo's arithmetic on whole DataFrames is in float32, and it knows neither
   * units nor 64-bit integers: bigints become numbers, or texts if one is 2^53 or more. A column of vectors
   * becomes one column per element: `flux_0`, `flux_1`.
   *
   * @param danfo the module: `import * as dfd from 'danfojs-node'`
   * @throws PhotometryError `unsupported` for a column of lists; `duplicate-column`
   * @example
   * // not run: needs danfojs-node
   * Table.from(stars.toDanfo(dfd).sortValues('mag'), { units: { mag: 'mag' } });
   */
  toDanfo<M extends DanfoModule>(danfo: M): DanfoFrameOf<M> {
    return toDanfo(this.#data, danfo);
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

  /**
   * The rows as `JSON.stringify` writes them: 64-bit integers as text, dates in ISO 8601, vectors as arrays; null for
   * what is missing, NaN or infinite.
   *
   * @example JSON.stringify({ night: '2025-07-20', stars: stars.head(2) });
   */
  toJSON(): JsonRow<C>[] {
    return jsonRows(this.#data) as JsonRow<C>[];
  }

  /**
   * Walks through the rows as objects of their own, which may be kept. Reading a column that they do not have throws
   * `missing-column`, so that a chart of one is an error, too.
   */
  *[Symbol.iterator](): IterableIterator<Row<C>> {
    yield* guardedObjects(this.#data) as Iterable<Row<C>>;
  }

  /**
   * Makes a table like this one with other rows: what filter, sortBy, head, tail, slice, unique and the
   * groups of groupBy return.
   *
   * A subclass overrides it to keep its class:
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
   * Makes a table like this one with other columns: what derive, select, drop, rename, fill, window and joins return. A
   * subclass overrides it, and declares its kind (see {@link TableKind}), to keep its class.
   *
   * @param _verb the verb's name, for messages about columns that are no longer there
   */
  protected make<D>(data: TableData, _verb: string): Table<D> {
    return new Table<D>(data);
  }

  /**
   * Makes a table whose rows are something else: what aggregates, pivot and melt return. By default as {@link make}; a
   * subclass whose rows have a meaning overrides it.
   */
  protected reshape<D>(data: TableData): Table<D> {
    return this.make<D>(data, 'aggregate');
  }

  #same<D>(verb: string, data: TableData): SameTable<this, D> {
    return this.make<D>(data, verb) as SameTable<this, D>;
  }

  #reshaped<D>(data: TableData): ReshapedTable<this, D> {
    return this.reshape<D>(data) as ReshapedTable<this, D>;
  }
}

/** Problems as a table: file, where, value, code, action, remedy. */
export function problemTable(problems: Problems): Table<Problem> {
  const names = ['file', 'where', 'value', 'code', 'action', 'remedy'] as const;
  return Table.fromEntries<Problem>(names.map(name => [name, problems.map(problem => problem[name])] as const));
}

/** How to make tables: with any columns, or with rows like the original's. */
export interface TableMakers<T> {
  /** A table of other rows and columns. */
  reshaped<D>(data: TableData): Table<D>;
  /** A table with the original's columns, and of its class. */
  same(data: TableData): T;
}

/**
 * The groups of a table with columns `C` and type `T`, by the columns `K`, in the order of their
 * first rows. Missing values form a group of their own.
 *
 * It is in the same file as {@link Table}, because each returns the other.
 *
 * @example
 * const byFilter = night.table.groupBy('filter', 'exptime');
 * byFilter.count();
 * byFilter.aggregate({ n: count(), airmass: median('airmass'), last: group => group.columns.jdUtcMid.max() });
 * for (const [key, frames] of byFilter) console.log(key.filter, frames.length);
 */
export class GroupedTable<C, K extends keyof C & string, T extends HasKind> implements Iterable<[Row<Pick<C, K>>, T]> {
  static {
    displayAs(GroupedTable, groups => ({ ...tableBundle(groups.#groups.keys()), 'text/plain': groups.toString() }));
    inspectAs(GroupedTable, groups => groups.toString());
  }

  readonly #names: readonly K[];
  readonly #groups: RowsInGroups;
  readonly #make: TableMakers<T>;

  /** Tables make it: see `Table.groupBy`. */
  constructor(data: TableData, names: readonly K[], make: TableMakers<T>) {
    this.#names = names;
    this.#groups = new RowsInGroups(data, names);
    this.#make = make;
  }

  /** Number of groups. */
  get length(): number {
    return this.#groups.length;
  }

  /** The values that each group agrees in, one row per group. */
  get keys(): ReshapedTable<T, Pick<C, K>> {
    return this.#reshaped<Pick<C, K>>(this.#groups.keys());
  }

  /**
   * Counts the rows of each group, in a column `count` next to the keys.
   *
   * @throws PhotometryError `duplicate-column` if a key is called `count`
   */
  count(): ReshapedTable<T, { [P in K]: C[P] } & { count: number }> {
    return this.#reshaped(this.#groups.aggregate({ count: count() }));
  }

  /**
   * Returns one row per group: the keys and, by new name, the result of each aggregate.
   *
   * @throws PhotometryError `missing-column`; `duplicate-column` if a new name is a key
   * @example
   * const byField = stars.groupBy('field');
   * byField.aggregate({ n: count(), mag: median('mag'), scatter: group => group.columns.mag.mad() });
   */
  aggregate<A extends Aggregates<C, T>>(aggregates: A): ReshapedTable<T, AfterAggregate<C, K, A>['columns']> {
    const ofRows = Object.entries(aggregates).map(([name, aggregate]) => [
      name,
      typeof aggregate === 'function' ? (rows: TableData) => aggregate(this.#make.same(rows)) : aggregate,
    ]);
    return this.#reshaped(this.#groups.aggregate(Object.fromEntries(ofRows)));
  }

  /** Walks through the groups: the values they agree in, and their rows as a table. */
  *[Symbol.iterator](): IterableIterator<[Row<Pick<C, K>>, T]> {
    const keys = this.#groups.keys();
    for (let group = 0; group < this.length; group++)
      yield [objectAt(keys, group) as Row<Pick<C, K>>, this.#make.same(this.#groups.rowsOf(group))];
  }

  /** For `JSON.stringify`: the values that each group agrees in, and its rows, as {@link Table.toJSON} gives them. */
  toJSON(): JsonGroup<C, K>[] {
    const keys = jsonRows(this.#groups.keys()) as JsonRow<Pick<C, K>>[];
    return keys.map((key, group) => ({ key, rows: jsonRows(this.#groups.rowsOf(group)) as JsonRow<C>[] }));
  }

  /** The number of groups and their keys. */
  toString(): string {
    return `${this.length} groups by ${this.#names.join(', ')}\n${tableText(this.#groups.keys())}`;
  }

  #reshaped<D>(data: TableData): ReshapedTable<T, D> {
    return this.#make.reshaped<D>(data) as ReshapedTable<T, D>;
  }
}
