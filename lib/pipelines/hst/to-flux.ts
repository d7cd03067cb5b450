/**
 * Converts count rates to fluxes.
 *
 * @module
 */
import { withStep } from '../../core/provenance.js';
import { stored } from '../../table/column/stored-column.js';
import { type TableData, withColumns } from '../../table/column/table-data.js';
import { madeBy } from './rate-columns.js';
import { requireKeyword } from './settings/hst-keywords.js';
import type { HstOptions } from './settings/hst-options.js';
import { type HstSettings, hstSettings } from './settings/hst-settings.js';

/** Unit of fluxes per angstrom. */
const FLUX_UNIT = 'erg / (Angstrom s cm2)';

/** Below this radius [arcsec] the current focus matters: 4 pixels of ACS/WFC. */
const SMALL_RADIUS = 0.2;

/**
 * Adds, for each radius, `flux_<r>` and `flux_<r>_err` (within the aperture), `flux_<r>_apcor` and `err_<r>_apcor` (all
 * light), and the systematic errors `err_ee_<r>` and `err_photflam_<r>` of the latter [erg s-1 cm-2 A-1]: rates
 * times PHOTFLAM. The PHOTFLAM used and its source are in `meta` and in the provenance.
 *
 * @throws PhotometryError `missing-column` before {@link correctAperture}; `bad-argument` without a PHOTFLAM
 */
export function toFlux(data: TableData, options: HstOptions): TableData {
  return toFluxWith(data, hstSettings(options));
}

/** {@link toFlux} for settings that are already checked. */
export function toFluxWith(data: TableData, settings: HstSettings): TableData {
  const { radii, pixelScale, systematics } = settings;
  const photflam = requireKeyword(settings, data.meta, 'photflam', 'A flux');
  const columns = new Map(data.stored);
  const { value } = photflam;
  for (const radius of radii) {
    const rates = (name: string): Float64Array =>
      madeBy(name.endsWith('_apcor') ? 'correctAperture' : 'subtractSky', data, name);
    const add = (name: string, values: Float64Array, description: string): void => {
      columns.set(name, stored('float64', values, null, { unit: FLUX_UNIT, description }));
    };
    add(`flux_${radius}`, times(rates(`rate_${radius}`), value), `Flux within ${radius} px`);
    add(`flux_${radius}_err`, times(rates(`rate_err_${radius}`), value), `1-sigma error of flux_${radius}`);
    const all = times(rates(`rate_${radius}_apcor`), value);
    add(`flux_${radius}_apcor`, all, `Flux of a point source, from ${radius} px`);
    add(
      `err_${radius}_apcor`,
      times(rates(`rate_err_${radius}_apcor`), value),
      `1-sigma error of flux_${radius}_apcor`,
    );
    const systematic = `Systematic error of flux_${radius}_apcor from`;
    const share = apertureShare(radius * pixelScale, settings);
    add(`err_ee_${radius}`, times(all.map(Math.abs), share), `${systematic} the encircled energy`);
    add(`err_photflam_${radius}`, times(all.map(Math.abs), systematics.photflam), `${systematic} PHOTFLAM`);
  }
  const step = { verb: 'toFlux', options: { photflam: photflam.value, photflamFrom: photflam.source, systematics } };
  const meta = Object.freeze({ ...data.meta, PHOTFLAM: photflam.value, photflamFrom: photflam.source });
  return { ...withColumns(data, columns), meta, provenance: withStep(data.provenance, step) };
}

function times(values: Float64Array, factor: number): Float64Array {
  return values.map(value => value * factor);
}

/** Systematic error of the fraction of light inside a radius [arcsec], as a fraction of the flux. */
function apertureShare(radius: number, { apertureCorrection, systematics }: HstSettings): number {
  if (apertureCorrection === 'none') return 0;
  const isSmall = radius < SMALL_RADIUS * (1 - 1e-9);
  return isSmall ? systematics.encircledEnergySmall : systematics.encircledEnergy;
}
