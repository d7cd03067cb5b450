/**
 * The columns of a light curve: one row a frame.
 *
 * @module
 */
import type { PixelUnit } from '../frame/image.js';
import type { Quantity } from '../table/column/quantity.js';

/** A differential light curve. */
export interface LightCurveColumns {
  /** The frame's file name. */
  file: string;
  /** Mid-exposure time, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** Mid-exposure time at the barycentre of the solar system, BJD in TDB [d]; NaN where target or site is unknown. */
  bjdTdb: Quantity<'d'>;
  /** Flux over that of the comparison stars, 1 in the median of the reference frames. */
  flux: number;
  /** 1-sigma error of `flux`: photons, sky and read-out of target and comparisons; no scintillation. */
  fluxErr: number;
  /** Differential magnitude, -2.5 log10 flux [mag]; NaN where the flux is not positive. */
  mag: Quantity<'mag'>;
  /** 1-sigma error of `mag` [mag]. */
  magErr: Quantity<'mag'>;
  /** Relative 1-sigma noise of scintillation; NaN where the telescope's aperture is unknown. */
  scintillation: number;
  /** Light of the comparisons over its median: 1 is clear sky. */
  transparency: number;
  /** Airmass; NaN where unknown. */
  airmass: number;
  /** Full width at half maximum of the frame's stars [px]. */
  fwhm: Quantity<'px'>;
  /** Where the target was measured [px]. */
  x: Quantity<'px'>;
  /** Where the target was measured [px]. */
  y: Quantity<'px'>;
  /** Sky level per pixel at the target [unit of the frames]. */
  sky: Quantity<PixelUnit>;
  /** Bits of SourceFlag of target and frame; 0 is clean. */
  flags: number;
}

/** One comparison star, over all frames. */
export interface ComparisonColumns {
  /** Number of the star in the positions measured, from 0. */
  star: number;
  /** Its place in the reference frame [px]. */
  x: Quantity<'px'>;
  /** Its place in the reference frame [px]. */
  y: Quantity<'px'>;
  /** Median flux [unit of the frames]. */
  medianFlux: Quantity<PixelUnit>;
  /** Its part in the ensemble, the parts adding up to 1. */
  weight: number;
  /** Robust scatter of its curve against the others; NaN for a lone comparison. */
  scatter: number;
  /** Frames in which it was measured. */
  frames: number;
  /** `comparison`, or `check` for the star that only checks. */
  role: string;
}

/** The curve of one comparison star against the others, point by point. */
export interface ComparisonCurveColumns {
  /** Number of the star in the positions measured. */
  star: number;
  /** The frame's file name. */
  file: string;
  /** Mid-exposure time, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** BJD in TDB [d]. */
  bjdTdb: Quantity<'d'>;
  /** Flux over that of the other comparisons, median 1. */
  flux: number;
  /** 1-sigma error of `flux`. */
  fluxErr: number;
  /** Bits of SourceFlag of this star in this frame. */
  flags: number;
}
