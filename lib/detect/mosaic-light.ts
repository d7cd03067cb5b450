/**
 * The light of a mosaic of colours, as detection sees it: without the chequers that the colours make.
 *
 * @module
 */
import { mosaicOf } from '../frame/colour/bayer-pattern.js';
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../frame/image.js';
import { measureBackground } from './background/background.js';

/** A mesh of the sky in one colour, whose pixels are two of the frame apart [px of that colour]. */
const BOX = 32;
/** A pixel is hot if it is this high above the sky [sigma of its colour], */
const HOT_SIGMA = 10;
/** and if its neighbours, both the adjacent ones and those of its colour, hold less than this part of its height on average, the highest left out. */
const HOT_NEIGHBOURS = 0.12;
/** A saturated pixel has light; other unusable ones have none. */
const NO_LIGHT = UNUSABLE_PIXEL & ~PixelFlag.saturated;
/** Variance of the weights 1 2 1 along an axis [px squared], as an addition to the square of a FWHM. */
const WIDENING = 8 * Math.LN2 * 0.5;

/**
 * Scatter of the mosaic's pixels for that of their smoothed light. Its pixels are not independent: what sums over several
 * is as noisy as in an image of independent pixels with this much more scatter.
 */
export const MOSAIC_NOISE: number = 8 / 3;

/**
 * The light of an undecoded mosaic on its own pixels; null for an image that is none.
 *
 * The sky of each colour is subtracted, hot pixels with it, and each pixel becomes the mean of the 3 x 3 about it with the
 * weights 1 2 1 along both axes. All four pixels of a cell then have the same weight everywhere, so that the light
 * depends little on where in a cell a star is, and its centre not at all on the order of the colours.
 */
export function lightOfMosaic(image: Image): Image | null {
  const mosaic = mosaicOf(image.header, image.height);
  if (mosaic === null || isLarger(mosaic.value)) return null;
  const { width, height, mask } = image;
  return {
    ...image,
    pixels: smoothed(withoutHotPixels(image, withoutSky(image)), width, height, mask),
    ...(mask ? { mask: withGrownSaturation(mask, width, height) } : {}),
  };
}

/** FWHM of a star in the light of a mosaic, from that in its pixels [px]. */
export function widenedFwhm(fwhm: number): number {
  return Math.sqrt(fwhm * fwhm + WIDENING);
}

/** FWHM of a star in the pixels of a mosaic, from that in its light [px]; at least half a pixel. */
export function narrowedFwhm(fwhm: number): number {
  return Math.sqrt(Math.max(0.25, fwhm * fwhm - WIDENING));
}

/** Whether a pattern has more than two by two pixels, as that of X-Trans. */
function isLarger(pattern: string): boolean {
  return /^[RGB]{5,}$/.test(pattern);
}

/** Pixels above the sky of their colour, and the scatter of each colour. */
interface AboveSky {
  readonly pixels: Pixels;
  /** Of the pixels of a cell: (0, 0), (1, 0), (0, 1), (1, 1) [image unit]. */
  readonly rms: readonly number[];
}

function withoutSky({ width, height, pixels, mask }: Image): AboveSky {
  const out = pixels.slice();
  const rms: number[] = [];
  for (const y0 of [0, 1]) {
    for (const x0 of [0, 1]) {
      const [columns, rows] = [Math.ceil((width - x0) / 2), Math.ceil((height - y0) / 2)];
      const colour = new Float32Array(columns * rows);
      const flags = mask && new Uint8Array(columns * rows);
      for (let y = y0, k = 0; y < height; y += 2) {
        for (let x = x0; x < width; x += 2, k++) {
          colour[k] = pixels[y * width + x];
          if (flags && mask) flags[k] = mask[y * width + x];
        }
      }
      const sky = measureBackground({ width: columns, height: rows, pixels: colour, mask: flags }, { boxSize: BOX });
      rms.push(sky.globalRms);
      for (let y = y0, k = 0; y < height; y += 2)
        for (let x = x0; x < width; x += 2, k++) out[y * width + x] -= sky.background[k];
    }
  }
  return { pixels: out, rms };
}

/** From a pixel to those about it, and to the nearest of its colour [px]. */
const ADJACENT = [-1, 0, 1].flatMap(y => [-1, 0, 1].map(x => ({ x, y }))).filter(({ x, y }) => x !== 0 || y !== 0);
const OF_ITS_COLOUR = ADJACENT.filter(({ x, y }) => x === 0 || y === 0).map(({ x, y }) => ({ x: 2 * x, y: 2 * y }));

/** Sets hot pixels to the sky: smoothed, they would look like narrow stars. */
function withoutHotPixels(image: Image, { pixels, rms }: AboveSky): Pixels {
  const { width, height } = image;
  const out = pixels.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x];
      if (!(value > HOT_SIGMA * rms[2 * (y % 2) + (x % 2)])) continue;
      const limit = HOT_NEIGHBOURS * value;
      const light = (around: typeof ADJACENT): number => lightAround(image, pixels, x, y, around);
      if (light(ADJACENT) < limit && light(OF_ITS_COLOUR) < limit) out[y * width + x] = 0;
    }
  }
  return out;
}

/** The mean of the neighbours of a pixel without the highest, which may be hot itself. */
function lightAround(
  { width, height }: Image,
  pixels: Pixels,
  x: number,
  y: number,
  around: readonly { readonly x: number; readonly y: number }[],
): number {
  let sum = 0;
  let highest = -Infinity;
  let n = 0;
  for (const offset of around) {
    const [i, j] = [x + offset.x, y + offset.y];
    if (i < 0 || j < 0 || i >= width || j >= height) continue;
    const value = pixels[j * width + i];
    if (value - value !== 0) continue;
    sum += value;
    highest = Math.max(highest, value);
    n++;
  }
  return n > 1 ? (sum - highest) / (n - 1) : 0;
}

/** Weights 1 2 1 along both axes, over the pixels with light; NaN where the pixel itself has none. */
function smoothed(pixels: Pixels, width: number, height: number, mask: Uint8Array | undefined): Pixels {
  const light = pixels.slice();
  if (mask) for (let k = 0; k < light.length; k++) if ((mask[k] & NO_LIGHT) !== 0) light[k] = Number.NaN;
  const along = new Float64Array(light.length);
  for (let k = 1; k < light.length - 1; k++) along[k] = light[k - 1] + 2 * light[k] + light[k + 1];
  const out = light.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const k = y * width + x;
      const isInside = x > 0 && y > 0 && x < width - 1 && y < height - 1;
      const sum = isInside ? along[k - width] + 2 * along[k] + along[k + width] : Number.NaN;
      out[k] = sum - sum === 0 ? sum / 16 : smoothedAt(light, width, height, x, y);
    }
  }
  return out;
}

/** The same for one pixel at the border or beside one without light. */
function smoothedAt(light: Pixels, width: number, height: number, x: number, y: number): number {
  const own = light[y * width + x];
  if (own - own !== 0) return Number.NaN;
  let sum = 0;
  let weights = 0;
  for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
    for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
      const value = light[j * width + i];
      if (value - value !== 0) continue;
      const weight = (i === x ? 2 : 1) * (j === y ? 2 : 1);
      sum += weight * value;
      weights += weight;
    }
  }
  return sum / weights;
}

/** A mask in which the saturated pixels of one colour hang together: their neighbours are saturated too. */
function withGrownSaturation(mask: Uint8Array, width: number, height: number): Uint8Array {
  const out = mask.slice();
  for (let k = 0; k < mask.length; k++) {
    if ((mask[k] & PixelFlag.saturated) === 0) continue;
    const x = k % width;
    const y = (k - x) / width;
    for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++)
      for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) out[j * width + i] |= PixelFlag.saturated;
  }
  return out;
}
