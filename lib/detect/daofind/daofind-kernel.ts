/**
 * The kernel of DAOFIND: a Gaussian, cut off and lowered so that it sums to zero.
 *
 * Convolution with it yields at each pixel the height of the best-fitting Gaussian star there, above
 * a local level sky.
 *
 * @module
 * @see Stetson, P. B. 1987, PASP 99, 191 (section III.A)
 */

/** FWHM of a Gaussian for one sigma, 2 sqrt(2 ln 2). */
export const SIGMA_TO_FWHM = 2.3548200450309493;

/** Radius of the kernel in sigma; at least 2 px. */
const REACH = 1.5;
const MIN_RADIUS = 2;

/** A kernel on a square grid of side `2 radius + 1`, row by row. */
export interface DaofindKernel {
  /** Half side of the grid [px]. */
  readonly radius: number;
  /** Standard deviation of the Gaussian [px]. */
  readonly sigma: number;
  /** The kernel's weights; 0 outside the footprint. */
  readonly weights: Float64Array;
  /** 1 in the footprint: within 1.5 sigma or 2 px of the centre. */
  readonly footprint: Uint8Array;
  /** Pixels in the footprint. */
  readonly count: number;
  /** Noise of the fitted height for a noise of 1 in each pixel: 1 / sqrt(sum G^2 - (sum G)^2 / count). */
  readonly relativeError: number;
}

/**
 * Makes the kernel for stars of a given width.
 *
 * H = (G - mean G) / (sum G^2 - (sum G)^2 / n) over the n pixels of the footprint, with G of height 1.
 *
 * @param fwhm full width at half maximum of the stars [px], positive
 * @example daofindKernel(3).relativeError // 1.03
 */
export function daofindKernel(fwhm: number): DaofindKernel {
  const sigma = fwhm / SIGMA_TO_FWHM;
  const radius = Math.max(MIN_RADIUS, Math.floor(REACH * sigma));
  const side = 2 * radius + 1;
  const weights = new Float64Array(side * side);
  const footprint = new Uint8Array(side * side);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let j = -radius; j <= radius; j++) {
    for (let i = -radius; i <= radius; i++) {
      const exponent = (i * i + j * j) / (2 * sigma * sigma);
      if (exponent > 0.5 * REACH * REACH && i * i + j * j > MIN_RADIUS * MIN_RADIUS) continue;
      const k = (j + radius) * side + i + radius;
      const gaussian = Math.exp(-exponent);
      weights[k] = gaussian;
      footprint[k] = 1;
      count++;
      sum += gaussian;
      squares += gaussian * gaussian;
    }
  }
  const norm = squares - (sum * sum) / count;
  for (let k = 0; k < weights.length; k++) if (footprint[k] === 1) weights[k] = (weights[k] - sum / count) / norm;
  return { radius, sigma, weights, footprint, count, relativeError: 1 / Math.sqrt(norm) };
}
