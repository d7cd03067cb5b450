/**
 * Medians of a block with missing values, by the same network as complete ones.
 *
 * @module
 */

import { medianVarianceFactor } from '../../../math/median-efficiency.js';
import { type BlockWork, SOME_UNKNOWN } from './block-work.js';
import { medianOfPlanes } from './median-network.js';

/** Stands below (with a minus) or above every value. Infinity would not do: the network multiplies by 0. */
const BEYOND = Number.MAX_VALUE;

/**
 * Combines the first `count` pixels of a block of `n` planes some of whose values are not finite.
 *
 * Missing values are replaced in turn by one below and one above all others, so that the median of those
 * there are is in the middle, whatever their number m: for an even count of planes (one is added to an odd
 * one) at the middle two for even m, at the upper of them for odd m. Flagged pixels, and those without
 * any value, become {@link SOME_UNKNOWN}. `sum` is that of the values there are.
 */
export function paddedMedian(
  block: BlockWork,
  n: number,
  count: number,
  source: 'propagated' | 'scatter' | 'none',
): void {
  const { planes, usable, value, stride } = block;
  const even = n + (n % 2);
  for (let p = 0; p < count; p++) {
    const isKnown = usable[p] !== SOME_UNKNOWN;
    const m = usable[p] === n ? n : countFinite(block, n, p);
    if (m < n) block.sum[p] = sumOfFinite(block, n, p);
    if (source !== 'none') block.variance[p] = varianceOf(block, n, p, m, source);
    let missing = usable[p] === n ? 0 : pad(planes, n, stride, p);
    if (even > n) planes[n * stride + p] = missing++ % 2 === 0 ? -BEYOND : BEYOND;
    usable[p] = isKnown && m > 0 ? m : SOME_UNKNOWN;
  }
  medianOfPlanes(planes, even, stride, count, value);
  const upper = (even >> 1) * stride;
  for (let p = 0; p < count; p++) if (usable[p] % 2 === 1) value[p] = planes[upper + p];
}

function countFinite({ planes, stride }: BlockWork, n: number, p: number): number {
  let m = 0;
  for (let i = p; i < n * stride; i += stride) m += Number(planes[i] - planes[i] === 0);
  return m;
}

function sumOfFinite({ planes, stride }: BlockWork, n: number, p: number): number {
  let sum = 0;
  for (let i = p; i < n * stride; i += stride) if (planes[i] - planes[i] === 0) sum += planes[i];
  return sum;
}

/** Replaces the missing values of a pixel; returns their number. */
function pad(planes: Float64Array, n: number, stride: number, p: number): number {
  let missing = 0;
  for (let i = p; i < n * stride; i += stride)
    if (planes[i] - planes[i] !== 0) planes[i] = missing++ % 2 === 0 ? -BEYOND : BEYOND;
  return missing;
}

/** The variance of the median of the `m` finite values of a pixel: from their own variances, or from their scatter. */
function varianceOf(
  { planes, variances, stride }: BlockWork,
  n: number,
  p: number,
  m: number,
  source: 'propagated' | 'scatter',
): number {
  let sum = 0;
  let own = 0;
  for (let i = p; i < n * stride; i += stride) {
    if (planes[i] - planes[i] !== 0) continue;
    sum += planes[i];
    if (variances !== undefined) own += variances[i];
  }
  if (source === 'propagated') return (medianVarianceFactor(m) * own) / (m * m);
  if (m < 2) return NaN;
  const mean = sum / m;
  let squares = 0;
  for (let i = p; i < n * stride; i += stride)
    if (planes[i] - planes[i] === 0) squares += (planes[i] - mean) * (planes[i] - mean);
  return (medianVarianceFactor(m) * squares) / ((m - 1) * m);
}
