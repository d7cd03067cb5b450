/**
 * DAOFIND's measures of a peak's shape, which distinguish stars from hot pixels, trails and galaxies.
 *
 * @module
 * @see Stetson, P. B. 1987, PASP 99, 191 (section III.B)
 */
import type { DaofindKernel } from './daofind-kernel.js';

/** Height of the peak above the mean of the other pixels of the footprint, relative to the fitted height. */
export function sharpnessOf(cutout: Float64Array, { footprint, count, radius }: DaofindKernel, height: number): number {
  const peak = cutout[radius * (2 * radius + 1) + radius];
  let sum = -peak;
  for (let k = 0; k < cutout.length; k++) if (footprint[k] === 1) sum += cutout[k];
  return (peak - sum / (count - 1)) / height;
}

/**
 * Two-fold over four-fold asymmetry: the four quadrants about the centre, each with one of the four
 * half axes, summed with alternating signs; twice that over the sum of the absolute values.
 */
export function asymmetry(dense: Float64Array, radius: number): number {
  const side = 2 * radius + 1;
  let signed = 0;
  let total = 0;
  for (let j = -radius; j <= radius; j++) {
    for (let i = -radius; i <= radius; i++) {
      if (i === 0 && j === 0) continue;
      const value = dense[(j + radius) * side + i + radius];
      total += Math.abs(value);
      const first = j <= 0 && i > 0;
      const third = j >= 0 && i < 0;
      signed += first || third ? -value : value;
    }
  }
  return (2 * signed) / total;
}
