/**
 * Differential photometry: the target's flux over that of its comparison stars, frame by frame.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { SourceFlag } from '../../frame/source-flags.js';
import {
  type FluxMatrix,
  type FrameMask,
  frameCount,
  inMask,
  isMeasured,
  requireMatrix,
  requireStar,
} from '../flux-matrix.js';
import { medianOf, pointToPointScatter, robustScatter } from '../scatter.js';
import { starLevels } from '../star-levels.js';
import { type CurveScale, curveLevel } from './curve-level.js';
import { ensembleLevels, levelVariance } from './ensemble-levels.js';
import { scatterWeights } from './ensemble-weights.js';

/** Settings of {@link ensemblePhotometry}. */
export interface EnsembleOptions {
  /** Index of the star whose curve is wanted. */
  readonly target: number;
  /** Indices of the comparison stars; at least one. */
  readonly comparisons: readonly number[];
  /**
   * `'sum'` (default): the plain sum of the comparisons' fluxes, so that each counts by its
   * brightness. `'scatter'`: each counts by 1 / scatter², found from the stars themselves.
   */
  readonly weights?: 'sum' | 'scatter';
  /**
   * How a frame with a missing comparison is handled. `'rescale'` (default): the others replace it
   * for it at the ratio that they have to it elsewhere, so that no step appears. `'drop'`: the
   * frame's flux is NaN. Both set the flag missingComparison.
   */
  readonly missing?: 'rescale' | 'drop';
  /** The frames whose median is set to 1. Default: all. */
  readonly reference?: FrameMask;
  /** The frames that may judge levels and scatter: those without cloud. Default: all. */
  readonly trusted?: FrameMask;
}

/** One comparison star against the ensemble of the others. */
export interface ComparisonCurve {
  /** Index of the star in the matrix. */
  readonly star: number;
  /** Its part in the ensemble, 0 to 1; all together are 1. */
  readonly weight: number;
  /** Flux relative to the other comparisons, with median 1. NaN throughout for a single comparison. */
  readonly flux: Float64Array;
  /** 1-sigma error of `flux` from both. */
  readonly fluxErr: Float64Array;
  /** Robust scatter of `flux` about its median in the trusted frames; NaN for a lone comparison. */
  readonly scatter: number;
  /** Scatter from point to point, without slow trends. */
  readonly pointToPoint: number;
}

/** A differential curve and what it was made of. */
export interface EnsembleCurve {
  /** Target over ensemble, the median of the reference frames 1 (but see `scale`). NaN where either is missing. */
  readonly flux: Float64Array;
  /** 1-sigma error: the target's and the ensemble's in quadrature. NaN where an error is unknown. */
  readonly fluxErr: Float64Array;
  /** Bits of SourceFlag: missingComparison. */
  readonly flags: Int32Array;
  /** Flux of the ensemble, on the scale of the comparisons' sum [unit of the flux]. */
  readonly ensemble: Float64Array;
  /** Its 1-sigma error [unit of the flux]. */
  readonly ensembleErr: Float64Array;
  /** Target over ensemble at relative flux 1; positive. */
  readonly normalisation: number;
  /** What was set to 1: the median of the fluxes, or where that is mere noise that of the significant ones, or nothing. */
  readonly scale: CurveScale;
  /** The target's median flux over its error. */
  readonly significance: number;
  /** Number of frames whose fluxes were set to 1. */
  readonly scaleFrames: number;
  /** Each comparison against the others, in the order given. */
  readonly comparisons: readonly ComparisonCurve[];
}

/**
 * The differential curve of a target against an ensemble of comparison stars.
 *
 * With weights w and levels L (each star's flux in the median frame), the transparency of frame f is
 * T_f = sum w F_f / sum w L over the comparisons present, the ensemble E_f = T_f x (sum of all L),
 * and the result F_target / E over its median in the reference frames. With `weights: 'sum'` w is 1:
 * in frames with all comparisons E is their plain sum. With `'scatter'` w = 1 / (L s²). Because L and T
 * are solved together, a comparison that drops out leaves no step.
 *
 * Error: sigma² = (sigma_target / E)² + (F / E)² (sum w² sigma²) / (sum w F)², over the normalisation
 * squared; photon, sky and read-out noise of target and comparisons, no scintillation. In frames that miss comparisons the error of
 * the levels L, by which the others replace them, adds to that of the ensemble.
 *
 * A comparison's flux that is NaN, zero or negative counts as missing; a target's negative flux is kept, and so is its sign:
 * where the target is not there in most frames, its median is not set to 1 ({@link EnsembleCurve.scale}).
 *
 * @param flux flux[star][frame]
 * @param fluxErr errors of the same shape
 * @throws PhotometryError `bad-argument` for indices out of range, a target among its comparisons or
 * reference frames without a measurement, `no-stars` without comparisons, `length-mismatch`
 * @see Honeycutt, R. K. 1992, PASP 104, 435, on ensembles with missing stars
 * @see Broeg, C., Fernandez, M. & Neuhaeuser, R. 2005, AN 326, 134, on the weights
 * @see Collins, K. A. et al. 2017, AJ 153, 77, for the errors of a ratio to a sum
 * @example
 * const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2, 5], weights: 'scatter' });
 * curve.flux; // 1 outside the transit
 */
export function ensemblePhotometry(flux: FluxMatrix, fluxErr: FluxMatrix, options: EnsembleOptions): EnsembleCurve {
  const { target, comparisons, weights = 'sum', missing = 'rescale', reference, trusted } = options;
  requireMatrix(flux, fluxErr);
  requireStar(flux, target, 'target');
  requireComparisons(flux, target, comparisons);
  if (weights !== 'sum' && weights !== 'scatter')
    throw new PhotometryError('bad-argument', `weights must be 'sum' or 'scatter', got '${String(weights)}'`);
  if (missing !== 'rescale' && missing !== 'drop')
    throw new PhotometryError('bad-argument', `missing must be 'rescale' or 'drop', got '${String(missing)}'`);

  const stars = comparisons.map(c => flux[c]);
  const errors = comparisons.map(c => fluxErr[c]);
  const medians = starLevels(stars, trusted).level;
  requireMeasured(medians, comparisons);
  const share =
    weights === 'sum' ? medians.map(L => L / sumOf(medians)) : scatterWeights(stars, errors, trusted).weight;
  const level = ensembleLevels(stars, share, trusted);
  if (weights === 'sum') share.set(level.map(L => L / sumOf(level)));
  const sums = sumEnsemble(stars, errors, level, share, missing);
  const ofLevels = levelVariance(stars, errors, share, trusted);
  sums.ensembleErr.forEach((error, f) => {
    sums.ensembleErr[f] = Math.hypot(error, sums.ensemble[f] * Math.sqrt(ofLevels[f]));
  });

  const count = frameCount(flux);
  const ratio = new Float64Array(count);
  const ratioErr = new Float64Array(count);
  for (let f = 0; f < count; f++) {
    ratio[f] = flux[target][f] / sums.ensemble[f];
    ratioErr[f] = Math.hypot(fluxErr[target][f], ratio[f] * sums.ensembleErr[f]) / sums.ensemble[f];
  }
  const unity = curveLevel(ratio, ratioErr, { reference, trusted });
  const normalisation = unity.level;
  return {
    flux: ratio.map(value => value / normalisation),
    fluxErr: ratioErr.map(value => value / normalisation),
    flags: sums.flags,
    ensemble: sums.ensemble,
    ensembleErr: sums.ensembleErr,
    normalisation,
    scale: unity.scale,
    significance: unity.significance,
    scaleFrames: unity.frames,
    comparisons: comparisons.map((star, c) => comparisonCurve(stars, errors, level, share, c, star, trusted)),
  };
}

interface EnsembleSums {
  readonly ensemble: Float64Array;
  readonly ensembleErr: Float64Array;
  readonly flags: Int32Array;
}

/** The ensemble's flux in each frame; `share` weights the fluxes over their levels. */
function sumEnsemble(
  stars: FluxMatrix,
  errors: FluxMatrix,
  level: ArrayLike<number>,
  share: ArrayLike<number>,
  missing: 'rescale' | 'drop',
): EnsembleSums {
  const count = frameCount(stars);
  const ensemble = new Float64Array(count).fill(NaN);
  const ensembleErr = new Float64Array(count).fill(NaN);
  const flags = new Int32Array(count);
  const total = sumOf(level);
  for (let f = 0; f < count; f++) {
    let sum = 0;
    let norm = 0;
    let variance = 0;
    let present = 0;
    for (let c = 0; c < stars.length; c++) {
      if (!isMeasured(stars[c][f])) continue;
      const weight = share[c] / level[c];
      sum += weight * stars[c][f];
      norm += share[c];
      variance += (weight * errors[c][f]) ** 2;
      present++;
    }
    if (present < stars.length) flags[f] |= SourceFlag.missingComparison;
    if (present === 0 || (missing === 'drop' && present < stars.length)) continue;
    ensemble[f] = (sum / norm) * total;
    ensembleErr[f] = (Math.sqrt(variance) / norm) * total;
  }
  return { ensemble, ensembleErr, flags };
}

/** Comparison `c` against the others, normalised to a median of 1. */
function comparisonCurve(
  stars: FluxMatrix,
  errors: FluxMatrix,
  level: ArrayLike<number>,
  share: ArrayLike<number>,
  c: number,
  star: number,
  trusted: FrameMask | undefined,
): ComparisonCurve {
  const others = stars.map((_, k) => k).filter(k => k !== c);
  const pick = <T>(rows: ArrayLike<T>): T[] => others.map(k => rows[k]);
  const sums = sumEnsemble(pick(stars), pick(errors), pick(level), pick(share), 'rescale');
  const count = frameCount(stars);
  const flux = new Float64Array(count).fill(NaN);
  const fluxErr = new Float64Array(count).fill(NaN);
  for (let f = 0; f < count && others.length > 0; f++) {
    if (!isMeasured(stars[c][f])) continue;
    flux[f] = stars[c][f] / sums.ensemble[f];
    fluxErr[f] = Math.hypot(errors[c][f], flux[f] * sums.ensembleErr[f]) / sums.ensemble[f];
  }
  const middle = medianOf(flux.filter((_, f) => inMask(trusted, f)));
  for (let f = 0; f < count; f++) {
    flux[f] /= middle;
    fluxErr[f] /= middle;
  }
  const judged = flux.filter((_, f) => inMask(trusted, f));
  return {
    star,
    weight: share[c],
    flux,
    fluxErr,
    scatter: robustScatter(judged),
    pointToPoint: pointToPointScatter(judged),
  };
}

function requireComparisons(flux: FluxMatrix, target: number, comparisons: readonly number[]): void {
  if (comparisons.length === 0)
    throw new PhotometryError('no-stars', 'comparisons must name at least one comparison star, got an empty list');
  for (const star of comparisons) {
    requireStar(flux, star, 'A comparison');
    if (star === target)
      throw new PhotometryError('bad-argument', `The target, star ${target}, cannot be its own comparison`);
  }
  if (new Set(comparisons).size < comparisons.length)
    throw new PhotometryError('bad-argument', `Each comparison star must be named once, got ${comparisons.join(', ')}`);
}

/** A comparison that was never measured has no level and would invalidate every frame. */
function requireMeasured(level: Float64Array, comparisons: readonly number[]): void {
  const absent = comparisons.filter((_, c) => !(level[c] > 0));
  if (absent.length > 0)
    throw new PhotometryError(
      'no-stars',
      `Comparison ${absent.join(', ')} has no positive flux in any trusted frame; remove it from comparisons`,
      { comparisons: absent },
    );
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
