/**
 * The noise of a convolved image.
 *
 * @module
 */
import { clippedStatistics } from '../../math/clip.js';

/** Approximate number of pixels by which it is measured. */
const SAMPLE = 50_000;

/** Clipped scatter from a sample of the pixels. */
export function scatterOf(density: Float32Array, width: number): number {
  let stride = Math.max(1, Math.floor(density.length / SAMPLE));
  if (stride > 1) while (width % stride === 0 || stride % 2 === 0) stride++;
  const sample = new Float64Array(Math.ceil(density.length / stride));
  for (let k = 0, m = 0; k < density.length; k += stride) sample[m++] = density[k];
  return clippedStatistics(sample).std;
}
