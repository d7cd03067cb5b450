/**
 * Finds the aperture radius with the least scatter of the light curve.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type FluxMatrix, isMeasured } from '../flux-matrix.js';
import { medianOf, pointToPointScatter } from '../scatter.js';
import { type EnsembleOptions, ensemblePhotometry } from './ensemble.js';

/** The fluxes of one radius. */
export interface RadiusFluxes {
  /** The radius as its columns name it: `'6'`, `'1.5fwhm'`. */
  readonly label: string;
  /** flux[star][frame] at this radius. */
  readonly flux: FluxMatrix;
  /** Errors of the same shape. */
  readonly fluxErr: FluxMatrix;
}

/** How quiet the curves of one radius are. */
export interface RadiusScatter {
  /** The radius as its columns name it. */
  readonly label: string;
  /** Point-to-point scatter of the relative flux; NaN if it cannot be determined. */
  readonly scatter: number;
}

/** The choice and what it rests on. */
export interface BestRadius {
  /** Place of the chosen radius in the list. */
  readonly index: number;
  /** Label of the radius in column names. */
  readonly label: string;
  /** Every radius with its scatter, in the order given. */
  readonly radii: readonly RadiusScatter[];
}

/**
 * Chooses the radius with the least scatter from point to point.
 *
 * With two or more comparison stars only they are judged, each against the others, and the scatters
 * averaged with the ensemble's weights: the target's own variation is not fitted away. With a lone
 * comparison the target's curve has to serve; differences from point to point keep slow variation
 * out. Where no radius has a scatter (fewer than three frames), the radius with the best median
 * signal to noise of the target is taken. Equal radii: the first.
 *
 * @throws PhotometryError `bad-argument` for an empty list, and what {@link ensemblePhotometry} throws
 * @example
 *
 * const radii = [{ label: '6', flux, fluxErr }]; // fluxes as flux[star][frame], one entry a radius
 * bestRadius(radii, { target: 0, comparisons: [1, 2, 3], weights: 'scatter' }).label; // '6'
 */
export function bestRadius(radii: readonly RadiusFluxes[], options: EnsembleOptions): BestRadius {
  if (radii.length === 0)
    throw new PhotometryError('bad-argument', 'radii must hold the fluxes of at least one radius');
  const scatters = radii.map(({ label, flux, fluxErr }) => {
    // A large aperture may hit a bad pixel in every frame: no scatter, not an error.
    const measured = options.comparisons.every(c => Array.prototype.some.call(flux[c], isMeasured));
    if (!measured) return { label, scatter: NaN };
    const curve = ensemblePhotometry(flux, fluxErr, options);
    if (curve.comparisons.length < 2) return { label, scatter: pointToPointScatter(curve.flux) };
    let sum = 0;
    let weights = 0;
    for (const comparison of curve.comparisons) {
      if (Number.isNaN(comparison.pointToPoint)) continue;
      sum += comparison.weight * comparison.pointToPoint;
      weights += comparison.weight;
    }
    return { label, scatter: sum / weights };
  });
  const bySignal = radii.map(({ flux, fluxErr }) => -signalToNoise(flux[options.target], fluxErr[options.target]));
  const index = indexOfLeast(scatters.map(s => s.scatter)) ?? indexOfLeast(bySignal) ?? 0;
  return { index, label: radii[index].label, radii: scatters };
}

/** Median of flux / error. */
function signalToNoise(flux: ArrayLike<number>, fluxErr: ArrayLike<number>): number {
  return medianOf(Float64Array.from(flux, (value, f) => value / fluxErr[f]));
}

function indexOfLeast(values: readonly number[]): number | null {
  let best: number | null = null;
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i]) && (best === null || values[i] < values[best])) best = i;
  return best;
}
