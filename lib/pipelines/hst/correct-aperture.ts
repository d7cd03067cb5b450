/**
 * Corrects count rates within an aperture to the whole light of a star.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { withStep } from '../../core/provenance.js';
import { encircledEnergy, encircledEnergyTable } from '../../standardize/encircled-energy.js';
import { stored } from '../../table/column/stored-column.js';
import { type TableData, withColumns, withProblems } from '../../table/column/table-data.js';
import { madeBy } from './rate-columns.js';
import type { HstOptions } from './settings/hst-options.js';
import { areaOf, type HstSettings, hstSettings } from './settings/hst-settings.js';
import { RATE_UNIT } from './subtract-sky.js';

/**
 * Adds `rate_<r>_apcor` and `rate_err_<r>_apcor` [electron/s]: `rate_<r>` and its error divided by the fraction of the
 * light inside the radius, which is recorded in `meta.apertureCorrections`.
 *
 * The fraction is EE(r); with `annulusCorrection` it is EE(r) minus the star's light that the sky annulus removed.
 *
 * @throws PhotometryError `missing-column` before {@link subtractSky}; `bad-argument` for a filter or radius outside the table
 */
export function correctAperture(data: TableData, options: HstOptions): TableData {
  return correctApertureWith(data, hstSettings(options));
}

/** {@link correctAperture} for settings that are already checked. */
export function correctApertureWith(data: TableData, settings: HstSettings): TableData {
  const columns = new Map(data.stored);
  const shares: Record<string, number> = {};
  for (const radius of settings.radii) {
    const share = shareInside(radius, settings);
    shares[String(radius)] = share;
    for (const [name, what] of [
      [`rate_${radius}`, 'Count rate'],
      [`rate_err_${radius}`, '1-sigma error of the count rate'],
    ]) {
      const values = madeBy('subtractSky', data, name);
      const description = `${what}, all light of a point source, from ${radius} px`;
      columns.set(
        `${name}_apcor`,
        stored(
          'float64',
          values.map(rate => rate / share),
          null,
          { unit: RATE_UNIT, description },
        ),
      );
    }
  }
  const { radii, annulus, annulusCorrection, pixelScale, instrument, filter, apertureCorrection } = settings;
  const table = apertureCorrection === 'table' || annulusCorrection ? encircledEnergyTable(instrument) : null;
  const step = {
    verb: 'correctAperture',
    options: {
      radii,
      annulus,
      annulusCorrection,
      pixelScale,
      instrument,
      filter,
      apertureCorrection,
      shares,
      ...(table === null ? {} : { table: `${table.instrument} encircled energy, ${table.version}` }),
    },
    ...(table === null ? {} : { citation: table.citation }),
  };
  const meta = Object.freeze({ ...data.meta, apertureCorrections: Object.freeze(shares) });
  return {
    ...withColumns(data, columns),
    ...withProblems(data.problems, settings.problems),
    meta,
    provenance: withStep(data.provenance, step),
  };
}

/** The fraction of a point source's light in its sky-subtracted rate within a radius. */
export function shareInside(radius: number, settings: HstSettings): number {
  const { annulus, annulusCorrection } = settings;
  const inside = plainShare(radius, settings);
  if (!annulusCorrection) return inside;
  const taken = tableShare(annulus[1], settings) - tableShare(annulus[0], settings);
  return inside - (areaOf(radius) / areaOf(annulus)) * taken;
}

function plainShare(radius: number, settings: HstSettings): number {
  const { apertureCorrection } = settings;
  if (apertureCorrection === 'none') return 1;
  if (apertureCorrection === 'table') return tableShare(radius, settings);
  const share = apertureCorrection[radius];
  if (share > 0 && share <= 1.5) return share;
  throw new PhotometryError(
    'bad-argument',
    `apertureCorrection has no fraction of the light for radius ${radius}; expected a number above 0, about 1 at most, got ${share}`,
    { radius, share },
  );
}

function tableShare(pixels: number, { instrument, filter, pixelScale }: HstSettings): number {
  return encircledEnergy({ instrument, filter, radius: pixels * pixelScale });
}
