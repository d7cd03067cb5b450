/**
 * Weights of comparison stars from the scatter that they show against each other.
 *
 * @module
 */
import { clearFrames } from '../clear-frames.js';
import { type FluxMatrix, type FrameMask, frameCount, inMask, isMeasured } from '../flux-matrix.js';
import { medianOf, pointToPointScatter, robustScatter } from '../scatter.js';
import { starLevels } from '../star-levels.js';

/** Maximum number of rounds, after which the weights are used as they are. */
const MAX_ROUNDS = 40;

/** Weights have settled when no scatter changes by more than this part of itself. */
const TOLERANCE = 1e-3;

/** Slow scatter counts if it exceeds this multiple of the point-to-point scatter. */
const SLOW_ALLOWANCE = 2.5;

/** Each star's level, its own scatter, and the weights that follow from it. */
interface ScatterWeights {
  /** Weight of each star's flux divided by its level; they add up to 1. */
  readonly weight: Float64Array;
  /** Each star's own relative scatter, that of the ensemble taken off; at least its photon noise. */
  readonly scatter: Float64Array;
}

/**
 * Weights the stars by 1 / scatter², and measures each scatter against the weighted mean of the
 * others, in turns until both agree.
 *
 * Broeg, Fernandez and Neuhaeuser's artificial comparison star, made safe for short and cloudy nights:
 * - Only clear frames judge ({@link clearFrames}).
 * - Scatter is that from point to point, so that a slow drift which the target may share (airmass,
 *   flat field) does not cost a good star its weight. Of a star whose slow scatter d exceeds 2.5
 *   times that, p, as a variable's does, the excess counts too: s² = p² + d² - (2.5 p)².
 * - The others' noise is in the comparison with them; it is taken off, s_i² = s²(f_i / A_-i) -
 *   sum over j of w_j² s_j² (j not i), so that a quiet star is not blamed for a noisy ensemble.
 * - s_i is never below the star's photon noise: so chance cannot give one star all the weight.
 *
 * @param flux one row for each comparison star
 * @param frames the frames that may judge; default all
 * @see Broeg, C., Fernandez, M. & Neuhaeuser, R. 2005, AN 326, 134
 * @example scatterWeights(flux, fluxErr).weight // [0.7, 0.2, 0.1]
 */
export function scatterWeights(flux: FluxMatrix, fluxErr: FluxMatrix, frames?: FrameMask): ScatterWeights {
  const n = flux.length;
  const { level, transparency } = starLevels(flux, frames);
  const judging = clearFrames(transparency, frames);
  const photon = photonScatter(flux, fluxErr, judging);
  const scatter = startingScatter(photon);
  let weight = weightsOf(scatter);
  if (n < 2) return { weight, scatter };

  for (let round = 0; round < MAX_ROUNDS; round++) {
    const against = scatterAgainstOthers(flux, level, weight, judging);
    const floor = 0.3 * medianOf(against);
    let sum = 0; // of w² s² over all stars
    for (let i = 0; i < n; i++) sum += (weight[i] * scatter[i]) ** 2;
    const next = scatter.map((own, i) => {
      if (!Number.isFinite(against[i])) return own;
      const others = (sum - (weight[i] * own) ** 2) / (1 - weight[i]) ** 2;
      const lowest = Number.isFinite(photon[i]) ? photon[i] : floor;
      const variance = Math.max(against[i] ** 2 - others, lowest ** 2);
      return Math.sqrt(0.5 * (own * own + variance)); // half of each: two stars cannot be distinguished
    });
    let change = 0;
    for (let i = 0; i < n; i++) change = Math.max(change, Math.abs(next[i] / scatter[i] - 1));
    scatter.set(next);
    weight = weightsOf(scatter);
    if (change < TOLERANCE) break;
  }
  return { weight, scatter };
}

/** Median relative photon error of each star; NaN where errors are unknown. */
function photonScatter(flux: FluxMatrix, fluxErr: FluxMatrix, frames: FrameMask): Float64Array {
  return Float64Array.from(flux, (row, i) =>
    medianOf(
      Float64Array.from(row, (value, f) => (isMeasured(value) && inMask(frames, f) ? fluxErr[i][f] / value : NaN)),
    ),
  );
}

/** The photon noise; for stars without one the median, or 1 % if no star has one. */
function startingScatter(photon: Float64Array): Float64Array {
  const typical = medianOf(photon);
  return photon.map(value => (value > 0 ? value : typical > 0 ? typical : 0.01));
}

function weightsOf(scatter: Float64Array): Float64Array {
  const inverse = scatter.map(s => 1 / (s * s));
  let sum = 0;
  for (const value of inverse) sum += value;
  return inverse.map(value => value / sum);
}

/** Scatter of each star relative to the weighted mean of the others, as described at {@link scatterWeights}. */
function scatterAgainstOthers(
  flux: FluxMatrix,
  level: ArrayLike<number>,
  weight: Float64Array,
  frames: FrameMask,
): Float64Array {
  const count = frameCount(flux);
  const curves = flux.map(() => new Float64Array(count).fill(NaN));
  for (let f = 0; f < count; f++) {
    if (!inMask(frames, f)) continue;
    let sum = 0;
    let norm = 0;
    let present = 0;
    for (let i = 0; i < flux.length; i++) {
      if (!isMeasured(flux[i][f])) continue;
      sum += (weight[i] * flux[i][f]) / level[i];
      norm += weight[i];
      present++;
    }
    if (present < 2) continue;
    for (let i = 0; i < flux.length; i++) {
      if (!isMeasured(flux[i][f])) continue;
      const own = flux[i][f] / level[i];
      curves[i][f] = (own * (norm - weight[i])) / (sum - weight[i] * own);
    }
  }
  return Float64Array.from(curves, curve => {
    const fast = pointToPointScatter(curve);
    const excess = robustScatter(curve) ** 2 - (SLOW_ALLOWANCE * fast) ** 2;
    return Math.sqrt(fast * fast + Math.max(0, excess));
  });
}
