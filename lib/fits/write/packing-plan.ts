/**
 * How an image will be compressed, with every choice made.
 *
 * @module
 */

import type { Quantization } from '../compression/dither.js';
import type { Bitpix } from '../hdu/hdu.js';

/** How images can be compressed. */
export type ImageCompression = 'RICE_1' | 'HCOMPRESS_1' | 'GZIP_1' | 'GZIP_2';

/** What is to be done. */
export interface PackingPlan {
  readonly shape: readonly number[];
  readonly tileShape: readonly number[];
  readonly bitpix: Bitpix;
  readonly compression: ImageCompression;
  /** Steps in the noise; 0 for none. */
  readonly steps: number;
  readonly dither: Quantization;
  readonly seed: number;
}
