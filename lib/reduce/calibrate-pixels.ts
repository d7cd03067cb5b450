/**
 * The arithmetic of a reduction, in one pass over the pixels.
 *
 * @module
 */
import type { Pixels } from '../frame/image.js';

/** A calibration frame as the loops need it. */
export interface MasterPixels {
  readonly pixels: Pixels;
  readonly variance: Pixels | undefined;
}

/** What {@link reducePixels} computes: (raw - biasFactor bias - darkFactor dark) / (flat / flatLevel). */
export interface PixelArithmetic {
  readonly raw: Pixels;
  readonly bias: MasterPixels | undefined;
  readonly biasFactor: number;
  readonly dark: MasterPixels | undefined;
  readonly darkFactor: number;
  readonly flat: MasterPixels | undefined;
  readonly flatLevel: number;
}

/** All ones: `i & EVERY` is i. */
const EVERY = -1;

/**
 * An array as the loops index it, `values[i & mask]`. What is absent becomes one number that changes
 * nothing, found at `i & 0`, so that a loop needs no question for each pixel and each term.
 */
interface Term {
  readonly values: Pixels;
  readonly mask: number;
}

/** The term of `values`, of the element type of `like`, or of the number that stands for its absence. */
function term(values: Pixels | undefined, absent: number, like: Pixels): Term {
  if (values !== undefined) return { values, mask: EVERY };
  return { values: like instanceof Float64Array ? Float64Array.of(absent) : Float32Array.of(absent), mask: 0 };
}

/**
 * Values in float64, rounded once when they are stored in `out`. NaN where the formula gives no number.
 *
 * @returns whether every value is finite
 */
export function reducePixels(arithmetic: PixelArithmetic, out: Pixels): boolean {
  const { raw, biasFactor, darkFactor, flatLevel } = arithmetic;
  const { values: bias, mask: b } = term(biasFactor === 0 ? undefined : arithmetic.bias?.pixels, 0, raw);
  const { values: dark, mask: d } = term(arithmetic.dark?.pixels, 0, raw);
  const { values: flat, mask: f } = term(arithmetic.flat?.pixels, 1, raw);
  let odd = 0; // NaN as soon as one value is not finite
  for (let i = 0; i < raw.length; i++) {
    out[i] = ((raw[i] - biasFactor * bias[i & b] - darkFactor * dark[i & d]) * flatLevel) / flat[i & f];
    odd += out[i] - out[i];
  }
  if (odd === 0) return true;
  eraseInfinite(out); // division by a flat of 0
  return false;
}

/** Sets NaN where a value is infinite. */
function eraseInfinite(values: Pixels): void {
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) values[i] = NaN;
}

/** What the variance of a frame is made of. */
export interface NoiseTerms {
  /** Variance of the frame before this step; undefined: photons and read-out noise, from the terms below. */
  readonly rawVariance: Pixels | undefined;
  /** Electrons for one unit. */
  readonly gain: number;
  /** Read-out noise [unit]. */
  readonly readNoise: number;
  /** How often the variance of the bias enters; not its factor when the dark holds the same bias. */
  readonly biasVarianceFactor: number;
}

/**
 * The variance of each reduced value r:
 *
 *     var(r) = (S/gain + readNoise^2 + varB var(bias) + s^2 var(dark) + r^2 var(flat)) / flat^2
 *
 * with S the signal above the bias, sky and dark current included (the dark's photons scatter too); a
 * negative S counts as 0.
 */
export function reduceVariance(arithmetic: PixelArithmetic, noise: NoiseTerms, reduced: Pixels, out: Pixels): void {
  const { raw, darkFactor, flatLevel } = arithmetic;
  const { biasVarianceFactor } = noise;
  // A frame that brings its own variance has its photons in it: an infinite gain makes them 0 here.
  const gain = noise.rawVariance === undefined ? noise.gain : Infinity;
  const readNoise2 = noise.rawVariance === undefined ? noise.readNoise * noise.readNoise : 0;
  const { values: own, mask: o } = term(noise.rawVariance, 0, raw);
  const { values: level, mask: l } = term(pedestalOf(arithmetic), 0, raw);
  const { values: bias, mask: b } = term(biasVarianceFactor === 0 ? undefined : arithmetic.bias?.variance, 0, raw);
  const { values: dark, mask: d } = term(arithmetic.dark?.variance, 0, raw);
  const { values: flat, mask: f } = term(arithmetic.flat?.pixels, 1, raw);
  const { values: flatVariance, mask: v } = term(arithmetic.flat?.variance, 0, raw);
  const darkFactor2 = darkFactor * darkFactor;
  const flatLevel2 = flatLevel * flatLevel;
  let odd = 0;
  for (let i = 0; i < raw.length; i++) {
    const signal = raw[i] - level[i & l];
    const response = flat[i & f];
    const value = reduced[i];
    const undivided =
      (signal > 0 ? signal / gain : 0) +
      readNoise2 +
      own[i & o] +
      biasVarianceFactor * bias[i & b] +
      darkFactor2 * dark[i & d];
    out[i] = (undivided * flatLevel2 + value * value * flatVariance[i & v]) / (response * response);
    odd += out[i] - out[i];
  }
  if (odd !== 0) eraseInfinite(out);
}

/** What stands under the signal: the bias, or the dark that still holds it. */
function pedestalOf({ bias, biasFactor, dark, darkFactor }: PixelArithmetic): Pixels | undefined {
  return bias?.pixels ?? (biasFactor === 0 && darkFactor === 1 ? dark?.pixels : undefined);
}
