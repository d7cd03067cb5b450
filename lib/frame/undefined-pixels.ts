/**
 * Pixels without a value that a program wrote as a huge number.
 *
 * @module
 */
import type { Problem } from '../core/problem.js';
import { STRETCH } from '../core/stretches.js';
import type { ImageData } from '../fits/pixels/image-data.js';
import { MAX_PIXEL_VALUE, PixelFlag, type Pixels } from './image.js';

/** An image and what was noticed. */
interface ErasedImage {
  readonly data: ImageData;
  readonly problems: readonly Problem[];
}

/**
 * The image with NaN and `noData` in place of values of {@link MAX_PIXEL_VALUE} and above, such as IRAF's INDEF, with their
 * number as a problem. Images of integers hold none and are not looked at.
 *
 * @param data a fresh image: its pixels are changed in place
 */
export function eraseUndefined(data: ImageData, path: string): ErasedImage {
  const { pixels, bitpix } = data;
  if (bitpix > 0 || !hasUndefined(pixels)) return { data, problems: [] };
  const mask = data.mask?.slice() ?? new Uint8Array(pixels.length);
  let count = 0;
  let example = Number.NaN;
  for (let i = 0; i < pixels.length; i++) {
    if (!(Math.abs(pixels[i]) >= MAX_PIXEL_VALUE && Number.isFinite(pixels[i]))) continue;
    if (count++ === 0) example = pixels[i];
    pixels[i] = Number.NaN;
    mask[i] |= PixelFlag.noData;
  }
  if (count === 0) return { data, problems: [] };
  const problem: Problem = {
    file: path,
    where: 'pixels',
    value: `${count} of ${Number(example.toPrecision(3))}`,
    code: 'undefined-pixels',
    action: 'dropped',
    remedy: `values of ${MAX_PIXEL_VALUE} and above are no measurement (IRAF writes INDEF as 1.6e38): these pixels count as without data`,
  };
  return { data: { ...data, pixels, mask }, problems: [problem] };
}

/** Whether a value may be huge; NaN counts too. */
function hasUndefined(pixels: Pixels): boolean {
  for (let from = 0; from < pixels.length; from += STRETCH)
    if (mayBeUndefined(pixels, from, Math.min(pixels.length, from + STRETCH))) return true;
  return false;
}

function mayBeUndefined(pixels: Pixels, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!(Math.abs(pixels[i]) < MAX_PIXEL_VALUE)) return true;
  return false;
}
