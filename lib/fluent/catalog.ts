/**
 * A table of stars, galaxies or whatever else a file lists.
 *
 * @module
 */

import type { MatchEachOptions, MatchTablesOptions } from '../match/columns/match-options.js';
import { type DuplicateOptions, duplicates } from '../match/duplicates.js';
import { matchEach } from '../match/match-each.js';
import { matchTables } from '../match/match-tables.js';
import type { AfterDuplicates, AfterMatch, AfterMatchEach, AfterNear, TableLike } from '../match/matched-columns.js';
import { type NearOptions, near } from '../match/near.js';
import { correctAperture } from '../pipelines/hst/correct-aperture.js';
import { finalizeHst } from '../pipelines/hst/finalize-hst.js';
import type { HstColumnNames, HstOptions } from '../pipelines/hst/settings/hst-options.js';
import { subtractSky } from '../pipelines/hst/subtract-sky.js';
import { toFlux } from '../pipelines/hst/to-flux.js';
import { type HstMagnitudeOptions, toMagnitudes, type VegaZeroPoint } from '../pipelines/hst/to-magnitudes.js';
import type { AfterDerive, AfterDrop, AfterRename, AfterSelect } from '../table/after-verbs.js';
import type { TableData } from '../table/column/table-data.js';
import { type ColumnDetails, type ColumnName, Table } from '../table/table.js';
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
import { SkyShift, type SkyShiftOptions } from './sky-shift.js';

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
  /**
   * A catalogue of any table: of stars found in a frame, to match them.
   *
   * @example Catalog.of(stars).match(gaia, { within: arcsec(1) })
   */
  static of<C>(table: TableLike<C>): Catalog<C> {
    return new Catalog<C>(table.data);
  }

  /**
   * The rows of this catalogue beside those of another that are at the same place on the sky: the columns of both, then
   * `separation`, `positionAngle`, `offsetRa` and `offsetDec`, from this one to the other [arcsec, deg].
   *
   * Positions are found by UCD, else by their usual names; NaN and -999 are none. Rows are in the order of this
   * catalogue. A catalogue matched with itself gives for each row its nearest other one.
   *
   * @param options `within`; `mode`: `nearest` (default), `mutual`, `exclusive` or `all`; `nth`; `unmatched`: `drop` (default) or
   *   `keep`; `suffix` for names that both have (default `_right`); `epoch` to which proper motions are applied;
   *   `magnitude` window; `removeOffset`; `left` and `right`: which columns hold what
   * @throws PhotometryError `missing-column`; `duplicate-column`; `bad-argument` naming column and unit
   * @example
   * stars.match(gaia, { within: arcsec(1), mode: 'mutual', epoch: instantFromIso('2025-07-20T23:40') })
   * stars.match(apass, { within: arcsec(2), unmatched: 'keep', right: { ra: 'RAJ2000', dec: 'DEJ2000' } })
   */
  match<
    D,
    L extends ColumnName<C> = never,
    R extends ColumnName<D> = never,
    U extends 'drop' | 'keep' = 'drop',
    const S extends string = '_right',
    T = C,
  >(other: TableLike<D>, options: MatchTablesOptions<L, R, U, S>): Catalog<AfterMatch<T, D, S, U>['columns']> {
    return this.make(matchTables(this.data, other.data, options));
  }

  /**
   * This catalogue matched with several in one go: each row once, with the columns of the others beside it under
   * `<column>_<name>`, `separation_<name>` and the like among them; missing where a catalogue has no match.
   *
   * @param others the catalogues by name
   * @param options `within`, for all or by name; `mode`: `nearest` (default), `mutual` or `exclusive`; `unmatched`; `epoch`;
   *   `left`, `columns` by name: which columns hold what
   * @throws PhotometryError as {@link match}, the name of the catalogue before the message
   * @example
   * stars.matchEach({ gaia, apass }, { within: arcsec(1.5), epoch: 2025.4 }).columns.phot_g_mean_mag_gaia
   */
  matchEach<
    R extends Readonly<Record<string, TableLike<unknown>>>,
    L extends ColumnName<C> = never,
    U extends 'drop' | 'keep' = 'keep',
    T = C,
  >(others: R, options: MatchEachOptions<keyof R & string, L, U>): Catalog<AfterMatchEach<T, R>['columns']> {
    const tables = Object.fromEntries(Object.entries(others).map(([name, { data }]) => [name, data]));
    return this.make(matchEach(this.data, tables, options));
  }

  /**
   * The rows within a distance of a place on the sky, nearest first, with `separation`, `positionAngle`, `offsetRa` and
   * `offsetDec` from there.
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for a place that is none, or a column not in degrees
   * @example
   * gaia.near({ ra: '16:02:11.83', dec: '+28:10:10.6', within: arcmin(5) })
   * gaia.near({ ra: 240.5493, dec: 28.1696, within: arcsec(3), epoch: 2025.4 })
   */
  near<L extends ColumnName<C> = never, T = C>(options: NearOptions<L>): Catalog<AfterNear<T>['columns']> {
    return this.make(near(this.data, options));
  }

  /**
   * How far the positions of this catalogue are off as a whole beside those of another, with errors and a plot.
   * `match(other, { removeOffset: true })` takes it away.
   *
   * @throws PhotometryError as {@link match}; `no-stars` if fewer than three positions pair up
   * @example stars.offsetTo(gaia, { within: arcsec(5), epoch: 2025.4 }).plot()
   */
  offsetTo<D, L extends ColumnName<C> = never, R extends ColumnName<D> = never>(
    other: TableLike<D>,
    options: SkyShiftOptions<L, R>,
  ): SkyShift {
    return SkyShift.between(this.data, other.data, options);
  }

  /**
   * The rows that have another within a distance, group by group: `duplicateGroup` numbers the groups, `duplicateCount`
   * says how many rows each has.
   *
   * @throws PhotometryError `missing-column`; `bad-argument`
   * @example stars.concat(stars.head(3)).duplicates({ within: arcsec(0.5) }).groupBy('duplicateGroup').aggregate({ spread: std('mag') })
   */
  duplicates<L extends ColumnName<C> = never, T = C>(
    options: DuplicateOptions<L>,
  ): Catalog<AfterDuplicates<T>['columns']> {
    return this.make(duplicates(this.data, options));
  }

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

  /**
   * Makes a final catalogue of Hubble count rates: `flux_<r>_apcor` and `err_<r>_apcor` of all light of each star, their
   * systematic errors, the uncorrected `flux_<r>`, magnitudes `stmag_<r>`, `abmag_<r>`, positions; files get -999 where
   * Gaia has no match. The plain formula loses the star's light in the sky annulus; `annulusCorrection` gives it back.
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for counts or fluxes in the place of rates, no PHOTFLAM,
   *   mixed filters, a filter or radius that the table of encircled energy does not have
   * @example rates.finalizeHst({ instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6], annulusCorrection: true })
   */
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

  /**
   * The first step of `finalizeHst`: adds `rate_<r>` and `rate_err_<r>`, Hubble count rates free of the sky [electron/s].
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for counts, fluxes, mixed filters
   */
  subtractSky<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstRateColumns<R>>['columns']> {
    return new Catalog(subtractSky(this.data, options));
  }

  /**
   * The second step of `finalizeHst`: adds `rate_<r>_apcor` and `rate_err_<r>_apcor`, over the share of the light inside.
   *
   * @throws PhotometryError `missing-column` before {@link subtractSky}; `bad-argument` outside the table
   */
  correctAperture<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstCorrectedColumns<R>>['columns']> {
    return new Catalog(correctAperture(this.data, options));
  }

  /**
   * The third step of `finalizeHst`: adds fluxes and their errors, rates times PHOTFLAM [erg s-1 cm-2 A-1].
   *
   * @throws PhotometryError `missing-column` before {@link correctAperture}; `bad-argument` without a PHOTFLAM
   */
  toFlux<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstFluxColumns<R>>['columns']> {
    return new Catalog(toFlux(this.data, options));
  }

  /**
   * The last step of `finalizeHst`: adds magnitudes ST, AB, and with a dated zero point Vega; NaN for a flux that is not
   * positive.
   *
   * @throws PhotometryError `missing-column` before {@link correctAperture}; `bad-argument` without a PHOTFLAM
   */
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
