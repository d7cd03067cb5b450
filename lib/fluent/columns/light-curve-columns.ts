/**
 * The columns of a light curve: one row per frame.
 *
 * @module
 */
import type { PixelUnit } from '../../frame/image.js';
import type { Quantity } from '../../table/column/quantity.js';

/** A differential light curve. */
export interface LightCurveColumns {
  /** The frame's file name. */
  file: string;
  /** Mid-exposure time, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** Mid-exposure time at the barycentre of the solar system, BJD in TDB [d]; NaN if target or site is unknown. */
  bjdTdb: Quantity<'d'>;
  /** Flux relative to the comparison stars; its median over the reference frames is 1. */
  flux: number;
  /** 1-sigma error of `flux`: photon, sky and read-out noise of target and comparisons, without scintillation. */
  fluxErr: number;
  /** Differential magnitude, -2.5 log10 flux [mag]; NaN where the flux is not positive. */
  mag: Quantity<'mag'>;
  /** 1-sigma error of `mag` [mag]. */
  magErr: Quantity<'mag'>;
  /** Relative 1-sigma scintillation noise; NaN if the telescope's aperture is unknown. */
  scintillation: number;
  /** Light of the comparisons relative to its median: 1 is clear sky. */
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
  /** Index of the star in the measured positions, from 0. */
  star: number;
  /** Its position in the reference frame [px]. */
  x: Quantity<'px'>;
  /** Its position in the reference frame [px]. */
  y: Quantity<'px'>;
  /** Median flux [unit of the frames]. */
  medianFlux: Quantity<PixelUnit>;
  /** Its weight in the ensemble; the weights add up to 1. */
  weight: number;
  /** Robust scatter of its curve relative to the others; NaN for a single comparison. */
  scatter: number;
  /** Number of frames in which it was measured. */
  frames: number;
  /** `comparison`, or `check` for the check star. */
  role: string;
}

/** The curve of one comparison star relative to the others, point by point. */
export interface ComparisonCurveColumns {
  /** Index of the star in the measured positions. */
  star: number;
  /** The frame's file name. */
  file: string;
  /** Mid-exposure time, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** BJD in TDB [d]. */
  bjdTdb: Quantity<'d'>;
  /** Flux relative to the other comparisons, with median 1. */
  flux: number;
  /** 1-sigma error of `flux`. */
  fluxErr: number;
  /** Bits of SourceFlag of this star in this frame. */
  flags: number;
}
