/**
 * The local maxima of a density-enhanced image.
 *
 * @module
 */
import type { DaofindKernel } from './daofind-kernel.js';

/**
 * Indices of the pixels above `limit` that no other pixel of the footprint about them exceeds.
 * Hot: most pixels leave at the first comparison.
 */
export function findMaxima(
  density: Float32Array,
  width: number,
  height: number,
  { radius, footprint }: DaofindKernel,
  limit: number,
  forbidden: Uint8Array | undefined,
): number[] {
  const side = 2 * radius + 1;
  const found: number[] = [];
  for (let y = 0; y < height; y++) {
    const y0 = Math.max(-radius, -y);
    const y1 = Math.min(radius, height - 1 - y);
    for (let x = 0; x < width; x++) {
      const k = y * width + x;
      const value = density[k];
      if (!(value > limit) || (forbidden !== undefined && forbidden[k] !== 0)) continue;
      const x0 = Math.max(-radius, -x);
      const x1 = Math.min(radius, width - 1 - x);
      let highest = true;
      for (let j = y0; j <= y1 && highest; j++) {
        for (let i = x0; i <= x1; i++) {
          const other = k + j * width + i;
          if (footprint[(j + radius) * side + i + radius] === 0) continue;
          if (density[other] < value || other === k) continue;
          if (forbidden !== undefined && forbidden[other] !== 0) continue;
          // Of equal maxima the first in reading order is the star's.
          if (density[other] > value || other < k) {
            highest = false;
            break;
          }
        }
      }
      if (highest) found.push(k);
    }
  }
  return found;
}
