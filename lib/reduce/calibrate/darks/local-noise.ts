/**
 * The noise of an image from place to place.
 *
 * @module
 */
import { type Image, type Pixels, UNUSABLE_PIXEL } from '../../../frame/image.js';
import { MAD_TO_SIGMA } from '../../../math/clip.js';
import { medianInPlace } from '../../../math/select.js';
import { type Box, boxAt, boxesOf, largestBox } from './boxes.js';

/** Pixels with their mask, as this folder looks at them. */
type Plane = Pick<Image, 'pixels' | 'mask' | 'width' | 'height'>;

/** A reduced frame, and what its pixels were divided by. */
export interface ReducedPlane extends Plane {
  readonly variance: Pixels | undefined;
  /** Flat of pixel i, divided by the flat's level. */
  response(i: number): number;
}

/** Level and spread of the pixels around one. NaN where none is usable. */
export interface Surroundings {
  /** Median. */
  level: number;
  /** 1.4826 times the median absolute deviation; in a slope it contains the slope. */
  spread: number;
}

/** A function that writes the {@link Surroundings} of pixel (x, y) into `out`. */
type LookAround = (x: number, y: number, out: Surroundings) => void;

/**
 * Looks at the usable pixels at most `reach` away in x and in y, the pixel itself left out. The median of a window that
 * is not cut by the edge is the level of a smooth slope at its centre.
 *
 * @param values what is looked at, pixel by pixel
 */
export function surroundingsOf({ mask, width, height }: Plane, values: Pixels, reach: number): LookAround {
  const window = new Float64Array((2 * reach + 1) ** 2);
  return (x, y, out) => {
    const [x0, x1] = [Math.max(0, x - reach), Math.min(width - 1, x + reach)];
    const [y0, y1] = [Math.max(0, y - reach), Math.min(height - 1, y + reach)];
    let n = 0;
    for (let v = y0; v <= y1; v++) {
      for (let i = v * width + x0; i <= v * width + x1; i++) {
        const value = values[i];
        if (value - value !== 0 || (mask !== undefined && (mask[i] & UNUSABLE_PIXEL) !== 0)) continue;
        if (v !== y || i !== y * width + x) window[n++] = value;
      }
    }
    out.level = medianInPlace(window, n);
    for (let k = 0; k < n; k++) window[k] = Math.abs(window[k] - out.level);
    out.spread = MAD_TO_SIGMA * medianInPlace(window, n);
  };
}

/**
 * The noise of an image in each box of about `side` x `side` pixels, from the differences of neighbouring pixels, which
 * a smooth slope hardly changes. NaN for a box without two usable neighbours.
 */
export function noiseOfBoxes(image: Plane, side: number): Float64Array {
  const boxes = boxesOf(image.width, image.height, side);
  const work = new Float64Array(largestBox(boxes));
  return Float64Array.from({ length: boxes.columns * boxes.rows }, (_, k) => noiseInBox(image, boxAt(boxes, k), work));
}

/** The noise of the usable pixels of a box. `work` is overwritten. */
export function noiseInBox({ pixels, mask, width }: Plane, { x0, x1, y0, y1 }: Box, work: Float64Array): number {
  let n = 0;
  for (let y = y0; y < y1; y++) n = addDifferences(pixels, mask, y * width + x0 + 1, y * width + x1, work, n);
  return (MAD_TO_SIGMA * medianInPlace(work, n)) / Math.SQRT2;
}

/** Writes the differences of the pixels from..to and those before them behind the first `n` values; returns their number. */
function addDifferences(
  pixels: Pixels,
  mask: Uint8Array | undefined,
  from: number,
  to: number,
  work: Float64Array,
  n: number,
): number {
  let count = n;
  for (let i = from; i < to; i++) {
    const difference = Math.abs(pixels[i] - pixels[i - 1]);
    if (difference - difference !== 0) continue;
    if (mask !== undefined && ((mask[i] | mask[i - 1]) & UNUSABLE_PIXEL) !== 0) continue;
    work[count++] = difference;
  }
  return count;
}
