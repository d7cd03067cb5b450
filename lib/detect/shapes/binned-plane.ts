/**
 * A plane of larger pixels: the mean of b x b of them.
 *
 * @module
 */
import type { Pixels } from '../../frame/image.js';

/** A plane, and how many of the original pixels one of its has along a side. */
export interface BinnedPlane {
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
  readonly bin: number;
}

/** Means of `factor` x `factor` pixels; what is left over at the right and the top is left out. */
export function binPlane({ width, height, pixels, bin }: BinnedPlane, factor: number): BinnedPlane {
  if (factor === 1) return { width, height, pixels, bin };
  const columns = Math.floor(width / factor);
  const rows = Math.floor(height / factor);
  const out = new Float32Array(columns * rows);
  const scale = 1 / (factor * factor);
  for (let y = 0; y < rows * factor; y++) {
    const row = Math.floor(y / factor) * columns;
    const from = y * width;
    if (factor === 2)
      for (let x = 0, k = from; x < columns; x++, k += 2) out[row + x] += scale * (pixels[k] + pixels[k + 1]);
    else
      for (let x = 0, k = from; x < columns; x++)
        for (let i = 0; i < factor; i++, k++) out[row + x] += scale * pixels[k];
  }
  return { width: columns, height: rows, pixels: out, bin: bin * factor };
}

/** The place in the original pixels of a place in the larger ones [px]. */
export function unbin(x: number, bin: number): number {
  return bin * x + 0.5 * (bin - 1);
}
