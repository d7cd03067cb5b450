/**
 * Count rates without the sky, and their errors.
 *
 * @module
 */
import { withStep } from '../../core/provenance.js';
import { type StoredColumn, stored } from '../../table/stored-column.js';
import { type TableData, withColumns } from '../../table/table-data.js';
import { areaOf, type HstOptions, type HstSettings, hstSettings, lacksKeyword, numberFrom } from './hst-options.js';
import { assertOneFilter, assertRadii, columnFor, findColumn, numbersOf, ratesOf } from './rate-columns.js';

/** Unit of count rates. */
export const RATE_UNIT = 'electron/s';

/**
 * Adds `rate_<r>` and `rate_err_<r>` for each radius [electron/s]: `countrate - back * pi r^2`, and the error by
 * `errors`. A sky level is not subtracted from an error. Rates may be negative; what is NaN stays NaN.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for counts, fluxes, mixed filters, or `daophot` errors without EXPTIME
 */
export function subtractSky(data: TableData, options: HstOptions): TableData {
  const settings = hstSettings(options);
  assertOneFilter(data, settings);
  assertRadii(data, settings);
  const back = ratesOf(data, settings.names.back);
  const columns = new Map(data.stored);
  for (const radius of settings.radii) {
    const rates = ratesOf(data, columnFor(settings.names.countrate, radius));
    const area = areaOf(radius);
    const net = rates.map((rate, row) => rate - back[row] * area);
    const errors = errorsOf(data, net, radius, settings, options.exptime);
    columns.set(`rate_${radius}`, rateColumn(net, `Count rate within ${radius} px, sky subtracted`));
    columns.set(
      `rate_err_${radius}`,
      rateColumn(errors, `1-sigma error of rate_${radius}, errors: ${settings.errors}`),
    );
  }
  const { radii, annulus, errors } = settings;
  const step = { verb: 'subtractSky', options: { radii, annulus, errors } };
  return { ...withColumns(data, columns), provenance: withStep(data.provenance, step) };
}

function rateColumn(values: Float64Array, description: string): StoredColumn {
  return stored('float64', values, null, { unit: RATE_UNIT, description });
}

/** The 1-sigma errors of the net rates [electron/s]. */
function errorsOf(
  data: TableData,
  net: Float64Array,
  radius: number,
  settings: HstSettings,
  exptime: number | undefined,
): Float64Array {
  const { names, errors, annulus } = settings;
  if (errors === 'given') return ratesOf(data, columnFor(names.err, radius));
  const scatter = numbersOf(findColumn(data, names.backStd), names.backStd);
  const [area, sky] = [areaOf(radius), areaOf(annulus)];
  const skyVariance = (sigma: number): number => area * sigma ** 2 + (area * sigma) ** 2 / sky;
  if (errors === 'as-published') return net.map((rate, row) => Math.sqrt(Math.abs(rate + skyVariance(scatter[row]))));
  const time = numberFrom(exptime, data.meta, 'EXPTIME');
  if (time === null) throw lacksKeyword('EXPTIME', "errors: 'daophot'", data.meta);
  // in electrons; a negative net flux has no photons to count
  return net.map((rate, row) => {
    const photons = Number.isNaN(rate) ? Number.NaN : Math.max(0, rate * time.value);
    return Math.sqrt(photons + skyVariance(scatter[row] * time.value)) / time.value;
  });
}
