/**
 * Gain, read-out noise and variance of a combination of frames.
 *
 * @module
 */
import type { Pixels } from '../../frame/image.js';
import { medianVarianceFactor } from '../../math/median-efficiency.js';
import type { CombineMethod } from './combine-method.js';

/** What the noise of a combination is made of: one entry a frame. */
export interface FrameNoise {
  /** Electrons for one unit of the frame; NaN is unknown. */
  readonly gain: number;
  /** Read-out noise of the frame [electron]; NaN is unknown. */
  readonly readNoise: number;
  /** What the frame's values were divided by. */
  readonly level: number;
}

/** Gain and read-out noise with which the combination obeys variance = value/gain + (readNoise/gain)^2. */
interface EffectiveNoise {
  readonly gain: number;
  readonly readNoise: number;
}

/**
 * The effective gain and read-out noise of a combination of n frames.
 *
 * A value c of the combination represents c L_i in frame i (L_i the level it was divided by), whose
 * variance is c/(g_i L_i) + (R_i/(g_i L_i))^2. With f = 1 for means and {@link medianVarianceFactor}
 * for medians,
 *
 *     gain = n^2 / (f sum 1/(g_i L_i)),   readNoise = gain sqrt(f sum (R_i/(g_i L_i))^2) / n
 *
 * so that for n equal frames the gain is n/f times that of one and the read-out noise sqrt(n/f) times.
 */
export function effectiveNoise(frames: readonly FrameNoise[], method: CombineMethod): EffectiveNoise {
  const n = frames.length;
  const factor = method === 'median' ? medianVarianceFactor(n) : 1;
  let photons = 0;
  let readOut = 0;
  for (const { gain, readNoise, level } of frames) {
    photons += 1 / (gain * level);
    readOut += (readNoise / (gain * level)) ** 2;
  }
  const gain = (n * n) / (factor * photons);
  return { gain, readNoise: (gain * Math.sqrt(factor * readOut)) / n };
}

/** Writes value/gain + (readNoise/gain)^2 into `out`; a negative value counts as 0. */
export function modelVariance(pixels: Pixels, noise: EffectiveNoise, out: Float64Array): void {
  const readOut = (noise.readNoise / noise.gain) ** 2;
  for (let i = 0; i < pixels.length; i++) out[i] = (pixels[i] > 0 ? pixels[i] / noise.gain : 0) + readOut;
}

/**
 * Replaces in `out` the scatter of each pixel by the pooled variance of read-out noise, except where
 * it is larger than chance allows: above 1 + 6 sqrt(2/(n - 1)) times the pooled, six standard
 * deviations of a sample variance. There (hot and flickering pixels) the scatter is used.
 *
 * @param n number of frames
 * @param pooled variance of the combination from read-out noise alone
 */
export function poolVariance(n: number, pooled: number, out: Float64Array): void {
  const limit = pooled * (1 + 6 * Math.sqrt(2 / (n - 1)));
  for (let i = 0; i < out.length; i++) if (!(out[i] > limit)) out[i] = pooled;
}
