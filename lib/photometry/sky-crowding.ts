/**
 * Whether an annulus is so full of stars that its sky is not that of the frame.
 *
 * @module
 */
import { type Image, UNUSABLE_PIXEL } from '../frame/image.js';
import { MAD_TO_SIGMA } from '../math/clip.js';
import { medianInPlace } from '../math/select.js';
import type { AnnulusSky } from './annulus.js';

/** The sky of a frame where there is nothing in it. */
interface QuietSky {
  /** Level of the quiet places [image unit]. */
  readonly level: number;
  /** Noise of a pixel there [image unit]; NaN where it cannot be told. */
  readonly noise: number;
}

/** Places in which the sky is measured, along each side of the frame, */
const PLACES = 6;
/** their side [px], */
const SIDE = 20;
/** and which of them is quiet: this part has less noise. */
const QUIET = 0.3;
/** Pixels of a difference are this far apart [px]: farther than noise of a resampled frame is correlated. */
const LAG = 4;
/** Smallest number of differences of a place. */
const MIN_PAIRS = 60;
/** The scatter that is left in an annulus after clipping, over that of the quiet sky, from which it is crowded, */
const CROWDED_SCATTER = 1.4;
/** if its mean is above its median by this part of the scatter: stars are on one side, a slope is not. */
const CROWDED_SKEW = 0.08;
/** Or this part of its pixels was clipped. */
const CROWDED_CLIPPED = 0.25;
/** In at least so many of the sectors */
const SECTORS = 8;
const CROWDED_SECTORS = 4;
/** this part of the pixels */
const LIT_PART = 0.08;
/** is brighter than the median by this [noise]: 0.6 % of noise is. */
const BRIGHT_SIGMA = 2.5;
/** Fewer pixels do not tell. */
const MIN_PIXELS = 60;

/**
 * Noise and level of the sky where a frame has least: the scatter of differences between pixels 4 px apart, in 36 places.
 * A slope of the sky does not count, nor do stars that fill less than a third of the frame.
 */
export function quietSkyOf(image: Image): QuietSky {
  const { width, height } = image;
  const places: { level: number; noise: number }[] = [];
  const values = new Float64Array(SIDE * SIDE);
  const differences = new Float64Array(SIDE * SIDE);
  for (let row = 0; row < PLACES; row++)
    for (let column = 0; column < PLACES; column++) {
      const left = Math.max(0, Math.round(((column + 0.5) / PLACES) * width - SIDE / 2));
      const top = Math.max(0, Math.round(((row + 0.5) / PLACES) * height - SIDE / 2));
      const place = measurePlace(image, left, top, values, differences);
      if (place) places.push(place);
    }
  if (places.length === 0) return { level: NaN, noise: NaN };
  places.sort((a, b) => a.noise - b.noise);
  return places[Math.floor(QUIET * places.length)];
}

function measurePlace(
  { pixels, mask, width, height }: Image,
  left: number,
  top: number,
  values: Float64Array,
  differences: Float64Array,
): { level: number; noise: number } | null {
  const right = Math.min(width - LAG, left + SIDE);
  const bottom = Math.min(height, top + SIDE);
  let n = 0;
  for (let y = top; y < bottom; y++)
    for (let k = y * width + left, end = y * width + right; k < end; k++) {
      const value = pixels[k];
      const other = pixels[k + LAG];
      if (value - other - (value - other) !== 0) continue;
      if (mask !== undefined && ((mask[k] | mask[k + LAG]) & UNUSABLE_PIXEL) !== 0) continue;
      values[n] = value;
      differences[n++] = value - other;
    }
  if (n < MIN_PAIRS) return null;
  const slope = medianInPlace(differences, n);
  for (let i = 0; i < n; i++) differences[i] = Math.abs(differences[i] - slope);
  const noise = (MAD_TO_SIGMA * medianInPlace(differences, n)) / Math.SQRT2;
  return noise > 0 ? { level: medianInPlace(values, n), noise } : null;
}

/**
 * Whether the annulus about (x, y) is full of stars: what clipping left of it scatters more than the sky does at its level
 * and leans to the bright side, or a quarter of it was clipped; and there is light in at least half of its eight sectors,
 * so that one neighbour, whose light clipping and the median take care of, does not count.
 *
 * The noise at the level of the annulus is that of the quiet sky plus the photons of what the annulus has more: by the
 * gain, or where that is unknown as if all noise were photons'.
 */
export function isSkyCrowded(
  image: Image,
  x: number,
  y: number,
  radii: readonly [number, number],
  annulus: AnnulusSky,
  quiet: QuietSky,
): boolean {
  const { median, mean, std, count, total } = annulus;
  if (!(quiet.noise > 0 && total >= MIN_PIXELS && std > 0)) return false;
  const more = Math.max(0, median - quiet.level);
  const photons = image.gain > 0 ? more / image.gain : quiet.level > 0 ? (more / quiet.level) * quiet.noise ** 2 : 0;
  const expected = Math.sqrt(quiet.noise ** 2 + photons);
  const scattered = std > CROWDED_SCATTER * expected && mean - median > CROWDED_SKEW * std;
  if (!scattered && 1 - count / total <= CROWDED_CLIPPED) return false;
  return litSectors(image, x, y, radii, median + BRIGHT_SIGMA * expected) >= CROWDED_SECTORS;
}

/** Sectors of an annulus in which more pixels than noise makes are above a level. */
function litSectors(
  { pixels, mask, width, height }: Image,
  x: number,
  y: number,
  [inner, outer]: readonly [number, number],
  level: number,
): number {
  const bright = new Float64Array(SECTORS);
  const all = new Float64Array(SECTORS);
  for (let j = Math.max(0, Math.ceil(y - outer)); j <= Math.min(height - 1, y + outer); j++)
    for (let i = Math.max(0, Math.ceil(x - outer)); i <= Math.min(width - 1, x + outer); i++) {
      const d2 = (i - x) ** 2 + (j - y) ** 2;
      const k = j * width + i;
      if (d2 < inner * inner || d2 >= outer * outer || (mask !== undefined && (mask[k] & UNUSABLE_PIXEL) !== 0))
        continue;
      const sector = Math.floor((SECTORS * (Math.atan2(j - y, i - x) + Math.PI)) / (2 * Math.PI)) % SECTORS;
      all[sector]++;
      if (pixels[k] > level) bright[sector]++;
    }
  return bright.reduce((lit, n, k) => lit + (all[k] > 0 && n > LIT_PART * all[k] ? 1 : 0), 0);
}
