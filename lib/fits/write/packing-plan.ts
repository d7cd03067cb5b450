/**
 * How to compress an image, with all settings resolved.
 *
 * @module
 */

import type { Quantization } from '../compression/dither.js';
import type { Bitpix } from '../hdu/hdu.js';

/** The compressions of images. */
export type ImageCompression = 'RICE_1' | 'HCOMPRESS_1' | 'GZIP_1' | 'GZIP_2';

/** The resolved settings. */
export interface PackingPlan {
  readonly shape: readonly number[];
  readonly tileShape: readonly number[];
  readonly bitpix: Bitpix;
  readonly compression: ImageCompression;
  /** Steps per standard deviation of the noise; 0 for no quantisation. */
  readonly steps: number;
  readonly dither: Quantization;
  readonly seed: number;
}
