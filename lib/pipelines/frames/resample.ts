/**
 * Resamples a frame onto the reference frame's pixels, for pictures and for finding stars; never for measuring.
 *
 * @module
 */
import type { Similarity } from '../../astrometry/stars/similarity.js';
import { type Image, type Pixels, UNUSABLE_PIXEL } from '../../frame/image.js';

/** Settings of {@link resampleToReference}. */
interface ResampleOptions {
  /** Added to every pixel [unit of the image]. Default 0. */
  readonly offset?: number;
  /** A counter for each reference pixel, incremented where the result is finite. Default: not counted. */
  readonly coverage?: Uint16Array;
}

/**
 * The image resampled bilinearly to `width` x `height` reference pixels.
 *
 * A pixel whose four neighbours are not all usable is NaN: stacks leave it out.
 *
 * @param transform maps reference pixels to image pixels
 */
export function resampleToReference(
  image: Image,
  transform: Similarity,
  width: number,
  height: number,
  { offset = 0, coverage }: ResampleOptions = {},
): Pixels {
  const { pixels, mask, width: w, height: h } = image;
  const out = pixels instanceof Float64Array ? new Float64Array(width * height) : new Float32Array(width * height);
  const unusable = mask ?? NO_MASK;
  const every = mask === undefined ? 0 : -1;
  for (let y = 0; y < height; y++) {
    const origin = rowOrigin(transform, y);
    const [from, to] = columnsWithin(origin, w, h, width);
    const row = y * width;
    out.fill(Number.NaN, row, row + from);
    resampleRow(pixels, unusable, every, w, origin, offset, out, row, from, to);
    out.fill(Number.NaN, row + to, row + width);
    if (coverage !== undefined) countFinite(out, coverage, row, row + width);
  }
  return out;
}

/** Used as the mask of an image without one: `mask[i & 0]` is 0. */
const NO_MASK = new Uint8Array(1);

/** Where the pixels of a row come from: px = stepX x + rowX + tx and py = stepY x + rowY + ty. */
interface RowOrigin {
  readonly stepX: number;
  readonly rowX: number;
  readonly tx: number;
  readonly stepY: number;
  readonly rowY: number;
  readonly ty: number;
}

/** transformX and transformY split into the part that changes along a row and the part common to a row. */
function rowOrigin({ a, b, tx, ty, flipped }: Similarity, y: number): RowOrigin {
  const mirror = flipped === true ? -1 : 1;
  return { stepX: a, rowX: -mirror * b * y, tx, stepY: b, rowY: mirror * a * y, ty };
}

/** Resamples columns from..to of a row, all of which are inside the image: the loop needs no edge tests. */
function resampleRow(
  pixels: Pixels,
  mask: Uint8Array,
  every: number,
  w: number,
  { stepX, rowX, tx, stepY, rowY, ty }: RowOrigin,
  offset: number,
  out: Pixels,
  row: number,
  from: number,
  to: number,
): void {
  for (let x = from; x < to; x++) {
    const px = stepX * x + rowX + tx;
    const py = stepY * x + rowY + ty;
    // neither is negative here (columnsWithin), so truncation rounds down
    const i = px | 0;
    const j = py | 0;
    const fx = px - i;
    const fy = py - j;
    // a neighbour with zero weight is not read: it may be beyond the edge
    const p = j * w + i;
    const q = fx > 0 ? p + 1 : p;
    const up = fy > 0 ? w : 0;
    const flags = mask[p & every] | mask[q & every] | mask[(p + up) & every] | mask[(q + up) & every];
    out[row + x] =
      (flags & UNUSABLE_PIXEL) !== 0
        ? Number.NaN
        : (1 - fy) * ((1 - fx) * pixels[p] + fx * pixels[q]) +
          fy * ((1 - fx) * pixels[p + up] + fx * pixels[q + up]) +
          offset;
  }
}

function countFinite(values: Pixels, count: Uint16Array, from: number, to: number): void {
  for (let i = from; i < to; i++) count[i] += Number(values[i] - values[i] === 0);
}

/** The columns from..to (exclusive) of a row that map into an image of `w` x `h`: 0 <= px <= w - 1, 0 <= py <= h - 1. */
function columnsWithin(origin: RowOrigin, w: number, h: number, width: number): readonly [number, number] {
  const { stepX, rowX, tx, stepY, rowY, ty } = origin;
  const isWithin = (x: number): boolean => {
    const px = stepX * x + rowX + tx;
    const py = stepY * x + rowY + ty;
    return px >= 0 && py >= 0 && px <= w - 1 && py <= h - 1;
  };
  const acrossX = crossing(rowX + tx, stepX, w - 1);
  const acrossY = crossing(rowY + ty, stepY, h - 1);
  // The crossings are rounded: one column more on either side, then the positions themselves decide.
  let from = Math.max(0, Math.ceil(Math.max(acrossX[0], acrossY[0])) - 1);
  let to = Math.min(width, Math.floor(Math.min(acrossX[1], acrossY[1])) + 2);
  while (from < to && !isWithin(from)) from++;
  while (to > from && !isWithin(to - 1)) to--;
  return from < to ? [from, to] : [width, width];
}

/** The x between which start + step x is 0..limit; all x or none (an empty range) where the step is 0. */
function crossing(start: number, step: number, limit: number): readonly [number, number] {
  if (step === 0)
    return start >= 0 && start <= limit
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const [a, b] = [-start / step, (limit - start) / step];
  return a < b ? [a, b] : [b, a];
}
