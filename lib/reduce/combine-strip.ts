/**
 * Combines the same rows of several frames, pixel by pixel, masked values left out.
 *
 * @module
 */
import { PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';
import { type CombineRule, combinePixel, type PixelRun, pixelRun, scatterVariance } from './combine-method.js';

/** The rows of one frame. */
export interface StripFrame {
  readonly pixels: Pixels;
  readonly mask?: Uint8Array;
  readonly variance?: Pixels;
  /** Each value is divided by this. */
  readonly level: number;
}

/** Where the variance of the combination comes from. */
export type VarianceRule = 'propagated' | 'scatter' | 'none';

/** Where {@link combineStrip} writes; whole images. */
export interface CombineTarget {
  readonly pixels: Pixels;
  readonly variance: Float64Array | undefined;
  readonly mask: Uint8Array;
}

/** What is done pixel by pixel. */
export interface StripRule {
  readonly rule: CombineRule;
  readonly variance: VarianceRule;
  /** Values with one of these flags are left out. For flats not `hotScaled`, which {@link judgeHotPixels} judges after. */
  readonly unusable: number;
}

/** Pixels that are gathered at a time: the values of a block stay in the processor's cache. */
const BLOCK = 512;

/**
 * Combines `frames` (all of one length) into `out` from index `offset` on.
 *
 * Unusable values (mask, NaN) are left out. Where no frame has a usable one, the finite values are
 * combined all the same and the pixel carries the frames' flags, so that it stays unusable; where
 * none is finite it is NaN with `noData`. A pixel that is saturated in at least half of the frames is
 * saturated in the combination: what remains are its low values.
 */
export function combineStrip(
  frames: readonly StripFrame[],
  { rule, variance: varianceRule, unusable: leaveOut }: StripRule,
  out: CombineTarget,
  offset: number,
): void {
  const n = frames.length;
  const length = frames[0].pixels.length;
  const propagate = varianceRule === 'propagated';
  const run = pixelRun(n, propagate);
  const values = new Float64Array(BLOCK * n);
  const variances = propagate ? new Float64Array(BLOCK * n) : undefined;
  for (let start = 0; start < length; start += BLOCK) {
    const count = Math.min(BLOCK, length - start);
    for (let k = 0; k < n; k++) gather(frames[k], leaveOut, start, count, k, n, values, variances);
    for (let p = 0; p < count; p++) {
      const index = offset + start + p;
      let usable = 0;
      for (let j = p * n; j < (p + 1) * n; j++) {
        const value = values[j];
        if (Number.isNaN(value)) continue; // masked
        run.values[usable] = value;
        if (variances !== undefined) run.variances![usable] = variances[j];
        usable++;
      }
      let flags = 0;
      if (usable < n) {
        flags = flagsOf(frames, start + p, usable);
        if ((flags & leaveOut) !== 0) usable = gatherFinite(frames, start + p, run);
      }
      if (usable === 0) {
        out.pixels[index] = NaN;
        if (out.variance !== undefined) out.variance[index] = NaN;
        out.mask[index] = flags | PixelFlag.noData;
        continue;
      }
      if (varianceRule === 'scatter') out.variance![index] = scatterVariance(run.values, usable, rule.method);
      combinePixel(run, usable, rule);
      out.pixels[index] = run.value;
      if (propagate) out.variance![index] = run.variance;
      out.mask[index] = flags;
    }
  }
  carryFlags(frames, PixelFlag.hot | (UNUSABLE_PIXEL & ~leaveOut), out.mask, offset);
}

/** Copies a block of one frame between those of the others; NaN stands for a value to leave out. */
function gather(
  frame: StripFrame,
  leaveOut: number,
  start: number,
  count: number,
  k: number,
  n: number,
  values: Float64Array,
  variances: Float64Array | undefined,
): void {
  const { pixels, mask, variance, level } = frame;
  for (let p = 0, i = start, j = k; p < count; p++, i++, j += n) {
    const value = pixels[i] / level;
    const unusable = value - value !== 0 || (mask !== undefined && (mask[i] & leaveOut) !== 0);
    values[j] = unusable ? NaN : value;
  }
  if (variances === undefined || variance === undefined) return;
  const level2 = level * level;
  for (let p = 0, i = start, j = k; p < count; p++, i++, j += n) variances[j] = variance[i] / level2;
}

/** The flags of a pixel that some frames could not use: none if enough could. */
function flagsOf(frames: readonly StripFrame[], i: number, usable: number): number {
  let flags = 0;
  let saturated = 0;
  for (const { mask } of frames) {
    if (mask === undefined) continue;
    flags |= mask[i];
    if ((mask[i] & PixelFlag.saturated) !== 0) saturated++;
  }
  if (usable === 0) return flags;
  return saturated * 2 >= frames.length ? PixelFlag.saturated : 0;
}

/** Takes every finite value of a pixel, masked or not; gives how many there are. */
function gatherFinite(frames: readonly StripFrame[], i: number, run: PixelRun): number {
  let n = 0;
  for (const { pixels, variance, level } of frames) {
    const value = pixels[i] / level;
    if (value - value !== 0) continue;
    run.values[n] = value;
    if (run.variances !== undefined) run.variances[n] = (variance?.[i] ?? NaN) / (level * level);
    n++;
  }
  return n;
}

/** A pixel that any frame flags with one of `flags`, though it was used, keeps the flag. */
function carryFlags(frames: readonly StripFrame[], flags: number, mask: Uint8Array, offset: number): void {
  for (const frame of frames) {
    if (frame.mask === undefined) continue;
    for (let i = 0; i < frame.mask.length; i++) mask[offset + i] |= frame.mask[i] & flags;
  }
}
