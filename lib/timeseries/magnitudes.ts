/**
 * From relative fluxes to differential magnitudes.
 *
 * @module
 */

/** Magnitudes for one relative error: 2.5 / ln 10. */
const MAGNITUDE_PER_RELATIVE_ERROR: number = 2.5 / Math.LN10;

/** Differential magnitudes of a curve. */
interface DifferentialMagnitudes {
  /** -2.5 log10 of the flux [mag]; NaN where the flux is not positive. */
  readonly mag: Float64Array;
  /** 1-sigma error, 1.0857 fluxErr / flux [mag]; NaN with `mag`. */
  readonly magErr: Float64Array;
}

/**
 * Differential magnitudes of relative fluxes: 0 where the flux is 1, brighter is smaller.
 *
 * @example magnitudesOf([1, 0.98], [0.003, 0.003]).mag // [0, 0.0219]
 */
export function magnitudesOf(flux: ArrayLike<number>, fluxErr: ArrayLike<number>): DifferentialMagnitudes {
  const mag = new Float64Array(flux.length).fill(NaN);
  const magErr = new Float64Array(flux.length).fill(NaN);
  for (let i = 0; i < flux.length; i++) {
    if (!(flux[i] > 0)) continue;
    mag[i] = 0 - 2.5 * Math.log10(flux[i]); // 0 - x: no negative zero for a flux of 1
    magErr[i] = (MAGNITUDE_PER_RELATIVE_ERROR * fluxErr[i]) / flux[i];
  }
  return { mag, magErr };
}
