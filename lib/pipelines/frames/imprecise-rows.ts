/**
 * Measurements that are far less certain than others of the same star.
 *
 * @module
 */
import { SourceFlag } from '../../frame/source-flags.js';
import { medianOf } from '../../timeseries/scatter.js';

/** The measurements of one star over the frames. */
interface StarOverFrames {
  readonly flux: ArrayLike<number>;
  readonly fluxErr: ArrayLike<number>;
  /** Exposure times, where frames of several exposures have fluxes that grow with them; else absent. */
  readonly exptime?: ArrayLike<number> | undefined;
}

/** An error is too large above this many times the star's median error. */
const MAX_ERROR_RATIO = 10;

/** A star that brightened has at least this signal to noise, and its median one. */
const BRIGHT_SNR = 10;

/**
 * Marks the measurements whose error exceeds 10 times the star's median error, and whose signal to noise is below its median: a star
 * that brightens has a larger error and is better known.
 *
 * With several exposures both the error and the error per second must exceed it: neither a long exposure nor a short one is imprecise.
 *
 * @returns bits of SourceFlag: `imprecise` or 0
 */
export function impreciseFlags({ flux, fluxErr, exptime }: StarOverFrames): Int32Array {
  const errors = Float64Array.from(fluxErr);
  const rates = exptime === undefined ? errors : errors.map((error, f) => error / exptime[f]);
  const signal = errors.map((error, f) => flux[f] / error);
  const limits = [medianOf(errors), medianOf(rates), medianOf(signal)];
  return Int32Array.from(errors, (error, f) => {
    const large = error > MAX_ERROR_RATIO * limits[0] && !(rates[f] <= MAX_ERROR_RATIO * limits[1]);
    return large && !(signal[f] >= Math.max(BRIGHT_SNR, limits[2])) ? SourceFlag.imprecise : 0;
  });
}
