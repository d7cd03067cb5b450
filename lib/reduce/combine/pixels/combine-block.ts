/**
 * Combines a block of pixels plane by plane, one plane a frame: the fast way for pixels that every
 * frame can use. {@link ./combine-method.ts} says the same for one pixel.
 *
 * @module
 */
import { MAD_TO_SIGMA } from '../../../math/clip.js';
import { medianVarianceFactor } from '../../../math/median-efficiency.js';
import { type CombineRule, combinePixel, scatterOfKept } from '../combine-method.js';
import { type BlockWork, SOME_UNKNOWN } from './block-work.js';
import { markScattered, markShifted } from './mark-outliers.js';
import { MAX_NETWORK, medianOfPlanes } from './median-network.js';
import type { NoiseCurve } from './noise-curve.js';
import { paddedMedian } from './padded-median.js';

/**
 * Combines the first `count` pixels of a block of `n` planes, and their `sum`, into `value` and `variance`.
 * Overwrites the planes. Pixels that must be combined one by one become {@link SOME_UNKNOWN}: those with flagged values,
 * and those that seem to have outliers, which do not count in a variance.
 *
 * @param source what `variance` is: propagated from the values' own, or from their scatter
 * @param noise what the values scatter by; without it a scatter is not searched for outliers
 */
export function combineBlock(
  block: BlockWork,
  n: number,
  count: number,
  rule: CombineRule,
  source: 'propagated' | 'scatter' | 'none',
  noise?: NoiseCurve,
): void {
  const { method, clip } = rule;
  const fits = n <= MAX_NETWORK;
  if (judgeValues(block, n, count) > 0) {
    if (method === 'median' && n < MAX_NETWORK) {
      paddedMedian(block, n, count, source);
      markOutliers(block, n, count, rule, source, noise);
      return;
    }
    for (let p = 0; p < count; p++) if (block.usable[p] !== n) block.usable[p] = SOME_UNKNOWN;
  }
  if (source === 'scatter') scatterOfPlanes(block, n, count, method === 'median' ? medianVarianceFactor(n) : 1);
  if (method === 'median' && fits) {
    if (source === 'propagated') sumOfVariances(block, n, count, medianVarianceFactor(n));
    medianOfPlanes(block.planes, n, block.stride, count, block.value);
  } else if (method === 'mean') {
    if (source === 'propagated') sumOfVariances(block, n, count, 1);
    meanOfPlanes(block, n, count, block.value);
  } else if (method === 'clip' && clip.iterations === 1 && fits) {
    clipPlanes(block, n, count, rule);
  } else {
    pixelByPixel(block, n, count, rule);
  }
  markOutliers(block, n, count, rule, source, noise);
}

/** Marks the pixels whose variance may have outliers in it: those are combined, and judged, one by one. */
function markOutliers(
  block: BlockWork,
  n: number,
  count: number,
  { method }: CombineRule,
  source: 'propagated' | 'scatter' | 'none',
  noise: NoiseCurve | undefined,
): void {
  if (source === 'propagated' && method === 'median') markShifted(block, count);
  if (source === 'scatter' && method !== 'mean' && noise !== undefined) markScattered(block, n, count, method, noise);
}

/**
 * Fills `usable` with `n` where every value can be used, unknown where one is flagged, 0 where one is not finite;
 * returns how many are not.
 */
function judgeValues({ sum, masked, usable }: BlockWork, n: number, count: number): number {
  let odd = 0;
  for (let p = 0; p < count; p++) {
    const allFinite = sum[p] - sum[p] === 0; // a sum is not finite if one of its values is not
    usable[p] = masked[p] !== 0 ? SOME_UNKNOWN : allFinite ? n : 0;
    odd += Number(usable[p] === 0);
  }
  return odd;
}

/** Mean over the planes. */
function meanOfPlanes({ sum }: BlockWork, n: number, count: number, out: Float64Array): void {
  for (let p = 0; p < count; p++) out[p] = sum[p] / n;
}

/** factor sum(variance) / n^2. */
function sumOfVariances({ variances, variance, stride }: BlockWork, n: number, count: number, factor: number): void {
  variance.fill(0);
  for (let k = 0; k < n; k++) for (let p = 0, i = k * stride; p < count; p++, i++) variance[p] += variances![i];
  const square = n * n;
  for (let p = 0; p < count; p++) variance[p] = (factor * variance[p]) / square;
}

/** factor s^2 / n. */
function scatterOfPlanes(block: BlockWork, n: number, count: number, factor: number): void {
  const { planes, stride, center, variance } = block;
  meanOfPlanes(block, n, count, center);
  squaresAbout(planes, center, stride, n, count, variance);
  const pairs = (n - 1) * n;
  for (let p = 0; p < count; p++) variance[p] = (factor * variance[p]) / pairs;
}

function squaresAbout(
  planes: Float64Array,
  center: Float64Array,
  stride: number,
  n: number,
  count: number,
  out: Float64Array,
): void {
  out.fill(0);
  for (let k = 0; k < n; k++)
    for (let p = 0, plane = k * stride; p < count; p++) {
      const deviation = planes[plane + p] - center[p];
      out[p] += deviation * deviation;
    }
}

/** One round of clipping, then the mean of what stays. */
function clipPlanes(block: BlockWork, n: number, count: number, { clip }: CombineRule): void {
  const { planes, variances, stride, copy, center, spread, value, variance } = block;
  if (clip.spread === 'mad') {
    copy.set(planes);
    medianOfPlanes(copy, n, stride, count, center);
    for (let k = 0; k < n; k++)
      for (let p = 0, i = k * stride; p < count; p++, i++) copy[i] = Math.abs(planes[i] - center[p]);
    medianOfPlanes(copy, n, stride, count, spread);
    for (let p = 0; p < count; p++) spread[p] *= MAD_TO_SIGMA;
    if (clip.center === 'mean') meanOfPlanes(block, n, count, center);
  } else {
    meanOfPlanes(block, n, count, center);
    squaresAbout(planes, center, stride, n, count, spread);
    for (let p = 0; p < count; p++) spread[p] = Math.sqrt(spread[p] / n);
    if (clip.center === 'median') {
      copy.set(planes);
      medianOfPlanes(copy, n, stride, count, center);
    }
  }
  const propagate = variances !== undefined;
  for (let p = 0; p < count; p++) {
    const limit = clip.kappa * spread[p];
    const middle = center[p];
    let sum = 0;
    let variances2 = 0;
    let kept = 0;
    for (let i = p; i < n * stride; i += stride) {
      if (!(Math.abs(planes[i] - middle) <= limit)) continue;
      sum += planes[i];
      if (propagate) variances2 += variances[i];
      kept++;
    }
    if (kept === 0) {
      // A mean can be farther than kappa scatters from every value: then all stay, as for one pixel.
      for (let i = p; i < n * stride; i += stride) {
        sum += planes[i];
        if (propagate) variances2 += variances[i];
      }
      kept = n;
    }
    value[p] = sum / kept;
    variance[p] = propagate ? variances2 / (kept * kept) : scatterOfKept(variance[p], n, kept, 'clip');
  }
}

/** Combines one pixel, for methods without a vectorised path. */
function pixelByPixel(
  { planes, variances, variance, value, stride, run, usable }: BlockWork,
  n: number,
  count: number,
  rule: CombineRule,
): void {
  for (let p = 0; p < count; p++) {
    if (usable[p] !== n) continue;
    for (let k = 0; k < n; k++) {
      run.values[k] = planes[k * stride + p];
      if (variances !== undefined) run.variances![k] = variances[k * stride + p];
    }
    combinePixel(run, n, rule);
    value[p] = run.value;
    variance[p] = variances !== undefined ? run.variance : scatterOfKept(variance[p], n, run.kept, rule.method);
  }
}
