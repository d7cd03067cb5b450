/**
 * Where the reference frame's stars are in one frame of a series.
 *
 * @module
 */
import type { Similarity } from '../../astrometry/stars/similarity.js';

/** What alignment learnt about one frame. */
export interface FrameAlignment {
  /** Reference pixel to this frame's pixel; null where the frame could not be aligned. */
  readonly transform: Similarity | null;
  /** How it was found. */
  readonly method: 'asterisms' | 'wcs' | 'none';
  /** Stars that agree. */
  readonly matched: number;
  /** Scatter of those about the transform [px]; NaN if none. */
  readonly rms: number;
  /** Stars detected. */
  readonly starCount: number;
  /** Median full width at half maximum of the stars [px]; NaN if none. */
  readonly fwhm: number;
}
