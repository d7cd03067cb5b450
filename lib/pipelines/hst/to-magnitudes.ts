/**
 * Converts count rates to magnitudes.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { withStep } from '../../core/provenance.js';
import { quoted } from '../../core/quoted.js';
import { zeroPoint } from '../../standardize/zero-point.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import { type TableData, withColumns } from '../../table/column/table-data.js';
import { madeBy } from './rate-columns.js';
import { keywordNumber, requireKeyword } from './settings/hst-keywords.js';
import type { HstColumnNames, HstOptions } from './settings/hst-options.js';
import { type HstSettings, hstSettings } from './settings/hst-settings.js';

/** A zero point in the Vega system: it changes with the date, so it comes with its source. */
export interface VegaZeroPoint {
  /** Magnitude of 1 electron/s in an infinite aperture. */
  readonly zeroPoint: number;
  /** Date of the observation for which it is valid: `2012-05-01`. */
  readonly date: string;
  /** Its source: the zero-point calculator, a paper. */
  readonly citation: string;
}

/** Settings of {@link toMagnitudes}. */
export interface HstMagnitudeOptions<
  R extends readonly number[] = readonly number[],
  N extends HstColumnNames = HstColumnNames,
  V extends VegaZeroPoint | undefined = VegaZeroPoint | undefined,
> extends HstOptions<R, N> {
  /** A dated zero point for Vega magnitudes, which are left out without one. */
  readonly vega?: V;
}

/** 2.5 / ln(10): the error of a magnitude for a relative error of 1. */
const MAGNITUDES_PER_SHARE = 2.5 / Math.LN10;

/**
 * Adds, for each radius, `stmag_<r>`, `abmag_<r>`, with `vega` `vegamag_<r>`, and `mag_err_<r>` [mag], for the whole light
 * of a point source. Where the flux is not positive, the magnitude is NaN and the flux is kept; without PHOTPLAM all AB
 * magnitudes are NaN. The zero points are in `meta.zeroPoints`.
 *
 * @throws PhotometryError `missing-column` before {@link correctAperture}; `bad-argument` without a PHOTFLAM, or for a
 *   Vega zero point without date and citation
 */
export function toMagnitudes(data: TableData, options: HstMagnitudeOptions): TableData {
  return toMagnitudesWith(data, hstSettings(options), options.vega);
}

/** {@link toMagnitudes} for settings that are already checked. */
export function toMagnitudesWith(data: TableData, settings: HstSettings, vega?: VegaZeroPoint): TableData {
  const { radii } = settings;
  const systems = zeroPointsOf(data, settings, vega);
  const columns = new Map(data.stored);
  for (const radius of radii) {
    const rates = madeBy('correctAperture', data, `rate_${radius}_apcor`);
    const errors = madeBy('correctAperture', data, `rate_err_${radius}_apcor`);
    for (const [system, zero] of Object.entries(systems)) {
      const magnitudes = rates.map(rate => (rate > 0 ? zero - 2.5 * Math.log10(rate) : Number.NaN));
      columns.set(
        `${system.toLowerCase()}mag_${radius}`,
        magnitudeColumn(
          magnitudes,
          `${system} magnitude of a point source, from ${radius} px${Number.isNaN(zero) ? '; PHOTPLAM is unknown' : ''}`,
        ),
      );
    }
    const errorsInMag = rates.map((rate, row) => (rate > 0 ? (MAGNITUDES_PER_SHARE * errors[row]) / rate : Number.NaN));
    columns.set(`mag_err_${radius}`, magnitudeColumn(errorsInMag, `1-sigma error of the magnitudes from ${radius} px`));
  }
  const photplam = keywordNumber(settings, data.meta, 'photplam');
  const step = {
    verb: 'toMagnitudes',
    options: {
      zeroPoints: systems,
      ...(photplam === null ? {} : { photplam: photplam.value, photplamFrom: photplam.source }),
      ...(vega ? { vegaDate: vega.date } : {}),
    },
    citation: vega ? `ACS Data Handbook 5.1; Vega: ${vega.citation}` : 'ACS Data Handbook 5.1',
  };
  const meta = Object.freeze({
    ...data.meta,
    ...(photplam === null ? {} : { PHOTPLAM: photplam.value }),
    zeroPoints: Object.freeze(systems),
  });
  return { ...withColumns(data, columns), meta, provenance: withStep(data.provenance, step) };
}

/** Magnitudes of 1 electron/s, by system. */
function zeroPointsOf(data: TableData, settings: HstSettings, vega?: VegaZeroPoint): Readonly<Record<string, number>> {
  const { value: photflam } = requireKeyword(settings, data.meta, 'photflam', 'A magnitude');
  const photplam = keywordNumber(settings, data.meta, 'photplam')?.value;
  return {
    ST: zeroPoint({ photflam }, 'ST'),
    AB: photplam === undefined ? Number.NaN : zeroPoint({ photflam, photplam }, 'AB'),
    ...(vega === undefined ? {} : { VEGA: vegaOf(vega) }),
  };
}

function vegaOf(vega: VegaZeroPoint): number {
  const { zeroPoint: zero, date, citation } = Object(vega) as VegaZeroPoint;
  if (Number.isFinite(zero) && !Number.isNaN(Date.parse(date)) && String(citation ?? '').trim() !== '') return zero;
  throw new PhotometryError(
    'bad-argument',
    `A Vega zero point changes with the date: give { zeroPoint, date, citation }, got ${quoted({ zeroPoint: zero, date, citation })}`,
    { zeroPoint: zero, date },
  );
}

function magnitudeColumn(values: Float64Array, description: string): StoredColumn {
  return stored('float64', values, null, { unit: 'mag', description });
}
