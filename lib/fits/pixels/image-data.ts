/**
 * Pixels as they come out of an HDU.
 *
 * @module
 */

import type { Bitpix } from '../hdu/hdu.js';
import type { DecodedPixels, PixelPrecision } from './decode-pixels.js';
import type { Rectangle } from './section.js';

/** One plane of an image HDU. Pixels stand row by row, NAXIS1 fastest. */
export interface ImageData extends DecodedPixels {
  /** NAXIS1 [px]. */
  readonly width: number;
  /** NAXIS2 [px]; 1 for a row of pixels. */
  readonly height: number;
  /** Planes in the HDU; 1 for a plain image. */
  readonly planes: number;
  /** Which of them this is; 0 is the first. */
  readonly plane: number;
  /** Type of the stored numbers. */
  readonly bitpix: Bitpix;
  /** Largest value the stored type can hold (65535 for unsigned 16-bit); NaN for floating point. */
  readonly rawMaximum: number;
}

/** Which part of an HDU, and how finely. */
export interface ReadPlaneOptions {
  readonly precision: PixelPrecision;
  readonly plane: number;
  /** A part of the plane; absent for all of it. */
  readonly section?: Rectangle;
}
