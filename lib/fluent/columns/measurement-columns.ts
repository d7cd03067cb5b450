/**
 * The columns of a measured series: one row per star and frame.
 *
 * @module
 */
import type { PixelUnit } from '../../frame/image.js';
import type { Quantity } from '../../table/column/quantity.js';

/** The columns of every measured series, whatever its radii. */
export interface MeasurementColumns {
  /** The frame's file name. */
  file: string;
  /** Index of the frame in the series, from 0. */
  frame: number;
  /** Index of the star in the given positions, from 0. */
  star: number;
  /** Mid-exposure time, JD in UTC [d]. */
  jdUtcMid: Quantity<'d'>;
  /** Airmass, computed from time, site and pointing; NaN if one is unknown. */
  airmass: number;
  /** Median full width at half maximum of the frame's stars [px]. */
  fwhm: Quantity<'px'>;
  /** Relative 1-sigma scintillation noise; NaN if the telescope's aperture is unknown. Not part of fluxErr. */
  scintillation: number;
  /** x where the star was measured in this frame [px]. */
  x: Quantity<'px'>;
  /** y where the star was measured in this frame [px]. */
  y: Quantity<'px'>;
  /** Sky level per pixel [unit of the frames]. */
  sky: Quantity<PixelUnit>;
  /** Standard deviation of the sky pixels after clipping [unit of the frames]. */
  skyStd: Quantity<PixelUnit>;
  /** Area of the annulus pixels used for the sky [px^2]. */
  skyArea: Quantity<'px^2'>;
  /** Largest pixel value in the largest aperture, sky not subtracted [unit of the frames]. */
  peak: Quantity<PixelUnit>;
  /** Bits of SourceFlag; 0 is clean. */
  flags: number;
}

/** A series measured with one `radius`. */
export interface SingleRadiusColumns extends MeasurementColumns {
  /** Flux in the aperture, sky subtracted [unit of the frames]. */
  flux: Quantity<PixelUnit>;
  /** 1-sigma error of `flux` without scintillation [unit of the frames]. */
  fluxErr: Quantity<PixelUnit>;
  /** Summed area [px^2]. */
  area: Quantity<'px^2'>;
  /** -2.5 log10(flux / EXPTIME) [mag]; of the flux itself where its unit is a rate. NaN where the flux is not positive. */
  instMag: Quantity<'mag'>;
  /** 1-sigma error of `instMag` [mag]. */
  magErr: Quantity<'mag'>;
}

/** Unit of radii and annuli. */
export type RadiusUnit = 'pixel' | 'fwhm';

/** The label of a radius in column names: `6`, or `1.5fwhm`. */
export type SeriesRadiusLabel<R extends number, U extends RadiusUnit> = U extends 'fwhm' ? `${R}fwhm` : `${R}`;

/** A series measured with several radii: `flux_4`, `fluxErr_4`, `area_4`, `instMag_4`, `magErr_4` and so on. */
export type MultiRadiusColumns<R extends readonly number[], U extends RadiusUnit = 'pixel'> = MeasurementColumns & {
  [K in SeriesRadiusLabel<R[number], U> as `flux_${K}`]: Quantity<PixelUnit>;
} & { [K in SeriesRadiusLabel<R[number], U> as `fluxErr_${K}`]: Quantity<PixelUnit> } & {
  [K in SeriesRadiusLabel<R[number], U> as `area_${K}`]: Quantity<'px^2'>;
} & { [K in SeriesRadiusLabel<R[number], U> as `instMag_${K}` | `magErr_${K}`]: Quantity<'mag'> };

/** Descriptions of the columns, for display and files. */
export const MEASUREMENT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  file: "the frame's file name",
  frame: 'index of the frame in the series, from 0',
  star: 'index of the star in the given positions, from 0',
  jdUtcMid: 'mid-exposure, JD in UTC',
  airmass: 'airmass from time, site and pointing',
  fwhm: "full width at half maximum of the frame's stars, median",
  scintillation: 'relative 1-sigma scintillation noise, not part of fluxErr',
  x: 'x where the star was measured',
  y: 'y where the star was measured',
  sky: 'sky level per pixel',
  skyStd: 'standard deviation of the sky pixels after clipping',
  skyArea: 'area of the annulus pixels used for the sky',
  peak: 'largest pixel value in the largest aperture, sky not subtracted',
  flags: 'bits of SourceFlag; 0 is clean',
};
