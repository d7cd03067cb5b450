/**
 * Hot pixels under a dark that was scaled to another exposure: which can be used, and how noisy they are.
 *
 * @module
 */
import { type Image, PixelFlag } from '../../../frame/image.js';
import type { FlaggedPixels } from '../../pixel-flags.js';
import { hotPixelsOf } from './hot-pixels.js';
import { type ReducedPlane, type Surroundings, surroundingsOf } from './local-noise.js';

/**
 * How far the dark current of a hot pixel may be from proportionality to time, relative, for each factor of 2 in exposure.
 * It stands for a growth as t^0.93 to t^1.07.
 */
const MAX_NONLINEARITY = 0.05;
/** A hot pixel is used if scaling leaves at most this many times the noise of the pixels around it. */
const MAX_NOISES = 3;
/** The noise around is that of the pixels at most this far in x and in y [px]. */
const REACH = 2;

/** Flags of a frame, and what is to be added to its variance. */
interface ScaledHotPixels extends FlaggedPixels {
  /** Variance of the departure from linearity, for each index [unit of the reduced frame squared]. */
  readonly variance: Float64Array;
}

/**
 * The hot and the unusable pixels of a dark of which `factor` times was subtracted.
 *
 * A hot pixel is `hot` (usable) where the noise that is left of the excess E of its dark over its surroundings,
 *
 *     (factor E / gain) + factor^2 var(dark) + (0.05 |log2 factor| factor E)^2        over flat^2,
 *
 * is at most 3^2 times the variance around it, and `hotScaled` (unusable) elsewhere. The last term allows for hot pixels
 * that do not keep strictly to time and is returned as `variance`; the others are in the variance of every pixel.
 *
 * @param factor frame exposure / dark exposure
 * @param gain [electron/unit]; NaN leaves the photon noise out
 * @see Widenhorn, R. et al. 2002, Proc. SPIE 4669, 193, for the spread of hot pixels' dark current
 */
export function scaledHotPixels(dark: Image, factor: number, gain: number, reduced: ReducedPlane): ScaledHotPixels {
  const { index, bits: own, excess } = hotPixelsOf(dark);
  const bits = own.slice();
  const variance = new Float64Array(index.length);
  const varianceAround = varianceAroundOf(reduced);
  const nonlinearity = factor > 0 ? MAX_NONLINEARITY * Math.abs(Math.log2(factor)) : 0;
  for (let k = 0; k < index.length; k++) {
    if (!(excess[k] > 0)) continue;
    const i = index[k];
    const response2 = reduced.response(i) ** 2;
    const subtracted = factor * excess[k];
    const photons = Number.isFinite(gain) ? subtracted / gain : 0;
    const master = factor * factor * (dark.variance?.[i] ?? 0);
    variance[k] = (nonlinearity * subtracted) ** 2 / response2;
    const left = variance[k] + (photons + master) / response2;
    if (!(left <= MAX_NOISES * MAX_NOISES * varianceAround(i)))
      bits[k] = (bits[k] & ~PixelFlag.hot) | PixelFlag.hotScaled;
  }
  return { index, bits, variance };
}

/** The variance of the pixels around pixel i: their median, or from their spread where it is not known. */
function varianceAroundOf(reduced: ReducedPlane): (i: number) => number {
  const { width, pixels, variance } = reduced;
  const lookAround = surroundingsOf(reduced, variance ?? pixels, REACH);
  const around: Surroundings = { level: NaN, spread: NaN };
  return i => {
    const x = i % width;
    lookAround(x, (i - x) / width, around);
    return variance ? around.level : around.spread * around.spread;
  };
}
