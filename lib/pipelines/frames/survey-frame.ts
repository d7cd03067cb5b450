/**
 * Finds the stars of one frame, by which a series is aligned.
 *
 * @module
 */
import { findBrightStars } from '../../detect/find-bright-stars.js';
import type { Image } from '../../frame/image.js';

/** Which stars to look for; plain data. */
export interface SurveyTask {
  /** Detection limit [sigma of the sky]. Default 5. */
  readonly sigma?: number;
  /** Maximum number of stars; the brightest are used. Default 120. */
  readonly maxStars?: number;
}

/** Stars of a frame, brightest first. */
export interface FrameStars {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly flux: Float64Array;
}

/** Detected stars of a frame, their FWHM, and its header. */
export interface FrameSurvey extends Pick<Image, 'header'> {
  readonly stars: FrameStars;
  /** Median full width at half maximum of the stars [px]; NaN if there are none. */
  readonly fwhm: number;
}

/** Finds the stars of one frame. */
export function surveyFrame(image: Image, { sigma = 5, maxStars = 120 }: SurveyTask): FrameSurvey {
  const { fwhm, ...stars } = findBrightStars(image, { sigma, maxStars });
  return { stars, fwhm, header: image.header };
}
