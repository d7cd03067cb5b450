/**
 * A table of stars, galaxies or whatever else a file lists.
 *
 * @module
 */
import type { WithUnits } from '../table/quantity.js';
import { type ColumnName, type KnownUnits, type Renamed, Table } from '../table/table.js';
import type { TableData } from '../table/table-data.js';
import type { ColumnTexts, DeriveOptions, Recipe } from '../table/verbs/derive.js';

/**
 * The columns of a table read without a schema: any name, and numbers for the compiler, since most
 * are. What the file holds is known at run time only; a misspelt name is then an error.
 */
export type RuntimeColumns = Record<string, number>;

/** A table as {@link readTable} gives it: a {@link Table} that stays a catalogue through every verb. */
export class Catalog<C = RuntimeColumns> extends Table<C> {
  /** As {@link Table.derive}; the catalogue stays one. */
  override derive<N, const U extends ColumnTexts<N>>(
    recipe: Recipe<C, N>,
    options: KnownUnits<U>,
  ): Catalog<Omit<C, keyof N> & WithUnits<N, U>>;
  override derive<N>(recipe: Recipe<C, N>, options?: DeriveOptions<N>): Catalog<Omit<C, keyof N> & N>;
  override derive<N>(recipe: Recipe<C, N>, options: DeriveOptions<N> = {}): Catalog<Omit<C, keyof N> & N> {
    return super.derive(recipe, options) as Catalog<Omit<C, keyof N> & N>;
  }

  /** As {@link Table.select}; the catalogue stays one. */
  override select<K extends ColumnName<C>>(...names: K[]): Catalog<Pick<C, K>> {
    return super.select(...names) as Catalog<Pick<C, K>>;
  }

  /** As {@link Table.drop}; the catalogue stays one. */
  override drop<K extends ColumnName<C>>(...names: K[]): Catalog<Omit<C, K>> {
    return super.drop(...names) as Catalog<Omit<C, K>>;
  }

  /** As {@link Table.rename}; the catalogue stays one. */
  override rename<const M extends { readonly [K in keyof C]?: string }>(names: M): Catalog<Renamed<C, M>> {
    return super.rename(names) as Catalog<Renamed<C, M>>;
  }

  protected override create(data: TableData): this {
    return new Catalog<C>(data) as this;
  }

  protected override make<D>(data: TableData): Catalog<D> {
    return new Catalog<D>(data);
  }
}
