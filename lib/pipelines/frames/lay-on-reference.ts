/**
 * Resamples a frame of an aligned series onto the pixels of the reference frame.
 *
 * @module
 */
import type { Similarity } from '../../astrometry/stars/similarity.js';
import type { Image } from '../../frame/image.js';
import { resampleToReference } from './resample.js';
import { skyLevel } from './sky-level.js';

/** Where to resample a frame to; plain data. */
export interface LayTask {
  /** Size of the reference frame [px]. */
  readonly width: number;
  readonly height: number;
  /** Reference pixel to this frame's pixel. */
  readonly transform: Similarity;
  /** Sky level that the frame is shifted to, if both levels are known [unit of the image]. */
  readonly level: number;
}

/**
 * The frame on the reference frame's pixels, NaN where it does not cover them; without mask and variance.
 *
 * @param coverage a counter for each reference pixel, incremented where the result is finite
 */
export function layOnReference(image: Image, task: LayTask, coverage?: Uint16Array): Image {
  const { width, height, transform, level } = task;
  const difference = level - skyLevel(image.pixels);
  const offset = Number.isFinite(difference) ? difference : 0;
  const pixels = resampleToReference(image, transform, width, height, { offset, coverage });
  const { variance: _variance, mask: _mask, ...rest } = image;
  return { ...rest, width, height, pixels };
}
