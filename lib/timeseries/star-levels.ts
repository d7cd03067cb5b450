/**
 * Splits fluxes into what belongs to the star and what to the frame: F = level(star) x transparency(frame).
 *
 * @module
 */
import { medianInPlace } from '../math/select.js';
import { type FluxMatrix, type FrameMask, frameCount, inMask, isMeasured } from './flux-matrix.js';
import { finiteOf, medianOf } from './scatter.js';

/** The two factors of the fluxes. */
interface StarLevels {
  /** Flux of each star at transparency 1 [unit of the flux]; NaN for a star that was never measured. */
  readonly level: Float64Array;
  /** Flux of the frame's stars relative to their levels; the median frame has 1. NaN for a frame without stars. */
  readonly transparency: Float64Array;
}

/** Rounds of the alternation; a few suffice unless most values are missing. */
const MAX_ROUNDS = 50;

/**
 * Finds level and transparency in turn: the transparency of a frame is the median over its stars of
 * flux / level, the level of a star the median over the frames of flux / transparency.
 *
 * Because each star is judged only in the frames that it is in, a star that is missing in the best
 * (or worst) frames gets the same level as if it were there. Medians keep a variable star and a
 * spoilt frame from mattering. Stars without a common frame cannot be tied to each other; each then
 * keeps the level of its own median frame.
 *
 * @param frames which frames may set the levels (default all); transparency is given for all
 * @see Honeycutt, R. K. 1992, PASP 104, 435, for the same split by least squares in magnitudes
 * @example
 * const { transparency } = starLevels(flux); // a cloud is a dip in it
 */
export function starLevels(flux: FluxMatrix, frames?: FrameMask): StarLevels {
  const count = frameCount(flux);
  const level = Float64Array.from(flux, row => medianOf(measured(row, frames)));
  const transparency = new Float64Array(count).fill(1);
  const ratios = new Float64Array(Math.max(count, flux.length));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (let f = 0; f < count; f++) {
      let n = 0;
      for (let s = 0; s < flux.length; s++)
        if (isMeasured(flux[s][f]) && level[s] > 0) ratios[n++] = flux[s][f] / level[s];
      transparency[f] = medianInPlace(ratios, n);
    }
    const middle = medianOf(finiteOf(measured(transparency, frames)));
    const unit = middle > 0 ? middle : 1;
    for (let f = 0; f < count; f++) transparency[f] /= unit;

    let change = 0;
    for (let s = 0; s < flux.length; s++) {
      let n = 0;
      for (let f = 0; f < count; f++)
        if (isMeasured(flux[s][f]) && transparency[f] > 0 && inMask(frames, f))
          ratios[n++] = flux[s][f] / transparency[f];
      if (n === 0) continue;
      const next = medianInPlace(ratios, n);
      change = Math.max(change, Math.abs(next / level[s] - 1));
      level[s] = next;
    }
    if (!(change > 1e-12)) break;
  }
  return { level, transparency };
}

/** The measured values of the frames that count; the others NaN. */
function measured(values: ArrayLike<number>, frames: FrameMask | undefined): Float64Array {
  return Float64Array.from(values, (value, f) => (isMeasured(value) && inMask(frames, f) ? value : NaN));
}
