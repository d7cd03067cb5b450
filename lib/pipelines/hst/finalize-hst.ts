/**
 * From a table of Hubble count rates to a catalogue of fluxes and magnitudes.
 *
 * @module
 */
import type { StoredColumn } from '../../table/column/stored-column.js';
import { type TableData, withColumns } from '../../table/column/table-data.js';
import { correctApertureWith } from './correct-aperture.js';
import { finalPositions, GAIA_COLUMNS, UNMATCHED } from './gaia-columns.js';
import { columnFor } from './rate-columns.js';
import { hstSettings } from './settings/hst-settings.js';
import { subtractSkyWith } from './subtract-sky.js';
import { toFluxWith } from './to-flux.js';
import { type HstMagnitudeOptions, toMagnitudesWith } from './to-magnitudes.js';

/**
 * Subtracts the sky, corrects for the light outside the aperture, and computes fluxes and magnitudes:
 * `flux_<r>_apcor = (countrate_<r> - back pi r^2) / EE(r) * PHOTFLAM`, `err_<r>_apcor = err / EE(r) * PHOTFLAM`.
 *
 * Positions come first, then the results radius by radius, then the other columns of the table; the rates are left out.
 *
 * @throws PhotometryError as the steps do; `bad-argument` for positions in hours, or out of range
 */
export function finalizeHst(data: TableData, options: HstMagnitudeOptions): TableData {
  const settings = hstSettings(options);
  const { radii, names, filter } = settings;
  const rates = correctApertureWith(subtractSkyWith(data, settings), settings);
  const finished = toMagnitudesWith(toFluxWith(rates, settings), settings, options.vega);
  const positions = finalPositions(data);
  const columns = new Map<string, StoredColumn>(positions.columns);
  const used = new Set([names.back ?? '', names.backStd].map(name => name.toLowerCase()));
  for (const radius of radii) {
    for (const pattern of [names.countrate, names.err]) used.add(columnFor(pattern, radius).toLowerCase());
    for (const name of resultNames(radius)) {
      const column = finished.stored.get(name);
      if (column !== undefined) columns.set(name, column);
    }
  }
  for (const [name, column] of data.stored)
    if (!positions.sources.has(name) && !used.has(name.toLowerCase()) && !columns.has(name)) columns.set(name, column);
  const meta = Object.freeze({ FILTER: filter, ...finished.meta, inFiles: IN_FILES });
  return { ...withColumns(finished, columns), meta };
}

/** How a final catalogue is written to files: -999 where Gaia has no match, with its provenance also in CSV. */
const IN_FILES = Object.freeze({
  missing: Object.freeze(Object.fromEntries(GAIA_COLUMNS.map(name => [name, UNMATCHED]))),
  provenance: true,
});

function resultNames(radius: number): string[] {
  return [
    `flux_${radius}_apcor`,
    `err_${radius}_apcor`,
    `err_ee_${radius}`,
    `err_photflam_${radius}`,
    `flux_${radius}`,
    `flux_${radius}_err`,
    `stmag_${radius}`,
    `abmag_${radius}`,
    `vegamag_${radius}`,
    `mag_err_${radius}`,
  ];
}
