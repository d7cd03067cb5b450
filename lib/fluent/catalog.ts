/**
 * A table of stars, galaxies or whatever else a file lists.
 *
 * @module
 */
import { correctAperture } from '../pipelines/hst/correct-aperture.js';
import { finalizeHst } from '../pipelines/hst/finalize-hst.js';
import type { HstColumnNames, HstOptions } from '../pipelines/hst/hst-options.js';
import { subtractSky } from '../pipelines/hst/subtract-sky.js';
import { toFlux } from '../pipelines/hst/to-flux.js';
import { type HstMagnitudeOptions, toMagnitudes, type VegaZeroPoint } from '../pipelines/hst/to-magnitudes.js';
import type { AfterDerive, AfterDrop, AfterRename, AfterSelect } from '../table/after-verbs.js';
import { type ColumnDetails, type ColumnName, Table } from '../table/table.js';
import type { TableData } from '../table/table-data.js';
import type { ColumnTexts, Recipe } from '../table/verbs/derive.js';
import type {
  AfterFinalizeHst,
  HstCorrectedColumns,
  HstFinalColumns,
  HstFluxColumns,
  HstInputNames,
  HstMagnitudeColumns,
  HstRateColumns,
  WithColumns,
} from './hst-columns.js';

/**
 * The columns of a table read without a schema: any name, and numbers for the compiler, since most
 * are. What the file holds is known at run time only; a misspelt name is then an error.
 */
export type RuntimeColumns = Record<string, number>;

/**
 * A table as {@link readTable} gives it: a {@link Table} that stays a catalogue through every verb. The compiler knows it
 * after those that keep its rows or choose its columns, and after `derive`; after the others (`join`, `window`, `pivot` ...)
 * it takes it for a Table.
 */
export class Catalog<C = RuntimeColumns> extends Table<C> {
  /** As {@link Table.derive}; the catalogue stays one. */
  override derive<R extends Recipe<C>, const U extends ColumnTexts<R> = object, T = C>(
    recipe: R,
    options: ColumnDetails<U> = {},
  ): Catalog<AfterDerive<T, R, U>['columns']> {
    return super.derive<R, U, T>(recipe, options) as Catalog<AfterDerive<T, R, U>['columns']>;
  }

  /** As {@link Table.select}; the catalogue stays one. */
  override select<K extends ColumnName<C>>(...names: K[]): Catalog<AfterSelect<C, K>['columns']> {
    return super.select(...names) as Catalog<AfterSelect<C, K>['columns']>;
  }

  /** As {@link Table.drop}; the catalogue stays one. */
  override drop<K extends ColumnName<C>, T = C>(...names: K[]): Catalog<AfterDrop<T, K>['columns']> {
    return super.drop<K, T>(...names) as Catalog<AfterDrop<T, K>['columns']>;
  }

  /** As {@link Table.rename}; the catalogue stays one. */
  override rename<const M extends { readonly [K in keyof C]?: string }, T = C>(
    names: M,
  ): Catalog<AfterRename<T, M>['columns']> {
    return super.rename<M, T>(names) as Catalog<AfterRename<T, M>['columns']>;
  }

  /** As the function {@link finalizeHst}: Hubble count rates to fluxes and magnitudes. */
  finalizeHst<
    const R extends readonly number[],
    const N extends HstColumnNames = HstColumnNames,
    V extends VegaZeroPoint | undefined = undefined,
    T = C,
  >(
    options: HstMagnitudeOptions<R, N, V>,
  ): Catalog<AfterFinalizeHst<T, HstFinalColumns<R, V>, HstInputNames<R, N>>['columns']> {
    return new Catalog(finalizeHst(this.data, options));
  }

  /** As the function {@link subtractSky}: the first step of `finalizeHst`. */
  subtractSky<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstRateColumns<R>>['columns']> {
    return new Catalog(subtractSky(this.data, options));
  }

  /** As the function {@link correctAperture}: the second step of `finalizeHst`. */
  correctAperture<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstCorrectedColumns<R>>['columns']> {
    return new Catalog(correctAperture(this.data, options));
  }

  /** As the function {@link toFlux}: the third step of `finalizeHst`. */
  toFlux<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstFluxColumns<R>>['columns']> {
    return new Catalog(toFlux(this.data, options));
  }

  /** As the function {@link toMagnitudes}: the last step of `finalizeHst`. */
  toMagnitudes<const R extends readonly number[], V extends VegaZeroPoint | undefined = undefined, T = C>(
    options: HstMagnitudeOptions<R, HstColumnNames, V>,
  ): Catalog<WithColumns<T, HstMagnitudeColumns<R, V>>['columns']> {
    return new Catalog(toMagnitudes(this.data, options));
  }

  protected override create(data: TableData): this {
    return new Catalog<C>(data) as this;
  }

  protected override make<D>(data: TableData): Catalog<D> {
    return new Catalog<D>(data);
  }
}
