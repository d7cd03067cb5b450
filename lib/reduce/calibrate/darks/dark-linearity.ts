/**
 * How far the dark current keeps to time, box by box, from darks of two exposures.
 *
 * With D1 of exposure t1 and D2 of t2 > t1, the change of the rate in a box is
 *
 *     change = med(D2/t2 - D1/t1) - its median over all boxes
 *
 * What all boxes have in common (a drift of the bias between the darks, a detector that got warmer) leaves the same
 * level everywhere, which is sky to photometry; what differs from box to box is glow that is not linear.
 * With the rate r1 + change h(t), h = ln(t/t1)/ln(t2/t1), which is a power law of t to first order, what subtraction
 * leaves at exposure t is change times a coefficient that depends on the exposures only ({@link remainderPerChange}).
 *
 * @module
 */
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../../../frame/image.js';
import { MAD_TO_SIGMA } from '../../../math/clip.js';
import { medianInPlace } from '../../../math/select.js';
import type { FlaggedPixels } from '../../pixel-flags.js';
import { hasStep, isBiasSubtracted } from '../../state.js';
import { type Box, type Boxes, boxAt, boxesOf, largestBox } from './boxes.js';
import type { ChosenDark, DarkPair } from './dark-choice.js';
import { noiseInBox, type ReducedPlane } from './local-noise.js';

/** Side of the boxes [px]. */
const BOX = 16;
/** A change of the rate is significant from this many of its errors on. */
const MIN_SIGNIFICANCE = 5;
/**
 * Glow left in a box is tolerable up to this many times the noise of a pixel. The sky around a star takes up
 * most of it: with glow that falls by e in 30 px, 5 px of aperture and a sky from 10 to 15 px, what is left of it moves the
 * flux by less than 0.2 of its error.
 */
const MAX_REMAINDER = 0.5;
/** Pixels that a box needs. */
const MIN_PIXELS = 16;
/** Error of a rate at least, relative: pixels are rounded to float32. */
const ROUNDING = 1e-6;
/** Error of a median of Gaussian values, in errors of their mean. */
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2);

/** The change of the rate between two exposures, box by box; NaN for a box without enough usable pixels. */
interface RateChange {
  readonly boxes: Boxes;
  /** Change less the common one [unit/s]. */
  readonly change: Float64Array;
  /** Its error [unit/s]. */
  readonly error: Float64Array;
}

/** A change of rate and what it was measured from. */
interface KnownChange {
  readonly long: Image;
  readonly bias: Image | undefined;
  readonly result: RateChange;
}

/** Changes of rate by the shorter dark: a series asks for them with every frame. */
const known = new WeakMap<Image, KnownChange[]>();

/**
 * The pixels of boxes in which scaling or interpolating leaves glow: `hotScaled` (unusable), because no variance
 * describes an error that neighbours share.
 *
 * A box is flagged where the change of its rate is significant (5 errors) and what it leaves is more than half the noise of
 * a pixel there. Darks that hold their bias are not examined without one.
 *
 * @param t exposure of the frame [s]
 * @param bias master bias, for darks that still hold it
 */
export function nonlinearPixels(
  { image, pair, interpolated }: ChosenDark,
  t: number,
  bias: Image | undefined,
  reduced: ReducedPlane,
): FlaggedPixels | undefined {
  if (pair === undefined) return undefined;
  const measured = rateChangeOf(pair, bias);
  if (measured === undefined) return undefined;
  const { boxes, change, error } = measured;
  const coefficient = remainderPerChange(t, pair, interpolated ? undefined : image.exptime);
  const work = new Float64Array(largestBox(boxes));
  const index: number[] = [];
  for (let k = 0; k < change.length; k++) {
    if (!(Math.abs(change[k]) > MIN_SIGNIFICANCE * error[k])) continue;
    const box = boxAt(boxes, k);
    const remainder = Math.abs(coefficient * change[k]);
    if (!(remainder <= MAX_REMAINDER * undividedNoise(reduced, box, work))) addPixels(box, reduced.width, index);
  }
  return index.length === 0
    ? undefined
    : { index: Uint32Array.from(index), bits: new Uint8Array(index.length).fill(PixelFlag.hotScaled) };
}

/**
 * What is left at exposure t for each unit that the rate changes between two exposures [s].
 *
 * @param scaledFrom exposure of the dark that was scaled; undefined: interpolated between the pair
 */
function remainderPerChange(t: number, { short, long }: DarkPair, scaledFrom: number | undefined): number {
  const [t1, t2] = [short.exptime, long.exptime];
  const share = (time: number): number => Math.log(time / t1) / Math.log(t2 / t1);
  const subtracted = scaledFrom === undefined ? (t2 * (t - t1)) / (t2 - t1) : t * share(scaledFrom);
  return t * share(t) - subtracted;
}

function rateChangeOf(pair: DarkPair, bias: Image | undefined): RateChange | undefined {
  const { short, long } = pair;
  const holdsBias = !isBiasSubtracted(short) && !hasStep(short, 'overscan');
  if (holdsBias && bias === undefined) return undefined;
  const level = holdsBias ? bias : undefined;
  const list = known.get(short) ?? [];
  known.set(short, list);
  const before = list.find(entry => entry.long === long && entry.bias === level);
  if (before !== undefined) return before.result;
  const result = measureRateChange(short, long, level);
  list.push({ long, bias: level, result });
  return result;
}

function measureRateChange(short: Image, long: Image, bias: Image | undefined): RateChange {
  const boxes = boxesOf(short.width, short.height, BOX);
  const count = boxes.columns * boxes.rows;
  const change = new Float64Array(count);
  const error = new Float64Array(count);
  const work = new Float64Array(largestBox(boxes));
  for (let k = 0; k < count; k++) {
    const n = copyChanges(short, long, bias, boxAt(boxes, k), work);
    change[k] = n < MIN_PIXELS ? NaN : medianInPlace(work, n);
    for (let j = 0; j < n; j++) work[j] = Math.abs(work[j] - change[k]);
    const rounding = ROUNDING * Math.abs(long.pixels[middleOf(boxAt(boxes, k), long.width)] / long.exptime);
    error[k] = Math.max(rounding, (MEDIAN_ERROR * MAD_TO_SIGMA * medianInPlace(work, n)) / Math.sqrt(n));
  }
  const common = medianInPlace(change.filter(Number.isFinite));
  return { boxes, change: change.map(value => value - common), error };
}

/** Writes D2/t2 - D1/t1 of the pixels of a box that are usable in both; returns their number. */
function copyChanges(short: Image, long: Image, bias: Image | undefined, box: Box, work: Float64Array): number {
  const [r1, r2] = [1 / short.exptime, 1 / long.exptime];
  const ofBias = r1 - r2;
  let n = 0;
  for (let y = box.y0; y < box.y1; y++) {
    for (let i = y * short.width + box.x0; i < y * short.width + box.x1; i++) {
      if ((((short.mask?.[i] ?? 0) | (long.mask?.[i] ?? 0)) & UNUSABLE_PIXEL) !== 0) continue;
      const value = r2 * long.pixels[i] - r1 * short.pixels[i] + (bias ? ofBias * bias.pixels[i] : 0);
      if (value - value === 0) work[n++] = value;
    }
  }
  return n;
}

/** The noise of a pixel in a box before the flat was divided out. */
function undividedNoise(reduced: ReducedPlane, box: Box, work: Float64Array): number {
  const { width, variance } = reduced;
  const middle = middleOf(box, width);
  if (variance === undefined) return reduced.response(middle) * noiseInBox(reduced, box, work);
  let n = 0;
  for (let y = box.y0; y < box.y1; y++)
    for (let i = y * width + box.x0; i < y * width + box.x1; i++)
      if (variance[i] - variance[i] === 0) work[n++] = variance[i];
  return reduced.response(middle) * Math.sqrt(medianInPlace(work, n));
}

/** The pixel in the middle of a box. */
function middleOf({ x0, x1, y0, y1 }: Box, width: number): number {
  return ((y0 + y1) >> 1) * width + ((x0 + x1) >> 1);
}

function addPixels({ x0, x1, y0, y1 }: Box, width: number, index: number[]): void {
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) index.push(y * width + x);
}
