/**
 * Sums the pixels of one star inside several circles about the same centre, in one pass.
 *
 * In each row the columns wholly inside a circle are added from the star outwards, to the left and to the right; the
 * next larger circle goes on where the last one stopped. So each pixel is added once, a circle never sees a pixel
 * outside it, and its sum does not depend on the other radii. Pixels on the rim are weighted by the area that they
 * share with the circle ({@link ./overlap.ts}); unusable and hot pixels are set aside and dealt with afterwards.
 *
 * @module
 */
import { type Image, UNUSABLE_PIXEL } from '../frame/image.js';
import { type BoxRows, boxStart, createBoxRows, gatherRows } from './box-rows.js';
import { areaBelowArc, areaUnderCircle, circlePixelOverlap } from './overlap.js';

/** A pixel that shares less than this with a circle does not touch it (rounding) [px²]. */
const TOUCH = 1e-9;

/** Weights below this part of 1 + r^2 are rounding. */
const ROUNDING = 1e-14;

/** Room for the sums of one star; made once, filled again for each star. */
export interface CircleSums {
  /** Radii of the circles [px], any order. */
  readonly radii: Float64Array;
  /** Sum of weight times value of the usable pixels, per radius [image unit]. */
  readonly flux: Float64Array;
  /** Area inside the image [px²], unusable pixels included. */
  readonly area: Float64Array;
  /** The part of {@link area} that is unusable [px²]. */
  readonly lostArea: Float64Array;
  /** Sum of squared weights of the usable pixels [px²]: what noise counts. */
  readonly squaredArea: Float64Array;
  /** Sum of squared weight times value [image unit]. */
  readonly squaredFlux: Float64Array;
  /** Sum of squared weight times variance [image unit squared]; 0 if the image has no variance. */
  readonly variance: Float64Array;
  /** Bits of PixelFlag of unusable and hot pixels that touch each circle; a NaN without a bit counts as noData. */
  readonly pixelFlags: Uint8Array;
  /** 1 where the circle reaches over the edge of the image. */
  readonly truncated: Uint8Array;
  /** Largest usable value that touches the largest circle [image unit]; NaN if there is none. */
  peak: number;
  /** @internal the pixels of the box */
  readonly box: BoxRows;
  /** @internal G at the vertical grid lines of the box, for one radius */
  readonly lines: Float64Array;
  /** @internal the numbers of the radii, smallest first */
  readonly order: Int32Array;
  /** @internal the row sums of the circles so far */
  readonly runs: RowRuns;
}

/** For each row of the box, what is added so far from the star's column to the left and, with it, to the right. */
interface RowRuns {
  /** The next column to add on either side. */
  readonly nextLeft: Int32Array;
  readonly nextRight: Int32Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly variance: Float64Array;
}

/** Makes room for circles of these radii [px], which must be positive. */
export function createCircleSums(radii: ArrayLike<number>): CircleSums {
  const n = radii.length;
  let largest = 0;
  for (let k = 0; k < n; k++) largest = Math.max(largest, radii[k]);
  const box = createBoxRows(largest);
  return {
    radii: Float64Array.from(radii),
    flux: new Float64Array(n),
    area: new Float64Array(n),
    lostArea: new Float64Array(n),
    squaredArea: new Float64Array(n),
    squaredFlux: new Float64Array(n),
    variance: new Float64Array(n),
    pixelFlags: new Uint8Array(n),
    truncated: new Uint8Array(n),
    peak: NaN,
    box,
    lines: new Float64Array(box.stride),
    order: Int32Array.from(radii, (_, k) => k).sort((a, b) => radii[a] - radii[b]),
    runs: {
      nextLeft: new Int32Array(box.stride),
      nextRight: new Int32Array(box.stride),
      left: new Float64Array(box.stride),
      right: new Float64Array(box.stride),
      variance: new Float64Array(box.stride),
    },
  };
}

/**
 * Sums the circles about (`x`, `y`) into `out`. Where the position is not finite or the largest
 * circle is outside the image, all areas are 0 and the peak is NaN.
 *
 * @param withVariance whether to sum `image.variance` too
 */
export function sumCircles(image: Image, x: number, y: number, withVariance: boolean, out: CircleSums): void {
  const { radii, lostArea, pixelFlags, box } = out;
  const variance = withVariance ? image.variance : undefined;
  lostArea.fill(0);
  pixelFlags.fill(0);
  box.aside.length = 0;
  const reach = box.largest + 0.5;
  if (x > -reach && x < image.width - 1 + reach && y > -reach && y < image.height - 1 + reach) {
    out.peak = gatherRows(image, x, y, variance, box);
    startRuns(image.width, x, out.runs);
    for (let n = 0; n < radii.length; n++) {
      const k = out.order[n];
      sumCircle(image, x, y, k, variance !== undefined, out);
      out.truncated[k] = reachesOver(image, x, y, radii[k]) ? 1 : 0;
    }
    if (box.aside.length > 0) settleAside(x, y, out);
    return;
  }
  out.peak = NaN;
  out.truncated.fill(0);
  for (const sums of [out.flux, out.area, out.squaredArea, out.squaredFlux, out.variance]) sums.fill(0);
}

/** Nothing is added yet. Columns wholly inside a circle include the one nearest to the star, if it is in the image. */
function startRuns(width: number, x: number, { nextLeft, nextRight, left, right, variance }: RowRuns): void {
  const column = Math.max(0, Math.min(width - 1, Math.floor(x + 0.5)));
  nextLeft.fill(column - 1);
  nextRight.fill(column);
  left.fill(0);
  right.fill(0);
  variance.fill(0);
}

/**
 * Adds up the k-th circle, row by row: the columns wholly inside, then the rim. Smaller circles must be done before.
 *
 * The loop over rows is one function on purpose: with a call for each row and rim it takes a third longer.
 */
function sumCircle(image: Image, x: number, y: number, k: number, withVariance: boolean, out: CircleSums): void {
  const { width, height } = image;
  const { values, variances, stride, largest } = out.box;
  const { lines, runs } = out;
  const r = out.radii[k];
  const least = ROUNDING * (1 + r * r);
  const left = boxStart(x, largest);
  const bottom = boxStart(y, largest);
  let flux = 0;
  let area = 0;
  let squaredFlux = 0;
  let squaredArea = 0;
  let variance = 0;

  fillColumnLines(x, r, out);
  const firstRow = Math.max(0, Math.floor(y - r + 0.5)) | 0;
  const lastRow = Math.min(height - 1, Math.ceil(y + r - 0.5)) | 0;
  // Half chord c and G(c) at the lower and the upper line of the row.
  let y1 = firstRow - 0.5 - y;
  let c1 = y1 * y1 < r * r ? Math.sqrt((r - y1) * (r + y1)) : 0;
  let g1 = c1 > 0 ? areaBelowArc(c1, Math.abs(y1), r) : 0;
  for (let j = firstRow; j <= lastRow; j++) {
    const y0 = y1;
    const c0 = c1;
    const g0 = g1;
    y1 = j + 0.5 - y;
    c1 = y1 * y1 < r * r ? Math.sqrt((r - y1) * (r + y1)) : 0;
    g1 = c1 > 0 ? areaBelowArc(c1, Math.abs(y1), r) : 0;
    const reach = y0 < 0 && y1 > 0 ? r : Math.max(c0, c1);
    const touchFrom = Math.max(0, Math.floor(x - reach + 0.5)) | 0;
    const touchTo = Math.min(width - 1, Math.ceil(x + reach - 0.5)) | 0;
    // Columns wholly inside: both lines of the row are within their chords.
    const inner = Math.min(c0, c1);
    let fullFrom = Math.max(touchFrom, Math.ceil(x - inner + 0.5) | 0);
    let fullTo = Math.min(touchTo, Math.floor(x + inner - 0.5) | 0);
    const row = (j - bottom) * stride - left;
    if (fullFrom > fullTo) {
      fullFrom = touchTo + 1; // none: the whole row is rim
      fullTo = touchTo;
    } else {
      const q = j - bottom;
      let leftSum = runs.left[q];
      let rightSum = runs.right[q];
      const goLeft = runs.nextLeft[q];
      const goRight = runs.nextRight[q];
      for (let i = goLeft; i >= fullFrom; i--) leftSum += values[row + i];
      for (let i = goRight; i <= fullTo; i++) rightSum += values[row + i];
      if (withVariance) {
        let sum = runs.variance[q];
        for (let i = goLeft; i >= fullFrom; i--) sum += variances[row + i];
        for (let i = goRight; i <= fullTo; i++) sum += variances[row + i];
        runs.variance[q] = sum;
        variance += sum;
      }
      runs.left[q] = leftSum;
      runs.right[q] = rightSum;
      runs.nextLeft[q] = fullFrom - 1;
      runs.nextRight[q] = fullTo + 1;
      const inside = leftSum + rightSum;
      const count = fullTo - fullFrom + 1;
      flux += inside;
      squaredFlux += inside;
      area += count;
      squaredArea += count;
    }
    // The rim, left of the inside and then right of it. With clamp(t) to [-c, c] and, G rising,
    // G(clamp(t)) = clamp(G(t)) to [-G(c), G(c)]:  U(t, h) = h clamp(t) + sign(h) (G(t) - clamp(G(t))).
    const h0 = 0.5 * Math.max(-r, Math.min(r, y0));
    const h1 = 0.5 * Math.max(-r, Math.min(r, y1));
    const s0 = y0 < 0 ? -0.5 : 0.5;
    const s1 = y1 < 0 ? -0.5 : 0.5;
    const s = 2 * (s1 - s0);
    for (let i = touchFrom, end = fullFrom; i <= touchTo; i = fullTo + 1, end = touchTo + 1) {
      let t = i - 0.5 - x;
      let g = lines[i - left];
      let before = h1 * span(t, c1) - s1 * span(g, g1) - h0 * span(t, c0) + s0 * span(g, g0) + s * g;
      for (; i < end; i++) {
        t = i + 0.5 - x;
        g = lines[i + 1 - left];
        const after = h1 * span(t, c1) - s1 * span(g, g1) - h0 * span(t, c0) + s0 * span(g, g0) + s * g;
        const weight = after - before;
        before = after;
        if (weight < least) continue; // the circle touches the pixel, or rounding says so
        const weighted = weight * values[row + i];
        area += weight;
        flux += weighted;
        squaredArea += weight * weight;
        squaredFlux += weight * weighted;
        if (withVariance) variance += weight * weight * variances[row + i];
      }
      if (end > touchTo) break;
    }
  }
  out.flux[k] = flux;
  out.area[k] = area;
  out.squaredFlux[k] = squaredFlux;
  out.squaredArea[k] = squaredArea;
  out.variance[k] = variance;
}

/** Twice t clamped to [-c, c], without a branch to mispredict. */
function span(t: number, c: number): number {
  return Math.abs(t + c) - Math.abs(t - c);
}

/** G at the vertical grid lines that the rim of the circle can need. */
function fillColumnLines(x: number, r: number, { lines, box }: CircleSums): void {
  const left = boxStart(x, box.largest);
  const first = boxStart(x, r) - left;
  const last = (Math.ceil(x + r) + 1 - left) | 0;
  for (let q = first; q <= last; q++) lines[q] = areaUnderCircle(left + q - 0.5 - x, r);
}

/** Whether the circle reaches over the edge of the image. */
function reachesOver({ width, height }: Image, x: number, y: number, r: number): boolean {
  return x - r < -0.5 || x + r > width - 0.5 || y - r < -0.5 || y + r > height - 0.5;
}

/** Takes the pixels that were set aside out of the sums (unusable) or only notes them (hot). */
function settleAside(x: number, y: number, out: CircleSums): void {
  const { radii, lostArea, squaredArea, pixelFlags, box } = out;
  for (let a = 0; a < box.aside.length; a += 3) {
    const bits = box.aside[a + 2];
    for (let k = 0; k < radii.length; k++) {
      const weight = circlePixelOverlap(box.aside[a] - x, box.aside[a + 1] - y, radii[k]);
      if (weight <= TOUCH) continue;
      pixelFlags[k] |= bits;
      if ((bits & UNUSABLE_PIXEL) === 0) continue;
      lostArea[k] += weight;
      squaredArea[k] -= weight * weight;
    }
  }
}
