/**
 * The arithmetic of a reduction, in one pass over the pixels.
 *
 * @module
 */
import { PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';

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

/** Values in float64, rounded once when they are stored in `out`. */
export function reducePixels(arithmetic: PixelArithmetic, out: Pixels): void {
  const { raw, biasFactor, darkFactor, flatLevel } = arithmetic;
  const bias = biasFactor === 0 ? undefined : arithmetic.bias?.pixels;
  const dark = arithmetic.dark?.pixels;
  const flat = arithmetic.flat?.pixels;
  for (let i = 0; i < raw.length; i++) {
    let value = raw[i];
    if (bias !== undefined) value -= biasFactor * bias[i];
    if (dark !== undefined) value -= darkFactor * dark[i];
    if (flat !== undefined) value /= flat[i] / flatLevel;
    out[i] = value - value === 0 ? value : NaN; // division by a flat of 0
  }
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
  const { raw, bias, dark, flat, darkFactor, flatLevel } = arithmetic;
  const { rawVariance, gain, readNoise, biasVarianceFactor } = noise;
  // The pedestal: the bias, or the dark that still holds it.
  const pedestal = bias?.pixels ?? (arithmetic.biasFactor === 0 && darkFactor === 1 ? dark?.pixels : undefined);
  const biasVariance = biasVarianceFactor === 0 ? undefined : bias?.variance;
  const darkVariance = dark?.variance;
  const darkFactor2 = darkFactor * darkFactor;
  const readNoise2 = readNoise * readNoise;
  for (let i = 0; i < raw.length; i++) {
    let variance: number;
    if (rawVariance !== undefined) variance = rawVariance[i];
    else {
      const signal = pedestal === undefined ? raw[i] : raw[i] - pedestal[i];
      variance = (signal > 0 ? signal / gain : 0) + readNoise2;
    }
    if (biasVariance !== undefined) variance += biasVarianceFactor * biasVariance[i];
    if (darkVariance !== undefined) variance += darkFactor2 * darkVariance[i];
    if (flat !== undefined) {
      const response = flat.pixels[i] / flatLevel;
      if (flat.variance !== undefined)
        variance += (reduced[i] * reduced[i] * flat.variance[i]) / (flatLevel * flatLevel);
      variance /= response * response;
    }
    out[i] = variance - variance === 0 ? variance : NaN;
  }
}

/** Adds `saturated` to `mask` where a raw value reaches `saturation`, and `noData` where it is not finite. */
export function flagRawPixels(raw: Pixels, saturation: number, mask: Uint8Array): void {
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] >= saturation) mask[i] |= PixelFlag.saturated;
    if (raw[i] - raw[i] !== 0) mask[i] |= PixelFlag.noData;
  }
}

/** Adds `bad` where a master is unusable. */
export function flagUnusable(master: Uint8Array | undefined, mask: Uint8Array): void {
  if (master === undefined) return;
  for (let i = 0; i < mask.length; i++) if ((master[i] & UNUSABLE_PIXEL) !== 0) mask[i] |= PixelFlag.bad;
}

/** Adds `bad` where the flat is unusable or not positive, and hands on its `hot`. */
export function flagFlat(flat: Pixels, flatMask: Uint8Array | undefined, mask: Uint8Array): void {
  flagUnusable(flatMask, mask);
  for (let i = 0; i < mask.length; i++) {
    if (!(flat[i] > 0)) mask[i] |= PixelFlag.bad;
    if (flatMask !== undefined) mask[i] |= flatMask[i] & PixelFlag.hot;
  }
}

/** ORs `flags` into `mask`. */
export function addFlags(flags: Uint8Array | undefined, mask: Uint8Array): void {
  if (flags === undefined) return;
  for (let i = 0; i < mask.length; i++) mask[i] |= flags[i];
}

/** Whether a mask flags any pixel. */
export function hasFlags(mask: Uint8Array): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) return true;
  return false;
}
