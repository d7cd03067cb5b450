/**
 * A frame of an aligned series laid on the pixels of the reference frame.
 *
 * @module
 */
import type { Similarity } from '../../astrometry/stars/similarity.js';
import type { Image } from '../../frame/image.js';
import { resampleToReference } from './resample.js';
import { skyLevel } from './sky-level.js';

/** Where a frame is to be laid; plain data. */
export interface LayTask {
  /** Size of the reference frame [px]. */
  readonly width: number;
  readonly height: number;
  /** Reference pixel to this frame's pixel. */
  readonly transform: Similarity;
  /** The sky level that the frame is brought to, where both are known [unit of the image]. */
  readonly level: number;
}

/**
 * The frame on the reference frame's pixels, NaN where it does not see them; without mask and variance.
 *
 * @param coverage a count for each reference pixel, raised by one where the result is finite
 */
export function layOnReference(image: Image, task: LayTask, coverage?: Uint16Array): Image {
  const { width, height, transform, level } = task;
  const difference = level - skyLevel(image.pixels);
  const offset = Number.isFinite(difference) ? difference : 0;
  const pixels = resampleToReference(image, transform, width, height, { offset, coverage });
  const { variance: _variance, mask: _mask, ...rest } = image;
  return { ...rest, width, height, pixels };
}
