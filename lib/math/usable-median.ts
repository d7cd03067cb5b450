/**
 * The median of the usable values of an image, without copying all of them.
 *
 * @module
 */
import { STRETCH } from '../core/stretches.js';
import { type FloatArray, medianInPlace, selectInPlace } from './select.js';

/** Up to this number of values, the median is selected in a copy. */
const FEW = 20_000;
/** Size of the sample that brackets the median. */
const SAMPLE = 4096;
/** Half width of the bracket about the sample's median, in ranks of the sample: five standard deviations of a median's rank. */
const MARGIN = 5 * 0.5 * Math.sqrt(SAMPLE);

/**
 * The median of the finite values whose mask has no bit of `unusable`; the mean of the middle two for an even
 * count, NaN where none is left. `values` is not changed.
 *
 * For many values, a sample yields a bracket around the median; one pass then counts the values below it and keeps the
 * few inside, among which the median is selected. The result is exact: where the bracket proves wrong, all are selected from.
 *
 * @param mask one byte a value; undefined: all are usable
 * @see Floyd, R. W. & Rivest, R. L. 1975, CACM 18, 165, for selection by sampling
 * @example usableMedian(Float32Array.of(3, 1, NaN, 2)) // 2
 */
export function usableMedian(values: FloatArray, mask?: Uint8Array, unusable = 0): number {
  const median = values.length > FEW ? medianByBracket(values, mask, unusable) : NaN;
  if (!Number.isNaN(median)) return median;
  const all = new Float64Array(values.length);
  return medianInPlace(all, copyUsable(values, mask, unusable, 1, all));
}

/** Copies every `stride`-th usable value to the front of `out`; returns their number. */
function copyUsable(
  values: FloatArray,
  mask: Uint8Array | undefined,
  unusable: number,
  stride: number,
  out: Float64Array,
): number {
  let n = 0;
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i];
    if (value - value !== 0 || (mask !== undefined && (mask[i] & unusable) !== 0)) continue;
    out[n++] = value;
  }
  return n;
}

/** The median, or NaN where the bracket does not hold it or holds too much. */
function medianByBracket(values: FloatArray, mask: Uint8Array | undefined, unusable: number): number {
  const stride = Math.floor(values.length / SAMPLE) | 1; // odd: an image's columns take turns
  const sample = new Float64Array(Math.ceil(values.length / stride));
  const m = copyUsable(values, mask, unusable, stride, sample);
  if (m < SAMPLE / 2) return NaN;
  const low = selectInPlace(sample, Math.floor(0.5 * m - MARGIN), m);
  const high = selectInPlace(sample, Math.ceil(0.5 * m + MARGIN), m);
  const middle = 0.5 * (low + high);
  const half = 0.5 * (high - low);

  const bracket: Bracket = { middle, half, inside: new Float64Array(values.length >> 3), kept: 0, below: 0, unused: 0 };
  for (let from = 0; from < values.length; from += STRETCH) {
    if (bracket.kept + STRETCH > bracket.inside.length) return NaN;
    sortInto(bracket, values, mask, unusable, from, Math.min(values.length, from + STRETCH));
  }
  const { inside, kept, below, unused } = bracket;
  const n = values.length - unused;
  const rank = (n >> 1) - below;
  if (rank >= kept || rank - Number(n % 2 === 0) < 0) return NaN;
  const upper = selectInPlace(inside, rank, kept);
  if (n % 2 === 1) return upper;
  let lower = inside[0];
  for (let i = 1; i < rank; i++) if (inside[i] > lower) lower = inside[i];
  return 0.5 * (lower + upper);
}

/** The values within `half` of `middle`, and the number below. */
interface Bracket {
  readonly middle: number;
  readonly half: number;
  readonly inside: Float64Array;
  kept: number;
  below: number;
  /** Masked or not finite. */
  unused: number;
}

/** Adds the values from..to to a bracket. */
function sortInto(
  bracket: Bracket,
  values: FloatArray,
  mask: Uint8Array | undefined,
  unusable: number,
  from: number,
  to: number,
): void {
  const { middle, half, inside } = bracket;
  let { kept, below, unused } = bracket;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (mask !== undefined && (mask[i] & unusable) !== 0) unused++;
    else if (Math.abs(value - middle) <= half) inside[kept++] = value;
    else if (value - value !== 0) unused++;
    else below += Number(value < middle); // no branch: half of them are
  }
  bracket.kept = kept;
  bracket.below = below;
  bracket.unused = unused;
}
