/**
 * What the values of a pixel scatter by, as a function of its level: with it an outlier can be told from noise.
 *
 * @module
 */
import type { OutlierRule } from '../combine-method.js';

/** The variance of one value at each level of the combination, of most pixels; between the levels it is a straight line. */
export interface NoiseCurve {
  /** Levels in rising order; at least one. */
  readonly levels: Float64Array;
  /** The variance of one frame's value at each level. */
  readonly variances: Float64Array;
  /** The smallest of {@link variances}. */
  readonly least: number;
  /** Less than this fraction of a pixel's values may be outliers, but one of three always; if there are more none is. */
  readonly fraction: number;
}

/** How the `n` values of a pixel are judged whose combination is `level`. */
export function outlierRule(noise: NoiseCurve, level: number, n: number): OutlierRule {
  return { variance: noiseAt(noise, level), allowed: n < 3 ? 0 : Math.max(1, Math.ceil(noise.fraction * n) - 1) };
}

/** The variance of one value at a level; beyond the last level it grows as from the first to the last. */
export function noiseAt({ levels, variances }: NoiseCurve, level: number): number {
  const last = levels.length - 1;
  if (last === 0 || !(level > levels[0])) return variances[0];
  if (level >= levels[last]) {
    const slope = (variances[last] - variances[0]) / (levels[last] - levels[0]);
    return variances[last] + Math.max(0, slope) * (level - levels[last]);
  }
  let [from, to] = [0, last];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (levels[middle] <= level) from = middle;
    else to = middle;
  }
  const part = (level - levels[from]) / (levels[to] - levels[from]);
  return variances[from] + part * (variances[to] - variances[from]);
}
