/**
 * Stretches: how pixel values become shades of grey.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { suggestion } from '../core/nearest-names.js';

/** How values become shades: `'zscale'` (IRAF's linear contrast, default), `'asinh'`, `'log'`, `'linear'` (between percentiles). */
export type Stretch = 'zscale' | 'asinh' | 'log' | 'linear';

/** All stretches, in the order in which a viewer offers them. */
export const STRETCHES: readonly Stretch[] = ['zscale', 'asinh', 'log', 'linear'];

/** The values shown black and white, and the curve between them. */
export interface StretchLimits {
  readonly low: number;
  readonly high: number;
  readonly stretch: Stretch;
}

/** A sorted sample of the finite values, at most about `size` of them, evenly spaced. */
export function sortedSample(pixels: ArrayLike<number>, size = 10_000): Float64Array {
  const stride = Math.max(1, Math.floor(pixels.length / size));
  const sample: number[] = [];
  for (let i = Math.floor(stride / 2); i < pixels.length; i += stride)
    if (Number.isFinite(pixels[i])) sample.push(pixels[i]);
  // where most pixels are masked, or the masked ones repeat with the stride, the others are sampled by themselves
  if (stride > 1 && sample.length < size / 2) return sampleOfFinite(pixels, size).sort();
  return Float64Array.from(sample).sort();
}

/** Every so manieth of the finite values. */
function sampleOfFinite(pixels: ArrayLike<number>, size: number): Float64Array {
  let finite = 0;
  for (let i = 0; i < pixels.length; i++) if (pixels[i] - pixels[i] === 0) finite++;
  const stride = Math.max(1, Math.floor(finite / size));
  const sample = new Float64Array(Math.ceil(finite / stride));
  for (let i = 0, seen = 0, kept = 0; i < pixels.length; i++)
    if (pixels[i] - pixels[i] === 0 && seen++ % stride === 0) sample[kept++] = pixels[i];
  return sample;
}

/**
 * IRAF's zscale: a line is fitted to the sorted values about the median and its slope sets the contrast.
 *
 * The fit drops points beyond 2.5 sigma; with `contrast` 0.25, the range is the line's over the whole sample
 * divided by 0.25, kept within the data.
 *
 * @see IRAF `display` task, "zscale algorithm" (NOAO)
 */
function zscaleLimits(sorted: Float64Array, contrast = 0.25): [number, number] {
  const n = sorted.length;
  const middle = (n - 1) / 2;
  const keep = new Uint8Array(n).fill(1);
  let slope = 0;
  let intercept = sorted[n >> 1];
  let kept = n;
  for (let iteration = 0; iteration < 5; iteration++) {
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    let count = 0;
    for (let i = 0; i < n; i++) {
      if (!keep[i]) continue;
      const x = i - middle;
      count++;
      sx += x;
      sy += sorted[i];
      sxx += x * x;
      sxy += x * sorted[i];
    }
    const denominator = count * sxx - sx * sx;
    if (count < Math.max(5, n / 2) || denominator === 0) break;
    slope = (count * sxy - sx * sy) / denominator;
    intercept = (sy - slope * sx) / count;
    let squares = 0;
    for (let i = 0; i < n; i++) if (keep[i]) squares += (sorted[i] - intercept - slope * (i - middle)) ** 2;
    const limit = 2.5 * Math.sqrt(squares / count);
    let remaining = 0;
    for (let i = 0; i < n; i++) {
      keep[i] = Math.abs(sorted[i] - intercept - slope * (i - middle)) <= limit ? 1 : 0;
      remaining += keep[i];
    }
    if (remaining === kept) break;
    kept = remaining;
  }
  const median = sorted[n >> 1];
  const reach = (slope / contrast) * middle;
  return [Math.max(sorted[0], median - reach), Math.min(sorted[n - 1], median + reach)];
}

/** How pixel values become brightness. */
export interface StretchOptions {
  /** Percentiles shown black and white, in place of the stretch's own: `[1, 99.5]` for `'linear'` [%]. */
  readonly percentiles?: readonly [number, number];
  /** Values shown black and white, in place of all that is found [unit of the frame]. */
  readonly limits?: readonly [number, number];
}

/**
 * The black and white points of an image for a stretch.
 *
 * @throws PhotometryError `bad-argument` for percentiles or limits out of order or out of range
 */
export function stretchLimits(
  pixels: ArrayLike<number>,
  stretch: Stretch,
  { percentiles, limits }: StretchOptions = {},
): StretchLimits {
  requireStretch(stretch, { percentiles, limits });
  if (limits) return { low: limits[0], high: limits[1], stretch };
  const sorted = sortedSample(pixels);
  const n = sorted.length;
  if (n === 0) return { low: 0, high: 1, stretch };
  const quantile = (q: number): number => sorted[Math.round(q * (n - 1))];
  let low = quantile(0.01);
  let high = quantile(0.995);
  if (stretch === 'zscale') [low, high] = zscaleLimits(sorted);
  if (stretch === 'asinh' || stretch === 'log') high = quantile(0.9995);
  if (percentiles) [low, high] = [quantile(percentiles[0] / 100), quantile(percentiles[1] / 100)];
  if (!(high > low)) [low, high] = widerLimits(pixels, sorted, low);
  return { low, high, stretch };
}

/**
 * Limits where the usual ones are one value, as in a frame of whole numbers with hardly any noise, or a field of zeros with
 * a few stars: the narrowest wider range of the values that is one, at last that of all values.
 */
function widerLimits(pixels: ArrayLike<number>, sorted: Float64Array, value: number): [number, number] {
  const n = sorted.length;
  for (const share of [0.005, 0.0005, 0]) {
    const low = sorted[Math.round(share * (n - 1))];
    const high = sorted[Math.round((1 - share) * (n - 1))];
    if (high > low) return [low, high];
  }
  let [least, most] = [value, value];
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] < least && Number.isFinite(pixels[i])) least = pixels[i];
    if (pixels[i] > most && Number.isFinite(pixels[i])) most = pixels[i];
  }
  return most > least ? [least, most] : [value, value + (Math.abs(value) * 1e-6 || 1)];
}

/**
 * Throws for an unknown stretch and for invalid settings.
 *
 * @throws PhotometryError `bad-argument`
 */
export function requireStretch(stretch: string, { percentiles, limits }: StretchOptions = {}): void {
  if (!(STRETCHES as readonly string[]).includes(stretch))
    throw new PhotometryError(
      'bad-argument',
      `stretch must be one of ${STRETCHES.join(', ')}, got ${String(stretch)}${suggestion(String(stretch), STRETCHES)}`,
      { stretch },
    );
  if (percentiles) requirePair('percentiles', percentiles, 0, 100);
  if (limits) requirePair('limits', limits, -Infinity, Infinity);
}

function requirePair(name: string, pair: readonly [number, number], least: number, most: number): void {
  const [low, high] = pair;
  if (low < high && low >= least && high <= most) return;
  const range = least === 0 ? ` from ${least} to ${most}` : '';
  throw new PhotometryError('bad-argument', `${name} must be two numbers${range}, the lower first, got ${pair}`, {
    [name]: pair,
  });
}

/** The shade of a value, 0 (black) to 1 (white); NaN for a value that is not finite. */
export function shadeOf(value: number, { low, high, stretch }: StretchLimits): number {
  const t = (value - low) / (high - low);
  if (Number.isNaN(t)) return Number.NaN;
  const clipped = t < 0 ? 0 : Math.min(t, 1);
  if (stretch === 'asinh') return Math.asinh(clipped * 20) / Math.asinh(20);
  if (stretch === 'log') return Math.log10(1 + 1000 * clipped) / Math.log10(1001);
  return clipped;
}
