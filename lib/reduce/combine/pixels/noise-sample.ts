/**
 * Learns what values scatter by at each level, from a few thousand pixels of the frames of a combination.
 *
 * @module
 */
import { UNUSABLE_PIXEL } from '../../../frame/image.js';
import { medianInPlace } from '../../../math/select.js';
import { medianOfRun, scatterVariance } from '../combine-method.js';
import type { StripFrame } from './combine-strip.js';
import type { NoiseCurve } from './noise-curve.js';

/** Pixels whose values are collected; enough for a median at each level. */
const MAX_SAMPLES = 4096;
/** Pixels of the brightest group; each group below has twice as many. */
const MIN_GROUP = 16;
/** Fewer collected pixels than this tell nothing. */
const MIN_SAMPLES = 8;

/** Collects the values of some pixels, the same ones in every frame, while the frames stream by. */
export class NoiseSample {
  readonly #step: number;
  readonly #count: number;
  readonly #frames: Float64Array[] = [];

  /** @param length pixels of a frame */
  constructor(length: number) {
    // An odd step meets all columns of a frame whose width is a power of two.
    this.#step = Math.ceil(length / MAX_SAMPLES) | 1;
    this.#count = Math.ceil(length / this.#step);
  }

  /** Takes the values of a whole frame; NaN for those that are not usable. */
  add({ pixels, mask, level, offset = 0 }: StripFrame): void {
    const values = new Float64Array(this.#count);
    for (let j = 0, i = 0; j < values.length; j++, i += this.#step)
      values[j] = mask !== undefined && (mask[i] & UNUSABLE_PIXEL) !== 0 ? Number.NaN : pixels[i] / level + offset;
    this.#frames.push(values);
  }

  /**
   * The median scatter of pixels of like level; undefined if too few pixels have two values, or if they do not scatter.
   *
   * @param fraction {@link NoiseCurve.fraction}
   */
  curve(fraction: number): NoiseCurve | undefined {
    const { level, variance } = this.#samples();
    if (level.length < MIN_SAMPLES) return undefined;
    const order = Uint16Array.from(level, (_, j) => j).sort((a, b) => level[a] - level[b]);
    const levels: number[] = [];
    const variances: number[] = [];
    for (let to = order.length, size = MIN_GROUP; to > 0; size *= 2) {
      const from = to < 2 * size ? 0 : to - size; // what would be left for the last group is part of it
      const group = order.subarray(from, to);
      levels.unshift(medianInPlace(Float64Array.from(group, j => level[j])));
      variances.unshift(medianInPlace(Float64Array.from(group, j => variance[j])));
      to = from;
    }
    const least = Math.min(...variances);
    if (!(least > 0)) return undefined;
    return { levels: Float64Array.from(levels), variances: Float64Array.from(variances), least, fraction };
  }

  /** Level and variance of each collected pixel; the median of such variances is that of one value. */
  #samples(): { readonly level: Float64Array; readonly variance: Float64Array } {
    const values = new Float64Array(this.#frames.length);
    const level = new Float64Array(this.#count);
    const variance = new Float64Array(this.#count);
    let filled = 0;
    for (let j = 0; j < this.#count; j++) {
      let n = 0;
      for (const frame of this.#frames) if (frame[j] - frame[j] === 0) values[n++] = frame[j];
      if (n < 2) continue;
      variance[filled] = (scatterVariance(values, n, 'mean') * n) / medianOfScatter(n);
      level[filled++] = medianOfRun(values, n);
    }
    return { level: level.subarray(0, filled), variance: variance.subarray(0, filled) };
  }
}

/** The median of s^2 of `n` Gaussian values of variance 1 (Wilson & Hilferty 1931, PNAS 17, 684; to 2 % from three on). */
function medianOfScatter(n: number): number {
  return n === 2 ? 0.455 : (1 - 2 / (9 * (n - 1))) ** 3;
}
