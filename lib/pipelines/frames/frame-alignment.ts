/**
 * Where the reference frame's stars are in one frame of a series.
 *
 * @module
 */
import type { Similarity } from '../../astrometry/stars/similarity.js';

/** The result of the alignment for one frame. */
export interface FrameAlignment {
  /** Maps reference pixels to this frame's pixels; null if the frame could not be aligned. */
  readonly transform: Similarity | null;
  /** How it was found. */
  readonly method: 'asterisms' | 'wcs' | 'none';
  /** Number of stars that agree with the transform. */
  readonly matched: number;
  /** RMS scatter of the agreeing stars about the transform [px]; NaN if there are none. */
  readonly rms: number;
  /** Number of stars detected. */
  readonly starCount: number;
  /** Median full width at half maximum of the stars [px]; NaN if none. */
  readonly fwhm: number;
  /** Why the frame could not be aligned; empty if it was. */
  readonly reason: string;
}
