/**
 * What class of table a verb returns: each class names it once, for all verbs.
 *
 * TypeScript has no type for "my class with other columns". A class therefore carries, for the compiler alone, an interface
 * with that type as a function of `columns`; the return types of the verbs apply it. So a light curve is a
 * light curve after `derive`, though `derive` is written once, in `Table`, and hover shows `LightCurve<...>`.
 *
 * @module
 * @example
 * interface SpectrumKind extends TableKind {
 *   readonly table: Spectrum<this['columns']>;
 * }
 * class Spectrum<C> extends Table<C> {
 *   declare readonly '~kind': SpectrumKind;
 *   protected override create(data: TableData): this {
 *     return new Spectrum<C>(data) as this;
 *   }
 *   protected override make<D>(data: TableData): Spectrum<D> {
 *     return new Spectrum<D>(data);
 *   }
 * }
 */

/** The classes of the tables that verbs make of a table, as functions of their `columns`. */
export interface AnyKind {
  /** The columns of the new table: the argument. */
  readonly columns: unknown;
  /** The table after a verb whose rows are still what they were: derive, select, join ... */
  readonly table: unknown;
  /** The table after a verb whose rows are something else: aggregate, pivot, melt. */
  readonly reshaped: unknown;
}

/** A table of any kind. */
export interface HasKind {
  /** Its kind, for the compiler only: there is no such property at run time. */
  readonly '~kind': AnyKind;
}

/** The table `T` with the columns `C`. */
export type SameTable<T extends HasKind, C> = (T['~kind'] & Readonly<Record<'columns', C>>)['table'];

/** What a verb that makes other rows, with the columns `C`, returns for the table `T`. */
export type ReshapedTable<T extends HasKind, C> = (T['~kind'] & Readonly<Record<'columns', C>>)['reshaped'];
