/**
 * The flux of the target that becomes 1: its median, unless that is not a flux but noise.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type FrameMask, inMask } from '../flux-matrix.js';
import { finiteOf, medianOf, robustScatter } from '../scatter.js';

/**
 * What a curve is divided by: the `'median'` of the target's fluxes, the median of its `'significant'` ones only, or
 * `'none'`, so that the curve is the plain ratio to the comparisons.
 */
export type CurveScale = 'median' | 'significant' | 'none';

/** The level of a curve. */
interface CurveLevel {
  /** What the ratio to the comparisons is divided by; positive, or NaN where nothing was measured. */
  readonly level: number;
  readonly scale: CurveScale;
  /** The median flux of the frames over its error; NaN where neither errors nor scatter are known. */
  readonly significance: number;
  /** Number of frames whose flux set the level; 0 for the scale `'none'`. */
  readonly frames: number;
}

/** The frames that set the level. */
interface LevelFrames {
  /** Those chosen by the user. */
  readonly reference?: FrameMask;
  /** Else those without cloud, unless none of them has a flux. */
  readonly trusted?: FrameMask;
}

/** The median is significant above this many times its error. */
const MEDIAN_LIMIT = 3;

/** A single flux is significant above this many times its error: more than the median, as there are many. */
const FLUX_LIMIT = 5;

/** Error of the median of normal values over that of their mean. */
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2);

/**
 * Finds the level of a curve.
 *
 * The median of the frames, if it is positive by more than 3 times its error. Else the target is not there in most of
 * them: the median of the fluxes above 5 times their error, where there are any; else the level is 1, and the curve keeps the
 * scale of the ratio. The level is never negative, so that fluxes keep their sign and errors stay positive.
 *
 * Where errors are unknown, the scatter of the frames replaces them; a single flux of unknown error needs to be positive only.
 *
 * @param ratio target over ensemble, frame by frame; NaN where missing
 * @throws PhotometryError `bad-argument` if no frame of `reference` has a flux
 */
export function curveLevel(ratio: Float64Array, ratioErr: Float64Array, frames: LevelFrames): CurveLevel {
  const chosen = levelFrames(ratio, frames);
  const values = finiteOf(chosen.map(f => ratio[f]));
  const scatter = robustScatter(values);
  const median = medianOf(values);
  const known = medianOf(chosen.map(f => ratioErr[f]));
  const noise = Number.isNaN(known) ? scatter : known;
  const significance = (median / (MEDIAN_ERROR * noise)) * Math.sqrt(values.length);
  if (Number.isNaN(median) || (median > 0 && !(significance <= MEDIAN_LIMIT)))
    return { level: median, scale: 'median', significance, frames: values.length };
  const strong = chosen
    .filter(f => ratio[f] > FLUX_LIMIT * (Number.isNaN(ratioErr[f]) ? scatter : ratioErr[f]))
    .map(f => ratio[f]);
  return strong.length > 0
    ? { level: medianOf(strong), scale: 'significant', significance, frames: strong.length }
    : { level: 1, scale: 'none', significance, frames: 0 };
}

/** The numbers of the frames that set the level. */
function levelFrames(ratio: Float64Array, { reference, trusted }: LevelFrames): number[] {
  const measured = Array.from(ratio, (_, f) => f).filter(f => Number.isFinite(ratio[f]));
  if (reference === undefined) {
    const clear = measured.filter(f => inMask(trusted, f));
    return clear.length > 0 ? clear : measured;
  }
  const chosen = measured.filter(f => inMask(reference, f));
  if (chosen.length === 0)
    throw new PhotometryError(
      'bad-argument',
      'reference must select a frame in which target and comparisons were measured; none of its frames has both',
    );
  return chosen;
}
