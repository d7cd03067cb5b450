/**
 * The columns of a measured series: one row for each star and frame.
 *
 * @module
 */
import type { PixelUnit } from '../frame/image.js';
import type { Quantity } from '../table/column/quantity.js';

/** What every measured series has, whatever its radii. */
export interface MeasurementColumns {
  /** The frame's file name. */
  file: string;
  /** Number of the frame in the series, from 0. */
  frame: number;
  /** Number of the star in the positions given, from 0. */
  star: number;
  /** Mid-exposure time, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** Airmass, computed from time, site and pointing; NaN where one is unknown. */
  airmass: number;
  /** Full width at half maximum of the frame's stars, median [px]. */
  fwhm: Quantity<'px'>;
  /** Relative 1-sigma noise of scintillation; NaN where the telescope's aperture is unknown. Not part of fluxErr. */
  scintillation: number;
  /** Where the star was measured, along a row of this frame [px]. */
  x: Quantity<'px'>;
  /** Where the star was measured, along a column of this frame [px]. */
  y: Quantity<'px'>;
  /** Sky level per pixel [unit of the frames]. */
  sky: Quantity<PixelUnit>;
  /** Scatter of a sky pixel after clipping [unit of the frames]. */
  skyStd: Quantity<PixelUnit>;
  /** Annulus pixels that the sky comes from [px^2]. */
  skyArea: Quantity<'px^2'>;
  /** Largest pixel in the largest aperture, sky not subtracted [unit of the frames]. */
  peak: Quantity<PixelUnit>;
  /** Bits of SourceFlag; 0 is clean. */
  flags: number;
}

/** A series measured with one `radius`. */
export interface SingleRadiusColumns extends MeasurementColumns {
  /** Light in the aperture, sky subtracted [unit of the frames]. */
  flux: Quantity<PixelUnit>;
  /** 1-sigma error of `flux` without scintillation [unit of the frames]. */
  fluxErr: Quantity<PixelUnit>;
  /** Area that was summed [px^2]. */
  area: Quantity<'px^2'>;
}

/** In what radii and annuli are counted. */
export type RadiusUnit = 'pixel' | 'fwhm';

/** The label of a radius in column names: `6`, or `1.5fwhm`. */
export type SeriesRadiusLabel<R extends number, U extends RadiusUnit> = U extends 'fwhm' ? `${R}fwhm` : `${R}`;

/** A series measured with several radii: `flux_4`, `fluxErr_4`, `area_4` and so on. */
export type MultiRadiusColumns<R extends readonly number[], U extends RadiusUnit = 'pixel'> = MeasurementColumns & {
  [K in SeriesRadiusLabel<R[number], U> as `flux_${K}`]: Quantity<PixelUnit>;
} & { [K in SeriesRadiusLabel<R[number], U> as `fluxErr_${K}`]: Quantity<PixelUnit> } & {
  [K in SeriesRadiusLabel<R[number], U> as `area_${K}`]: Quantity<'px^2'>;
};

/** Descriptions of the columns, for display and files. */
export const MEASUREMENT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  file: "the frame's file name",
  frame: 'number of the frame in the series, from 0',
  star: 'number of the star in the positions given, from 0',
  jdUtcMid: 'mid-exposure, JD in UTC',
  airmass: 'airmass from time, site and pointing',
  fwhm: "full width at half maximum of the frame's stars, median",
  scintillation: 'relative 1-sigma noise of scintillation, not part of fluxErr',
  x: 'where the star was measured, along a row',
  y: 'where the star was measured, along a column',
  sky: 'sky level per pixel',
  skyStd: 'scatter of a sky pixel after clipping',
  skyArea: 'annulus pixels that the sky comes from',
  peak: 'largest pixel in the largest aperture, sky not subtracted',
  flags: 'bits of SourceFlag; 0 is clean',
};
