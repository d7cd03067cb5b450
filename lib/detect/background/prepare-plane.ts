/**
 * The image as detection sees it: sky subtracted, holes filled, and its noise.
 *
 * @module
 */
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../../frame/image.js';
import { clippedStatistics } from '../../math/clip.js';
import { type BackgroundInput, measureBackground, subtractBackground } from './background.js';

/** An image without sky, ready for the search. */
export interface PreparedPlane {
  readonly width: number;
  readonly height: number;
  /** Values less the sky [image unit]; pixels without data hold what their neighbours suggest. */
  readonly pixels: Pixels;
  /** The image's own mask, with `noData` where a pixel is not a number; absent where all are good. */
  readonly mask?: Uint8Array;
  /** 1 where no star may have its peak: no data there. Absent where there is data everywhere. */
  readonly forbidden?: Uint8Array;
  /** Clipped standard deviation of the sky-subtracted image [image unit]; NaN if no pixel is usable. */
  readonly rms: number;
}

/** Approximate maximum number of pixels sampled for the noise, which is then good to 0.2 %. */
const NOISE_SAMPLE = 200_000;
/** Without noise this part of the brightest pixel counts as noise. */
const MIN_NOISE = 1e-6;
/** A saturated pixel has light that makes a star's peak; other unusable ones have not. */
const NO_LIGHT = UNUSABLE_PIXEL & ~PixelFlag.saturated;

/** Subtracts the sky, fills the pixels without data and measures the noise. */
export function preparePlane(image: BackgroundInput): PreparedPlane {
  const { width, height } = image;
  const { background } = measureBackground(image);
  const pixels = subtractBackground(image.pixels, background);
  const forbidden = findHoles(image, pixels);
  const mask = forbidden ? markHoles(image.mask, forbidden) : image.mask;
  const rms = noiseOf(pixels, width, mask);
  if (forbidden) fillHoles(pixels, width, height, forbidden);
  return { width, height, pixels, rms, ...(mask ? { mask } : {}), ...(forbidden ? { forbidden } : {}) };
}

function findHoles({ mask }: Pick<Image, 'mask'>, pixels: Pixels): Uint8Array | undefined {
  const n = pixels.length;
  let holes: Uint8Array | undefined;
  for (let k = 0; k < n; k++) {
    const pixel = pixels[k];
    if (pixel - pixel === 0 && (mask === undefined || (mask[k] & NO_LIGHT) === 0)) continue;
    holes ??= new Uint8Array(n);
    holes[k] = 1;
  }
  return holes;
}

/** The mask with every hole marked. */
function markHoles(mask: Uint8Array | undefined, holes: Uint8Array): Uint8Array {
  const marked = mask ? mask.slice() : new Uint8Array(holes.length);
  for (let k = 0; k < holes.length; k++)
    if (holes[k] === 1 && (marked[k] & UNUSABLE_PIXEL) === 0) marked[k] |= PixelFlag.noData;
  return marked;
}

/** Clipped scatter of a sample of the usable pixels. */
function noiseOf(pixels: Pixels, width: number, mask: Uint8Array | undefined): number {
  const n = pixels.length;
  let stride = Math.max(1, Math.ceil(n / NOISE_SAMPLE));
  // A stride that shares no factor with the width visits all columns.
  while (stride > 1 && commonFactor(stride, width) > 1) stride++;
  const sample = new Float64Array(Math.ceil(n / stride));
  let m = 0;
  let highest = 0;
  for (let k = 0; k < n; k += stride) {
    const pixel = pixels[k];
    if (pixel - pixel !== 0 || (mask !== undefined && (mask[k] & UNUSABLE_PIXEL) !== 0)) continue;
    sample[m++] = pixel;
    if (pixel > highest) highest = pixel;
  }
  const { std } = clippedStatistics(sample.subarray(0, m));
  return Math.max(std, MIN_NOISE * highest);
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}

/** Gives each hole the mean of the nearest pixels with data: of the 3 x 3 about it, else 5 x 5, else 0, the sky. */
function fillHoles(out: Pixels, width: number, height: number, holes: Uint8Array): void {
  for (let k = 0; k < holes.length; k++) {
    if (holes[k] === 0) continue;
    const x = k % width;
    const y = (k - x) / width;
    out[k] = 0;
    for (let reach = 1; reach <= 2; reach++) {
      let sum = 0;
      let n = 0;
      for (let j = Math.max(0, y - reach); j <= Math.min(height - 1, y + reach); j++) {
        for (let i = Math.max(0, x - reach); i <= Math.min(width - 1, x + reach); i++) {
          if (holes[j * width + i] === 1) continue;
          sum += out[j * width + i];
          n++;
        }
      }
      if (n === 0) continue;
      out[k] = sum / n;
      break;
    }
  }
}
