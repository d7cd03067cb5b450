/**
 * Pixels as read from an HDU.
 *
 * @module
 */

import type { Bitpix } from '../hdu/hdu.js';
import type { DecodedPixels, PixelPrecision } from './decode-pixels.js';
import type { Rectangle } from './section.js';

/** One plane of an image HDU. Pixels are stored row by row, with NAXIS1 varying fastest. */
export interface ImageData extends DecodedPixels {
  /** NAXIS1 [px]. */
  readonly width: number;
  /** NAXIS2 [px]; 1 for a row of pixels. */
  readonly height: number;
  /** Number of planes in the HDU; 1 for a single image. */
  readonly planes: number;
  /** Index of this plane; 0 is the first. */
  readonly plane: number;
  /** Type of the stored numbers. */
  readonly bitpix: Bitpix;
  /** Largest value the stored type can hold (65535 for unsigned 16-bit); NaN for floating point. */
  readonly rawMaximum: number;
}

/** Which part of an HDU to read, and in which precision. */
export interface ReadPlaneOptions {
  readonly precision: PixelPrecision;
  readonly plane: number;
  /** A part of the plane; if absent, all of it. */
  readonly section?: Rectangle;
}
