/**
 * The frames in which stars can be judged: those with nearly all of the night's best light.
 *
 * @module
 */
import { quantileInPlace } from '../math/select.js';
import { type FrameMask, inMask } from './flux-matrix.js';

/** Thin cloud is patchy: it makes quiet stars look variable. */
const MIN_TRANSPARENCY = 0.85;

/** What counts as the night's best light. */
const BEST_QUANTILE = 0.8;

/**
 * Marks the frames with at least 0.85 of the transparency that the best fifth of the frames reaches.
 *
 * Where fewer than five frames, or fewer than a third, are that clear, all frames of the mask count.
 *
 * @param transparency light of the stars relative to their levels, frame by frame
 * @param frames which frames may count (default all)
 * @returns 1 for frames to judge by, else 0
 * @example clearFrames(starLevels(flux).transparency)
 */
export function clearFrames(transparency: ArrayLike<number>, frames?: FrameMask): Uint8Array {
  const allowed = Uint8Array.from(transparency, (value, f) => (inMask(frames, f) && value > 0 ? 1 : 0));
  const values = Float64Array.from(transparency).filter((_, f) => allowed[f] === 1);
  const best = quantileInPlace(values, BEST_QUANTILE);
  const clear = allowed.map((ok, f) => (ok === 1 && transparency[f] >= MIN_TRANSPARENCY * best ? 1 : 0));
  const count = clear.reduce((sum, ok) => sum + ok, 0);
  return count >= Math.max(5, values.length / 3) ? clear : allowed;
}
