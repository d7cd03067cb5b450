/**
 * Combines the same rows of several frames: most pixels in blocks, the masked ones one by one.
 *
 * @module
 */
import { STRETCH } from '../../../core/stretches.js';
import { PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../../../frame/image.js';
import {
  type CombineRule,
  combinePixel,
  keptScatter,
  type PixelRun,
  pixelRun,
  scatterOfKept,
  scatterVariance,
} from '../combine-method.js';
import { type BlockWork, blockWork, SOME_UNKNOWN } from './block-work.js';
import { combineBlock } from './combine-block.js';
import { type NoiseCurve, outlierRule } from './noise-curve.js';

/** The rows of one frame. */
export interface StripFrame {
  readonly pixels: Pixels;
  readonly mask?: Uint8Array;
  readonly variance?: Pixels;
  /** Each value is divided by this. */
  readonly level: number;
  /** Then this is added. Default 0. */
  readonly offset?: number;
}

/** Where the variance of the combination comes from. */
export type VarianceRule = 'propagated' | 'scatter' | 'none';

/** Where {@link combineStrip} writes; whole images. */
export interface CombineTarget {
  readonly pixels: Pixels;
  readonly variance: Float64Array | undefined;
  readonly mask: Uint8Array;
}

/** What is done with each pixel. */
export interface StripRule {
  readonly rule: CombineRule;
  readonly variance: VarianceRule;
  /** Values with one of these flags are left out. For flats not `hotScaled`: whether they respond is judged afterwards. */
  readonly unusable: number;
  /** For variance `'scatter'`: what values scatter by at each level, by which outliers are told. Default: none is. */
  readonly noise?: NoiseCurve;
}

/** Pixels that are combined at a time: their values stay in the processor's cache. */
const BLOCK = 256;

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
  strip: StripRule,
  out: CombineTarget,
  offset: number,
): void {
  const n = frames.length;
  const length = frames[0].pixels.length;
  const block = blockWork(n, BLOCK, strip.variance === 'propagated');
  const run = pixelRun(n, strip.variance === 'propagated');
  for (let start = 0; start < length; start += BLOCK)
    combineRun(frames, strip, block, run, out, start, Math.min(BLOCK, length - start), offset);
  carryFlags(frames, PixelFlag.hot | (UNUSABLE_PIXEL & ~strip.unusable), out.mask, offset);
}

/** Combines `count` pixels from `start` on. */
function combineRun(
  frames: readonly StripFrame[],
  strip: StripRule,
  block: BlockWork,
  run: PixelRun,
  out: CombineTarget,
  start: number,
  count: number,
  offset: number,
): void {
  block.masked.fill(0);
  block.sum.fill(0);
  for (let k = 0; k < frames.length; k++) gather(frames[k], strip.unusable, start, count, k * BLOCK, block);
  combineBlock(block, frames.length, count, strip.rule, strip.variance, strip.noise);
  storeBlock(block, count, out, offset + start);
  for (let p = 0; p < count; p++)
    if (block.usable[p] === SOME_UNKNOWN) combineIncomplete(frames, strip, start + p, run, out, offset + start + p);
}

/** Copies a block of one frame into its plane and adds it up; marks the pixels whose value is flagged. */
function gather(
  frame: StripFrame,
  unusable: number,
  start: number,
  count: number,
  plane: number,
  block: BlockWork,
): void {
  const { pixels, mask, variance, level, offset = 0 } = frame;
  addPlane(pixels, start, count, level, offset, block.planes, plane, block.sum);
  if (mask !== undefined) markPlane(mask, unusable, start, count, block.masked);
  if (block.variances !== undefined && variance !== undefined)
    copyPlane(variance, start, count, level * level, block.variances, plane);
}

/** A hot loop, like those below: arrays and numbers only. */
function addPlane(
  values: Pixels,
  start: number,
  count: number,
  divisor: number,
  offset: number,
  planes: Float64Array,
  plane: number,
  sum: Float64Array,
): void {
  if (divisor === 1 && offset === 0) {
    for (let p = 0; p < count; p++) {
      const value = values[start + p];
      planes[plane + p] = value;
      sum[p] += value;
    }
    return;
  }
  for (let p = 0; p < count; p++) {
    const value = values[start + p] / divisor + offset;
    planes[plane + p] = value;
    sum[p] += value;
  }
}

function copyPlane(
  values: Pixels,
  start: number,
  count: number,
  divisor: number,
  planes: Float64Array,
  plane: number,
): void {
  if (divisor === 1) for (let p = 0; p < count; p++) planes[plane + p] = values[start + p];
  else for (let p = 0; p < count; p++) planes[plane + p] = values[start + p] / divisor;
}

function markPlane(mask: Uint8Array, unusable: number, start: number, count: number, masked: Uint8Array): void {
  for (let p = 0; p < count; p++) masked[p] |= mask[start + p] & unusable;
}

function storeBlock({ value, variance }: BlockWork, count: number, out: CombineTarget, index: number): void {
  for (let p = 0; p < count; p++) out.pixels[index + p] = value[p];
  if (out.variance !== undefined) for (let p = 0; p < count; p++) out.variance[index + p] = variance[p];
}

/** Combines a pixel that some frames cannot use, or that seems to have outliers. */
function combineIncomplete(
  frames: readonly StripFrame[],
  { rule, variance, unusable, noise }: StripRule,
  i: number,
  run: PixelRun,
  out: CombineTarget,
  index: number,
): void {
  let n = gatherRun(frames, unusable, i, run);
  const flags = flagsOf(frames, i, n);
  if ((flags & unusable) !== 0) n = gatherRun(frames, 0, i, run);
  out.mask[index] = n > 0 ? flags : flags | PixelFlag.noData;
  if (n === 0) run.value = run.variance = NaN;
  if (variance === 'scatter') combineByScatter(run, n, rule, noise);
  else if (n > 0) combinePixel(run, n, rule);
  out.pixels[index] = run.value;
  if (out.variance !== undefined) out.variance[index] = run.variance;
}

/** Combines the values of a pixel, with the variance from the scatter of those that are no outliers. */
function combineByScatter(run: PixelRun, n: number, rule: CombineRule, noise: NoiseCurve | undefined): void {
  if (n === 0) return;
  if (rule.method === 'mean' || noise === undefined) {
    const scatter = scatterVariance(run.values, n, rule.method);
    combinePixel(run, n, rule);
    run.variance = scatterOfKept(scatter, n, run.kept, rule.method);
    return;
  }
  run.all.set(run.values);
  combinePixel(run, n, rule);
  run.variance = keptScatter(run, n, rule, outlierRule(noise, run.value, n));
}

/** Collects the finite values of a pixel without the flags `unusable`; returns their number. */
function gatherRun(frames: readonly StripFrame[], unusable: number, i: number, run: PixelRun): number {
  let n = 0;
  for (const { pixels, mask, variance, level, offset = 0 } of frames) {
    const value = pixels[i] / level + offset;
    if (value - value !== 0 || (mask !== undefined && (mask[i] & unusable) !== 0)) continue;
    run.values[n] = value;
    if (run.variances !== undefined) run.variances[n] = (variance?.[i] ?? NaN) / (level * level);
    n++;
  }
  return n;
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

/** A pixel that any frame flags with one of `flags`, though it was used, keeps the flag. */
function carryFlags(frames: readonly StripFrame[], flags: number, mask: Uint8Array, offset: number): void {
  for (const { mask: own } of frames) {
    if (own === undefined) continue;
    for (let from = 0; from < own.length; from += STRETCH)
      carryStretch(own, flags, mask, offset, from, Math.min(own.length, from + STRETCH));
  }
}

function carryStretch(
  own: Uint8Array,
  flags: number,
  mask: Uint8Array,
  offset: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) mask[offset + i] |= own[i] & flags;
}
