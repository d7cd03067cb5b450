/**
 * Brings the fluxes of frames of mixed exposures to one scale, so that a short exposure is no cloud.
 *
 * @module
 */
import type { FluxMatrix } from '../../timeseries/flux-matrix.js';
import { medianOf } from '../../timeseries/scatter.js';
import type { MeasuredStars, StarMatrices } from './star-matrices.js';

/**
 * The matrices with fluxes and errors as in the median exposure.
 *
 * They are returned as they are where all exposures are equal, where one is unknown, and where the unit is one of rates.
 */
export function atCommonExposure({ matrices, facts }: MeasuredStars): StarMatrices {
  const exposures = facts.frames.map(({ exptime }) => exptime);
  const known = exposures.every(exptime => exptime > 0 && exptime < Number.POSITIVE_INFINITY);
  const mixed = exposures.some(exptime => exptime !== exposures[0]);
  if (!known || !mixed || facts.unit.endsWith('/s')) return matrices;
  const common = medianOf(exposures);
  const scaled = (matrix: FluxMatrix): Float64Array[] =>
    matrix.map(row => Float64Array.from(row, (value, f) => (value * common) / exposures[f]));
  return {
    ...matrices,
    radii: matrices.radii.map(({ label, flux, fluxErr }) => ({ label, flux: scaled(flux), fluxErr: scaled(fluxErr) })),
  };
}
