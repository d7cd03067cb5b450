/**
 * The noise that thin cloud adds: it is never the same for all stars.
 *
 * @module
 */
import { quantileInPlace } from '../../../math/select.js';
import { finiteOf } from '../../scatter.js';

/** Cloud takes from each star its own light, different by this part of what it takes from all. */
const PATCHINESS = 0.05;

/** Light that is lost without cloud: seeing, wind, the flat field. */
const ORDINARY_LOSS = 0.05;

/** The clear sky near a frame is sought among so many frames before and after: extinction changes little over them. */
const REACH = 10;

/** What counts as the best light of these. */
const BEST_QUANTILE = 0.8;

/**
 * Relative 1-sigma noise of a star's flux by the patchiness of cloud: 5 % of the magnitudes that the frame loses against its
 * neighbours, without the first 5 %. 0 in clear frames and where transparency is unknown.
 *
 * @param transparency light of the stars, frame by frame in order of time
 */
export function cloudNoise(transparency: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(transparency);
  const reach = Math.max(REACH, Math.ceil(values.length / 10));
  return values.map((value, f) => {
    const near = finiteOf(values.slice(Math.max(0, f - reach), f + reach + 1));
    const loss = Math.log((quantileInPlace(near, BEST_QUANTILE) * (1 - ORDINARY_LOSS)) / value);
    return loss > 0 && Number.isFinite(loss) ? PATCHINESS * loss : 0;
  });
}
