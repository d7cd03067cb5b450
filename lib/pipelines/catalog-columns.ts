/**
 * Which columns of a frame's catalogue hold the measurements.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { suggestion } from '../core/nearest-names.js';
import { columnOfName, type FoundColumn, namedColumn, numbersOf } from '../match/columns/column-finder.js';
import type { TableData } from '../table/column/table-data.js';

/** Names of the columns with measurements; those not given are found by their usual names. */
export interface MeasurementNames {
  /** Flux. Usual: `flux`, `FLUX_AUTO`, `FLUX_APER`, `fluxaper1` ... */
  readonly flux?: string;
  /** Its 1-sigma error. Usual: the column that belongs to the flux. */
  readonly fluxErr?: string;
  /** Magnitude. Usual: `mag`, `MAG_AUTO`, `MAG_APER` ... */
  readonly mag?: string;
  /** Instrumental magnitude. Usual: `instMag`. */
  readonly instMag?: string;
  /** 1-sigma error of the magnitude, or of the instrumental one. Usual: the column that belongs to it. */
  readonly magErr?: string;
  /** Flags. Usual: `flags`, `flag`. */
  readonly flags?: string;
}

/** Values of a catalogue's rows; NaN where missing. */
interface CatalogMeasurements {
  readonly flux: Float64Array | null;
  readonly fluxErr: Float64Array | null;
  readonly mag: Float64Array | null;
  readonly instMag: Float64Array | null;
  readonly magErr: Float64Array | null;
  readonly flags: Float64Array | null;
  /** Unit of the flux; empty if unknown. */
  readonly fluxUnit: string;
}

/** Usual names of a value and its error, most common first, in lower case. */
const FLUXES: readonly (readonly [string, readonly string[]])[] = [
  ['flux', ['fluxerr', 'flux_err', 'e_flux', 'flux_error', 'err']],
  ['flux_auto', ['fluxerr_auto']],
  ['flux_aper', ['fluxerr_aper']],
  ['flux_aper1', ['fluxerr_aper1']],
  ['fluxaper1', ['fluxerr1']],
  ['flux_iso', ['fluxerr_iso']],
  ['aperture_sum', ['aperture_sum_err']],
];
const MAGNITUDES: readonly (readonly [string, readonly string[]])[] = [
  ['mag', ['magerr', 'mag_err', 'e_mag', 'mag_error', 'merr']],
  ['mag_auto', ['magerr_auto']],
  ['mag_aper', ['magerr_aper']],
  ['mag_aper1', ['magerr_aper1']],
  ['mag_iso', ['magerr_iso']],
];
const INSTRUMENTAL: readonly (readonly [string, readonly string[]])[] = [['instmag', ['magerr', 'instmagerr']]];

/**
 * The measurements of a catalogue; one element of each vector column.
 *
 * @param aperture index of the element, counted from 0
 * @throws PhotometryError `missing-column` if a named column does not exist, or neither flux nor magnitude is found
 */
export function catalogMeasurements(data: TableData, names: MeasurementNames, aperture: number): CatalogMeasurements {
  const flux = pairOf(data, names.flux, names.fluxErr, FLUXES, 'flux');
  const mag = pairOf(data, names.mag, names.magErr, MAGNITUDES, 'mag');
  const instMag = pairOf(data, names.instMag, names.magErr, INSTRUMENTAL, 'instMag');
  if (flux.value === null && mag.value === null && instMag.value === null) {
    const columns = [...data.stored.keys()];
    throw new PhotometryError(
      'missing-column',
      `found neither a flux nor a magnitude column by its usual names${suggestion('flux', columns)}. Name them: { columns: { flux: '...', fluxErr: '...' } }`,
      { columns },
    );
  }
  const flags =
    names.flags === undefined ? columnOfName(data, ['flags', 'flag']) : namedColumn(data, names.flags, 'flags');
  const values = (found: FoundColumn | null): Float64Array | null =>
    found === null ? null : elementsOf(found, aperture, data.length);
  return {
    flux: values(flux.value),
    fluxErr: values(flux.error),
    mag: values(mag.value),
    instMag: values(instMag.value),
    magErr: values(mag.error ?? instMag.error),
    flags: values(flags),
    fluxUnit: flux.value?.column.unit ?? '',
  };
}

interface ValueAndError {
  readonly value: FoundColumn | null;
  readonly error: FoundColumn | null;
}

function pairOf(
  data: TableData,
  valueName: string | undefined,
  errorName: string | undefined,
  usual: readonly (readonly [string, readonly string[]])[],
  role: string,
): ValueAndError {
  const named = valueName === undefined ? null : namedColumn(data, valueName, role);
  const error = errorName === undefined ? null : namedColumn(data, errorName, `${role}Err`);
  for (const [name, errors] of usual) {
    const value = named ?? columnOfName(data, [name]);
    if (value === null || (named !== null && named.name.toLowerCase() !== name)) continue;
    return { value, error: error ?? columnOfName(data, errors) };
  }
  return { value: named, error };
}

/** The numbers of a column; one element of each vector. */
function elementsOf(found: FoundColumn, aperture: number, length: number): Float64Array {
  const { name, column } = found;
  if (column.kind !== 'vector') return numbersOf(found, 'a measurement');
  const { data, width } = column.values;
  if (!Number.isInteger(aperture) || aperture < 0 || aperture >= width)
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' has ${width} apertures; aperture counts from 0 to ${width - 1}, got ${aperture}`,
      { column: name, aperture },
    );
  return Float64Array.from({ length }, (_, row) => Number(data[row * width + aperture]));
}
