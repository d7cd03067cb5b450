/**
 * From Hubble count rates to a catalogue of fluxes and magnitudes, in one step or in four.
 *
 * @module
 */
import { correctAperture as correctApertureOf } from '../pipelines/hst/correct-aperture.js';
import { finalizeHst as finalizeHstOf } from '../pipelines/hst/finalize-hst.js';
import type { HstColumnNames, HstOptions } from '../pipelines/hst/settings/hst-options.js';
import { subtractSky as subtractSkyOf } from '../pipelines/hst/subtract-sky.js';
import { toFlux as toFluxOf } from '../pipelines/hst/to-flux.js';
import {
  type HstMagnitudeOptions,
  toMagnitudes as toMagnitudesOf,
  type VegaZeroPoint,
} from '../pipelines/hst/to-magnitudes.js';
import type { Table } from '../table/table.js';
import { Catalog } from './catalog.js';
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

/**
 * Makes a final catalogue from Hubble count rates: sky subtracted, light outside the aperture added, in physical units
 * and magnitudes.
 *
 * `flux_<r>_apcor = (countrate_<r> - back pi r^2) / EE(r) * PHOTFLAM` and `err_<r>_apcor = err / EE(r) * PHOTFLAM`, for
 * each radius; a sky level is not subtracted from an error. The sky annulus contains some of the star's light, which this
 * plain formula removes: with the annulus 10 to 15 px, 0.5 % at 6 px and 1.4 % at 10 px; `annulusCorrection: true`
 * restores it. A negative rate keeps its flux and has NaN magnitudes; NaN stays NaN.
 *
 * Columns: the positions `x_center`, `y_center`, `RA_GAIA_WCS`, `DEC_GAIA_WCS`, `GAIA_CAT_RA`, `GAIA_CAT_DEC`; for each
 * radius `flux_<r>_apcor`, `err_<r>_apcor`, the systematic errors `err_ee_<r>`, `err_photflam_<r>`, the uncorrected
 * `flux_<r>`, `flux_<r>_err`, and `stmag_<r>`, `abmag_<r>`, `mag_err_<r>`; then the other columns of the table. Files
 * contain -999 where Gaia has no match, and the provenance.
 *
 * @throws PhotometryError `missing-column` with the nearest names; `bad-argument` for counts or fluxes instead of
 *   rates, a missing PHOTFLAM, mixed filters, a filter or radius that the table of encircled energy does not have, positions
 *   in hours or out of range
 * @see ACS Data Handbook, section 5; STScI ACS aperture corrections
 * @example
 * const rates = await readTable('data-samples/acs/photometry.ecsv', { schema: acsRates });
 * const final = finalizeHst(rates, { instrument: 'ACS/WFC', filter: 'F606W', radii: [2, 4, 6, 8, 10] });
 * final.columns.abmag_6.median();
 */
export function finalizeHst<
  C,
  const R extends readonly number[],
  const N extends HstColumnNames = HstColumnNames,
  V extends VegaZeroPoint | undefined = undefined,
>(
  table: Table<C>,
  options: HstMagnitudeOptions<R, N, V>,
): Catalog<AfterFinalizeHst<C, HstFinalColumns<R, V>, HstInputNames<R, N>>['columns']> {
  return new Catalog(finalizeHstOf(table.data, options));
}

/**
 * The first step of {@link finalizeHst}: adds `rate_<r>` and `rate_err_<r>`, sky-subtracted count rates.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for counts, fluxes, mixed filters, or `daophot` errors without EXPTIME
 * @example
 * const options = { instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6] } as const;
 * subtractSky(rates, options).columns.rate_4.median();
 */
export function subtractSky<C, const R extends readonly number[]>(
  table: Table<C>,
  options: HstOptions<R>,
): Catalog<WithColumns<C, HstRateColumns<R>>['columns']> {
  return new Catalog(subtractSkyOf(table.data, options));
}

/**
 * The second step of {@link finalizeHst}: adds `rate_<r>_apcor` and `rate_err_<r>_apcor`, divided by the fraction of a
 * point source's light within the radius.
 *
 * @throws PhotometryError `missing-column` before {@link subtractSky}; `bad-argument` for a filter or radius outside the table
 * @example
 * const options = { instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6] } as const;
 * correctAperture(subtractSky(rates, options), options).columns.rate_4_apcor.median();
 */
export function correctAperture<C, const R extends readonly number[]>(
  table: Table<C>,
  options: HstOptions<R>,
): Catalog<WithColumns<C, HstCorrectedColumns<R>>['columns']> {
  return new Catalog(correctApertureOf(table.data, options));
}

/**
 * The third step of {@link finalizeHst}: adds fluxes and their errors, rates times PHOTFLAM.
 *
 * @throws PhotometryError `missing-column` before {@link correctAperture}; `bad-argument` without a PHOTFLAM
 * @example
 * const options = { instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6] } as const;
 * const corrected = correctAperture(subtractSky(rates, options), options);
 * toFlux(corrected, options).columns.flux_4_apcor.median();
 */
export function toFlux<C, const R extends readonly number[]>(
  table: Table<C>,
  options: HstOptions<R>,
): Catalog<WithColumns<C, HstFluxColumns<R>>['columns']> {
  return new Catalog(toFluxOf(table.data, options));
}

/**
 * The last step of {@link finalizeHst}: adds ST and AB magnitudes and, with a dated zero point, Vega magnitudes.
 *
 * @throws PhotometryError `missing-column` before {@link correctAperture}; `bad-argument` without a PHOTFLAM, or for a
 *   Vega zero point without date and citation
 * @example
 * const options = { instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6] } as const;
 * const corrected = correctAperture(subtractSky(rates, options), options);
 * toMagnitudes(corrected, options).columns.abmag_4.median();
 */
export function toMagnitudes<C, const R extends readonly number[], V extends VegaZeroPoint | undefined = undefined>(
  table: Table<C>,
  options: HstMagnitudeOptions<R, HstColumnNames, V>,
): Catalog<WithColumns<C, HstMagnitudeColumns<R, V>>['columns']> {
  return new Catalog(toMagnitudesOf(table.data, options));
}
