/**
 * Instrumental magnitudes of aperture fluxes.
 *
 * @module
 */
import type { Image } from '../frame/image.js';

/** Magnitudes for one relative error: 2.5 / ln 10. */
const MAGNITUDE_PER_RELATIVE_ERROR = 2.5 / Math.LN10;

/** Units of what an exposure collects; all others do not grow with it. */
const COLLECTED: ReadonlySet<string> = new Set(['', 'adu', 'electron']);

/**
 * The time that fluxes of an image are divided by [s]: its exposure where it counts adu or electrons, 1 where its unit is a
 * rate or a flux density already; NaN where the exposure is unknown or not positive.
 */
export function fluxSeconds({ unit, exptime }: Pick<Image, 'unit' | 'exptime'>): number {
  if (!COLLECTED.has(unit)) return 1;
  return exptime > 0 && Number.isFinite(exptime) ? exptime : NaN;
}

/** Magnitudes with their 1-sigma errors [mag]. */
interface InstrumentalMagnitudes {
  readonly instMag: Float64Array;
  readonly magErr: Float64Array;
}

/**
 * instMag = -2.5 log10(flux / seconds) and magErr = 1.0857 fluxErr / flux.
 *
 * NaN, both, where the flux is not positive; instMag is NaN where `seconds` is, magErr where fluxErr is.
 *
 * @param flux net fluxes [unit of the image]
 * @param fluxErr their 1-sigma errors
 * @param seconds what {@link fluxSeconds} gives for the image
 * @see Howell, S. B. 2006, Handbook of CCD Astronomy, 2nd ed., section 5.1
 */
export function instrumentalMagnitudes(
  flux: ArrayLike<number>,
  fluxErr: ArrayLike<number>,
  seconds: number,
): InstrumentalMagnitudes {
  const instMag = new Float64Array(flux.length).fill(NaN);
  const magErr = new Float64Array(flux.length).fill(NaN);
  for (let i = 0; i < flux.length; i++) {
    if (!(flux[i] > 0)) continue;
    instMag[i] = -2.5 * Math.log10(flux[i] / seconds);
    magErr[i] = (MAGNITUDE_PER_RELATIVE_ERROR * fluxErr[i]) / flux[i];
  }
  return { instMag, magErr };
}
