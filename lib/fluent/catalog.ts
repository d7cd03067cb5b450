/**
 * A table of stars, galaxies or any other objects.
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
import type { RuntimeColumns } from '../table/column/runtime-columns.js';
import type { TableData } from '../table/column/table-data.js';
import { type ColumnName, Table, type TableKind } from '../table/table.js';
import type {
  AfterFinalizeHst,
  HstCorrectedColumns,
  HstFinalColumns,
  HstFluxColumns,
  HstInputNames,
  HstMagnitudeColumns,
  HstRateColumns,
  WithColumns,
} from './columns/hst-columns.js';
import { SkyShift, type SkyShiftOptions } from './sky-shift.js';

/** The kind of a catalogue: all verbs return catalogues. */
export interface CatalogKind extends TableKind {
  /** The catalogue after a verb that keeps the rows what they are. */
  readonly table: Catalog<this['columns']>;
  /** The catalogue after a verb that makes other rows: of mean positions, for example. */
  readonly reshaped: Catalog<this['columns']>;
}

/** The table that {@link readTable} returns: a {@link Table} that remains a catalogue after every verb. */
export class Catalog<C = RuntimeColumns> extends Table<C> {
  /** Verbs return catalogues; for the compiler only. */
  declare readonly '~kind': CatalogKind;

  /**
   * Makes a catalogue of any table, for example of stars found in a frame, to match them.
   *
   * @example Catalog.of(stars).match(gaia, { within: arcsec(1) })
   */
  static of<C>(table: TableLike<C>): Catalog<C> {
    return new Catalog<C>(table.data);
  }

  /**
   * Joins the rows of this catalogue with those of another at the same position on the sky: the columns of both, then
   * `separation`, `positionAngle`, `offsetRa` and `offsetDec`, from this one to the other [arcsec, deg].
   *
   * Positions are found by UCD, else by their usual names; NaN and -999 count as missing. Rows are in the order of this
   * catalogue. Matching a catalogue with itself returns the nearest other row of each row.
   *
   * @param options `within`; `mode`: `nearest` (default), `mutual`, `exclusive` or `all`; `nth`; `unmatched`: `drop` (default) or
   *   `keep`; `suffix` for names that occur in both (default `_right`); `epoch` to which proper motions are applied;
   *   `magnitude` window; `removeOffset`; `left` and `right`: names of the columns
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
   * Matches this catalogue with several at once: each row once, with the columns of the others as
   * `<column>_<name>`, including `separation_<name>` and so on; missing where a catalogue has no match.
   *
   * @param others the catalogues by name
   * @param options `within`, for all or by name; `mode`: `nearest` (default), `mutual` or `exclusive`; `unmatched`; `epoch`;
   *   `left`, `columns` by name: names of the columns
   * @throws PhotometryError as {@link match}, with the name of the catalogue before the message
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
   * The rows within a distance of a sky position, nearest first, with `separation`, `positionAngle`, `offsetRa` and
   * `offsetDec` from there.
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for an invalid position, or a column not in degrees
   * @example
   * gaia.near({ ra: '16:02:11.83', dec: '+28:10:10.6', within: arcmin(5) })
   * gaia.near({ ra: 240.5493, dec: 28.1696, within: arcsec(3), epoch: 2025.4 })
   */
  near<L extends ColumnName<C> = never, T = C>(options: NearOptions<L>): Catalog<AfterNear<T>['columns']> {
    return this.make(near(this.data, options));
  }

  /**
   * Measures the overall offset of this catalogue's positions from those of another, with errors and a plot.
   * `match(other, { removeOffset: true })` removes it.
   *
   * @throws PhotometryError as {@link match}; `no-stars` if fewer than three pairs are found
   * @example stars.offsetTo(gaia, { within: arcsec(5), epoch: 2025.4 }).plot()
   */
  offsetTo<D, L extends ColumnName<C> = never, R extends ColumnName<D> = never>(
    other: TableLike<D>,
    options: SkyShiftOptions<L, R>,
  ): SkyShift {
    return SkyShift.between(this.data, other.data, options);
  }

  /**
   * The rows that have another one within a distance, group by group: `duplicateGroup` numbers the groups, `duplicateCount`
   * is the number of rows in each.
   *
   * @throws PhotometryError `missing-column`; `bad-argument`
   * @example stars.concat(stars.head(3)).duplicates({ within: arcsec(0.5) }).groupBy('duplicateGroup').aggregate({ spread: std('mag') })
   */
  duplicates<L extends ColumnName<C> = never, T = C>(
    options: DuplicateOptions<L>,
  ): Catalog<AfterDuplicates<T>['columns']> {
    return this.make(duplicates(this.data, options));
  }

  /**
   * Makes a final catalogue from Hubble count rates: `flux_<r>_apcor` and `err_<r>_apcor` of each star's whole light, their
   * systematic errors, the uncorrected `flux_<r>`, magnitudes `stmag_<r>`, `abmag_<r>`, positions; files contain -999 where
   * Gaia has no match. The plain formula loses the star's light in the sky annulus; `annulusCorrection` restores it.
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for counts or fluxes instead of rates, a missing PHOTFLAM,
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
   * The first step of `finalizeHst`: adds `rate_<r>` and `rate_err_<r>`, sky-subtracted Hubble count rates [electron/s].
   *
   * @throws PhotometryError `missing-column`; `bad-argument` for counts, fluxes, mixed filters
   */
  subtractSky<const R extends readonly number[], T = C>(
    options: HstOptions<R>,
  ): Catalog<WithColumns<T, HstRateColumns<R>>['columns']> {
    return new Catalog(subtractSky(this.data, options));
  }

  /**
   * The second step of `finalizeHst`: adds `rate_<r>_apcor` and `rate_err_<r>_apcor`, divided by the fraction of the light inside.
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
   * The last step of `finalizeHst`: adds ST and AB magnitudes and, with a dated zero point, Vega magnitudes; NaN for a flux
   * that is not positive.
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
