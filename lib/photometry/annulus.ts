/**
 * The sky about a star: clipped statistics of the pixels in a ring.
 *
 * A pixel belongs to the annulus if its centre is in it: at the inner radius or beyond, but inside
 * the outer one. The values are clipped around their median repeatedly, until nothing more
 * is rejected.
 *
 * @module
 */
import { type Image, MAX_PIXEL_VALUE, UNUSABLE_PIXEL } from '../frame/image.js';
import { medianInPlace } from '../math/select.js';

/** Rule of the sky statistics. */
interface SkyRule {
  /** Values farther than this many standard deviations from the median are clipped. Default 3. */
  readonly kappa: number;
  /** Minimum number of remaining pixels for a sky level. Default 10. */
  readonly minPixels: number;
}

/** The default rule of {@link measureAnnulus}. */
export const DEFAULT_SKY_RULE: SkyRule = Object.freeze({ kappa: 3, minPixels: 10 });

/** The sky of one star; made once with {@link createAnnulusSky}, filled again for each star. */
export interface AnnulusSky {
  /** Median of the kept pixels [image unit]; NaN where too few were left. */
  median: number;
  /** Mean of the kept pixels [image unit]. */
  mean: number;
  /** Population standard deviation of the kept pixels [image unit]. */
  std: number;
  /** How many pixels were kept. */
  count: number;
  /** How many there were before clipping. */
  total: number;
  /** @internal room for the values */
  readonly values: Float64Array;
}

/** Makes room for annuli up to `outer` [px]. */
export function createAnnulusSky(outer: number): AnnulusSky {
  const side = 2 * Math.ceil(outer) + 2;
  return { median: NaN, mean: NaN, std: NaN, count: 0, total: 0, values: new Float64Array(side * side) };
}

/**
 * Measures the sky in the ring `inner` <= distance < `outer` [px] about (`x`, `y`) into `out`.
 *
 * Unusable pixels (mask, NaN) and pixels off the image are left out. Where fewer than
 * `rule.minPixels` remain, median, mean and std are NaN and `count` is the number that remained.
 *
 * Each round keeps |value - median| <= kappa * sigma, with the population standard deviation of the
 * values kept so far: the rule of `astropy.stats.sigma_clip(sigma=3, maxiters=None)`.
 *
 * @see Stetson, P. B. 1987, PASP 99, 191, on the sky of crowded fields
 */
export function measureAnnulus(
  image: Image,
  x: number,
  y: number,
  inner: number,
  outer: number,
  rule: SkyRule,
  out: AnnulusSky,
): void {
  const { values } = out;
  let n = gatherRing(image, x, y, inner, outer, values);
  out.total = n;
  out.median = NaN;
  out.mean = NaN;
  out.std = NaN;
  for (;;) {
    if (n < rule.minPixels || n === 0) break;
    const median = medianInPlace(values, n);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[i];
    const mean = sum / n;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const d = values[i] - mean;
      squares += d * d;
    }
    const std = Math.sqrt(squares / n);
    const low = median - rule.kappa * std;
    const high = median + rule.kappa * std;
    let kept = 0;
    for (let i = 0; i < n; i++) {
      const value = values[i];
      if (value >= low && value <= high) values[kept++] = value;
    }
    if (kept === n) {
      out.median = median;
      out.mean = mean;
      out.std = std;
      break;
    }
    n = kept;
  }
  out.count = n;
}

/** Copies the usable pixels of the ring to `out`; returns their number. */
function gatherRing(image: Image, x: number, y: number, inner: number, outer: number, out: Float64Array): number {
  const { pixels, mask, width, height } = image;
  if (!(Number.isFinite(x) && Number.isFinite(y))) return 0;
  const inner2 = inner * inner;
  const outer2 = outer * outer;
  const firstRow = Math.max(0, Math.ceil(y - outer));
  const lastRow = Math.min(height - 1, Math.floor(y + outer));
  let n = 0;
  for (let j = firstRow; j <= lastRow; j++) {
    const dy = j - y;
    const dy2 = dy * dy;
    const half = Math.sqrt(Math.max(0, outer2 - dy2)) + 1e-6;
    const from = Math.max(0, Math.ceil(x - half));
    const to = Math.min(width - 1, Math.floor(x + half));
    for (let i = from, p = j * width + from; i <= to; i++, p++) {
      const dx = i - x;
      const d2 = dx * dx + dy2;
      if (d2 < inner2 || d2 >= outer2) continue;
      if (mask !== undefined && (mask[p] & UNUSABLE_PIXEL) !== 0) continue;
      const value = pixels[p];
      if (!(Math.abs(value) < MAX_PIXEL_VALUE)) continue; // NaN, infinite or undefined
      out[n++] = value;
    }
  }
  return n;
}
