/**
 * The levels of comparison stars and the zero points of the frames, solved together.
 *
 * @module
 */
import { type FluxMatrix, type FrameMask, frameCount, inMask, isMeasured } from '../flux-matrix.js';
import { medianOf, robustScatter } from '../scatter.js';
import { starLevels } from '../star-levels.js';

/** Rounds of the alternation; it settles at once unless many values are missing. */
const MAX_ROUNDS = 200;

/** Levels have settled when none changes by more than this part of itself. */
const TOLERANCE = 1e-9;

/** What departs by this many robust scatters does not count for its level. */
const CLIP = 4;

/**
 * The level of each star by least squares: F = level x zero point, the zero point of a frame being the weighted mean over its stars of
 * flux / level, the level of a star the mean over its frames of flux / zero point.
 *
 * Because both are solved together, a star that is left out of some frames leaves no step there: the others have taken its part at
 * the ratio that they have to it elsewhere. Beginning with the medians ({@link starLevels}), and without what is more than 4 robust
 * scatters from the median of a star.
 *
 * @param share weight of each star's flux over its level
 * @param frames which frames may set the levels; default all
 * @see Honeycutt, R. K. 1992, PASP 104, 435
 */
export function ensembleLevels(flux: FluxMatrix, share: ArrayLike<number>, frames?: FrameMask): Float64Array {
  const { level, transparency } = starLevels(flux, frames);
  const judged = Array.from(transparency, (_, f) => f).filter(f => inMask(frames, f));
  const counting = flux.map((row, s) => countingFrames(row, level[s], transparency, judged));
  const zero = new Float64Array(transparency.length);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const f of judged) zero[f] = zeroPoint(flux, level, share, f);
    let change = 0;
    for (let s = 0; s < flux.length; s++) {
      let sum = 0;
      for (const f of counting[s]) sum += flux[s][f] / zero[f];
      const next = sum / counting[s].length;
      if (!(next > 0)) continue;
      change = Math.max(change, Math.abs(next / level[s] - 1));
      level[s] = next;
    }
    if (!(change > TOLERANCE)) break;
  }
  return level;
}

/** The frames whose flux counts for the level of a star. */
function countingFrames(
  row: ArrayLike<number>,
  level: number,
  transparency: ArrayLike<number>,
  judged: readonly number[],
): number[] {
  const measured = judged.filter(f => isMeasured(row[f]));
  const residual = measured.map(f => row[f] / (level * transparency[f]) - 1);
  const reach = CLIP * robustScatter(residual);
  return reach > 0 ? measured.filter((_, k) => Math.abs(residual[k]) <= reach) : measured;
}

/** Weighted mean of flux / level over the stars of a frame; NaN without any. */
function zeroPoint(flux: FluxMatrix, level: ArrayLike<number>, share: ArrayLike<number>, f: number): number {
  let sum = 0;
  let weights = 0;
  for (let s = 0; s < flux.length; s++) {
    if (!isMeasured(flux[s][f])) continue;
    sum += (share[s] * flux[s][f]) / level[s];
    weights += share[s];
  }
  return sum / weights;
}

/**
 * Relative variance that the errors of the levels give to the ensemble in each frame.
 *
 * With all stars present the levels cancel in the normalisation. A frame of other weights w_s than the mean ones has
 * the variance sum (w_s - mean w_s)² s_s² / N_s, for stars of the relative errors s_s that were measured in N_s frames.
 */
export function levelVariance(
  flux: FluxMatrix,
  fluxErr: FluxMatrix,
  share: ArrayLike<number>,
  frames?: FrameMask,
): Float64Array {
  const count = frameCount(flux);
  const weights = flux.map(() => new Float64Array(count));
  for (let f = 0; f < count; f++) {
    let sum = 0;
    for (let s = 0; s < flux.length; s++) if (isMeasured(flux[s][f])) sum += share[s];
    for (let s = 0; s < flux.length; s++) weights[s][f] = isMeasured(flux[s][f]) ? share[s] / sum : 0;
  }
  const variance = new Float64Array(count);
  flux.forEach((row, s) => {
    const judged = Array.from(row, (_, f) => f).filter(f => inMask(frames, f));
    const mean = judged.reduce((sum, f) => sum + weights[s][f], 0) / judged.length;
    const present = judged.filter(f => isMeasured(row[f]));
    const error = medianOf(present.map(f => fluxErr[s][f] / row[f])) || 0;
    for (let f = 0; f < count; f++) variance[f] += ((weights[s][f] - mean) * error) ** 2 / Math.max(1, present.length);
  });
  return variance;
}
