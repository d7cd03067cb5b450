/**
 * The arithmetic of a reduction, in one pass over the pixels.
 *
 * @module
 */
import { STRETCH } from '../../core/stretches.js';
import type { Pixels } from '../../frame/image.js';

/** A calibration frame as the loops need it. */
interface MasterPixels {
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
 * nothing, found at `i & 0`, so that a loop needs no test for each pixel and each term.
 */
interface Term {
  readonly values: Pixels;
  readonly mask: number;
}

/** The term of `values`, of the element type of `like`, or of the number that represents its absence. */
function term(values: Pixels | undefined, absent: number, like: Pixels): Term {
  if (values !== undefined) return { values, mask: EVERY };
  return { values: like instanceof Float64Array ? Float64Array.of(absent) : Float32Array.of(absent), mask: 0 };
}

/**
 * Values in float64, rounded once when they are stored in `out`. NaN where the result is not a number.
 *
 * @returns whether every value is finite
 */
export function reducePixels(arithmetic: PixelArithmetic, out: Pixels): boolean {
  const { raw, bias, biasFactor, dark, darkFactor, flat, flatLevel } = arithmetic;
  const terms: ReductionTerms = {
    raw,
    bias: term(biasFactor === 0 ? undefined : bias?.pixels, 0, raw),
    biasFactor,
    dark: term(dark?.pixels, 0, raw),
    darkFactor,
    flat: term(flat?.pixels, 1, raw),
    flatLevel,
  };
  let odd = 0;
  for (let from = 0; from < raw.length; from += STRETCH)
    odd += reduceStretch(terms, out, from, Math.min(raw.length, from + STRETCH));
  if (odd === 0) return true;
  eraseInfinite(out); // division by a flat of 0
  return false;
}

interface ReductionTerms {
  readonly raw: Pixels;
  readonly bias: Term;
  readonly biasFactor: number;
  readonly dark: Term;
  readonly darkFactor: number;
  readonly flat: Term;
  readonly flatLevel: number;
}

/** Reduces pixels from..to; returns 0, or NaN if one is not finite. */
function reduceStretch(terms: ReductionTerms, out: Pixels, from: number, to: number): number {
  const { raw, biasFactor, darkFactor, flatLevel } = terms;
  const { values: bias, mask: b } = terms.bias;
  const { values: dark, mask: d } = terms.dark;
  const { values: flat, mask: f } = terms.flat;
  let odd = 0;
  for (let i = from; i < to; i++) {
    const value = ((raw[i] - biasFactor * bias[i & b] - darkFactor * dark[i & d]) * flatLevel) / flat[i & f];
    out[i] = value;
    odd += value - value;
  }
  return odd;
}

/** Sets NaN where a value is infinite. */
function eraseInfinite(values: Pixels): void {
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) values[i] = NaN;
}

/** What the variance of a frame is made of. */
interface NoiseTerms {
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
  const { raw, bias, dark, darkFactor, flat, flatLevel } = arithmetic;
  const { rawVariance, biasVarianceFactor } = noise;
  const terms: VarianceTerms = {
    raw,
    reduced,
    pedestal: term(pedestalOf(arithmetic), 0, raw),
    // The variance of a frame with its own already includes its photons: an infinite gain makes them 0 here.
    gain: rawVariance === undefined ? noise.gain : Infinity,
    readNoise2: rawVariance === undefined ? noise.readNoise * noise.readNoise : 0,
    own: term(rawVariance, 0, raw),
    bias: term(biasVarianceFactor === 0 ? undefined : bias?.variance, 0, raw),
    biasFactor: biasVarianceFactor,
    dark: term(dark?.variance, 0, raw),
    darkFactor: darkFactor * darkFactor,
    flat: term(flat?.pixels, 1, raw),
    flatVariance: term(flat?.variance, 0, raw),
    flatLevel2: flatLevel * flatLevel,
  };
  let odd = 0;
  for (let from = 0; from < raw.length; from += STRETCH)
    odd += varianceOfStretch(terms, out, from, Math.min(raw.length, from + STRETCH));
  if (odd !== 0) eraseInfinite(out);
}

interface VarianceTerms {
  readonly raw: Pixels;
  readonly reduced: Pixels;
  /** The level under the signal. */
  readonly pedestal: Term;
  readonly gain: number;
  readonly readNoise2: number;
  /** Variance that the frame brought. */
  readonly own: Term;
  readonly bias: Term;
  /** Factor of the bias' variance. */
  readonly biasFactor: number;
  readonly dark: Term;
  /** Factor of the dark's variance. */
  readonly darkFactor: number;
  readonly flat: Term;
  readonly flatVariance: Term;
  readonly flatLevel2: number;
}

/** The variance of pixels from..to; returns 0, or NaN if one is not finite. */
function varianceOfStretch(terms: VarianceTerms, out: Pixels, from: number, to: number): number {
  const { raw, reduced, gain, readNoise2, biasFactor, darkFactor, flatLevel2 } = terms;
  const { values: pedestal, mask: p } = terms.pedestal;
  const { values: own, mask: o } = terms.own;
  const { values: bias, mask: b } = terms.bias;
  const { values: dark, mask: d } = terms.dark;
  const { values: flat, mask: f } = terms.flat;
  const { values: flatVariance, mask: v } = terms.flatVariance;
  let odd = 0;
  for (let i = from; i < to; i++) {
    const signal = raw[i] - pedestal[i & p];
    const photons = signal > 0 ? signal / gain : 0;
    const undivided = photons + readNoise2 + own[i & o] + biasFactor * bias[i & b] + darkFactor * dark[i & d];
    const value = reduced[i];
    const response = flat[i & f];
    const variance = (undivided * flatLevel2 + value * value * flatVariance[i & v]) / (response * response);
    out[i] = variance;
    odd += variance - variance;
  }
  return odd;
}

/** The bias, or the dark that still holds it. */
function pedestalOf({ bias, biasFactor, dark, darkFactor }: PixelArithmetic): Pixels | undefined {
  return bias?.pixels ?? (biasFactor === 0 && darkFactor === 1 ? dark?.pixels : undefined);
}
