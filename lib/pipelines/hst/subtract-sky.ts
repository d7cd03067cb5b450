/**
 * Subtracts the sky from count rates and computes their errors.
 *
 * @module
 */
import { withStep } from '../../core/provenance.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import { type TableData, withColumns } from '../../table/column/table-data.js';
import {
  assertOneFilter,
  assertRadii,
  columnFor,
  findColumn,
  numbersOf,
  ratesOf,
  starRatesOf,
} from './rate-columns.js';
import { requireKeyword } from './settings/hst-keywords.js';
import type { HstOptions } from './settings/hst-options.js';
import { areaOf, type HstSettings, hstSettings } from './settings/hst-settings.js';

/** Unit of count rates. */
export const RATE_UNIT = 'electron/s';

/**
 * Adds `rate_<r>` and `rate_err_<r>` for each radius [electron/s]: `countrate - back * pi r^2`, and the error according
 * to `errors`. A sky level is not subtracted from an error. Rates may be negative; NaN stays NaN.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for counts, fluxes, mixed filters, or `daophot` errors without EXPTIME
 */
export function subtractSky(data: TableData, options: HstOptions): TableData {
  return subtractSkyWith(data, hstSettings(options));
}

/** {@link subtractSky} for settings that are already checked. */
export function subtractSkyWith(data: TableData, settings: HstSettings): TableData {
  assertOneFilter(data, settings);
  assertRadii(data, settings);
  const back = skyOf(data, settings);
  const columns = new Map(data.stored);
  const exptime =
    settings.errors === 'daophot' ? requireKeyword(settings, data.meta, 'exptime', "errors: 'daophot'") : null;
  for (const radius of settings.radii) {
    const rates = starRatesOf(data, columnFor(settings.names.countrate, radius), settings);
    const area = areaOf(radius);
    const net = rates.map((rate, row) => rate - back[row] * area);
    const errors = errorsOf(data, net, radius, settings, exptime?.value ?? Number.NaN);
    columns.set(`rate_${radius}`, rateColumn(net, `Count rate within ${radius} px, sky subtracted`));
    columns.set(
      `rate_err_${radius}`,
      rateColumn(errors, `1-sigma error of rate_${radius}, errors: ${settings.errors}`),
    );
  }
  const { radii, annulus, errors, names } = settings;
  const time = exptime === null ? {} : { exptime: exptime.value, exptimeFrom: exptime.source };
  const step = { verb: 'subtractSky', options: { radii, annulus, errors, columns: names, ...time } };
  return { ...withColumns(data, columns), provenance: withStep(data.provenance, step) };
}

/** The sky level of each row [electron/s/px]; 0 if the rates are already sky-subtracted. */
function skyOf(data: TableData, settings: HstSettings): Float64Array {
  const { back } = settings.names;
  return back === null ? new Float64Array(data.length) : ratesOf(data, back, settings);
}

function rateColumn(values: Float64Array, description: string): StoredColumn {
  return stored('float64', values, null, { unit: RATE_UNIT, description });
}

/**
 * The 1-sigma errors of the net rates [electron/s].
 *
 * @see Stetson 1987, PASP 99, 191; IRAF phot: photon noise of the star, noise of the sky pixels, and error of the mean sky level
 */
function errorsOf(
  data: TableData,
  net: Float64Array,
  radius: number,
  settings: HstSettings,
  exptime: number,
): Float64Array {
  const { names, errors, annulus } = settings;
  if (errors === 'rates') return ratesOf(data, columnFor(names.err, radius), settings);
  const scatter = numbersOf(findColumn(data, names.backStd), names.backStd);
  const [area, sky] = [areaOf(radius), areaOf(annulus)];
  const skyVariance = (sigma: number): number => area * sigma ** 2 + (area * sigma) ** 2 / sky;
  if (errors === 'as-published') return net.map((rate, row) => Math.sqrt(Math.abs(rate + skyVariance(scatter[row]))));
  // in electrons; a negative net flux has no photons to count
  return net.map((rate, row) => {
    const photons = Number.isNaN(rate) ? Number.NaN : Math.max(0, rate * exptime);
    return Math.sqrt(photons + skyVariance(scatter[row] * exptime)) / exptime;
  });
}
