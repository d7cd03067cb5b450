/**
 * The columns of aperture photometry.
 *
 * @module
 */
import type { PixelUnit } from '../frame/image.js';
import type { Quantity } from '../table/column/quantity.js';

/** Where to measure: one entry for each star. `stars.columns` of a table with x and y fits. */
export interface StarPositions {
  /** x [px]; the centre of the first pixel is 0. NaN yields a row of NaN. */
  readonly x: ArrayLike<number>;
  /** Along a column [px]. */
  readonly y: ArrayLike<number>;
}

/** A radius with the label of its columns: `{ label: '1.5fwhm', pixels: 4.8 }` makes `flux_1.5fwhm`. */
export interface LabelledRadius {
  /** What follows the underscore in the names of the columns. */
  readonly label: string;
  /** Radius [px]. */
  readonly pixels: number;
}

/** A radius in pixels, or one with a label. */
export type Radius = number | LabelledRadius;

/** The label of a radius in column names: `2.5` is `'2.5'`. */
export type RadiusLabel<R> = R extends number
  ? `${R}`
  : R extends { readonly label: infer L extends string }
    ? L
    : never;

/** The columns of every measurement, independent of its radii. */
export interface MeasuredStarColumns {
  /** Along a row, as given [px]; the centre of the first pixel is 0. */
  x: Quantity<'px'>;
  /** Along a column, as given [px]. */
  y: Quantity<'px'>;
  /** Sky level per pixel [unit of the image]. NaN where none was measured. */
  sky: Quantity<PixelUnit>;
  /** Scatter of a sky pixel: population standard deviation after clipping [unit of the image]. */
  skyStd: Quantity<PixelUnit>;
  /** How many annulus pixels the sky comes from [px^2]. */
  skyArea: Quantity<'px^2'>;
  /** Largest pixel that the largest aperture touches, sky not subtracted [unit of the image]. */
  peak: Quantity<PixelUnit>;
  /** Bits of SourceFlag of all the apertures of the star; 0 is clean. */
  flags: number;
}

/** The columns of a measurement with one `radius`. */
export interface ApertureColumns extends MeasuredStarColumns {
  /** Flux in the aperture, sky subtracted unless disabled [unit of the image]. NaN with a flag if it cannot be determined. */
  flux: Quantity<PixelUnit>;
  /** 1-sigma error of `flux` [unit of the image]. NaN where the gain is unknown and needed. */
  fluxErr: Quantity<PixelUnit>;
  /** Area that was summed [px^2]; below pi r² at an edge, and with `allowMasked` at an unusable pixel. */
  area: Quantity<'px^2'>;
  /** -2.5 log10(flux / EXPTIME) [mag]; of the flux itself where its unit is a rate. NaN where the flux is not positive. */
  instMag: Quantity<'mag'>;
  /** 1-sigma error of `instMag`, which is 1.0857 fluxErr / flux [mag]. */
  magErr: Quantity<'mag'>;
}

/** The columns of a measurement with several radii `R`: `flux_4`, `fluxErr_4`, `area_4`, `instMag_4`, `magErr_4` and so on. */
export type MultiApertureColumns<R extends readonly Radius[]> = MeasuredStarColumns & {
  [K in RadiusLabel<R[number]> as `flux_${K}`]: Quantity<PixelUnit>;
} & { [K in RadiusLabel<R[number]> as `fluxErr_${K}`]: Quantity<PixelUnit> } & {
  [K in RadiusLabel<R[number]> as `area_${K}`]: Quantity<'px^2'>;
} & { [K in RadiusLabel<R[number]> as `instMag_${K}` | `magErr_${K}`]: Quantity<'mag'> };

/** The column that a `zeroPoint` adds to a measurement with one `radius`. */
export interface ZeroPointColumns {
  /** `instMag` plus the zero point [mag]: the light within the aperture. */
  mag: Quantity<'mag'>;
}

/** The columns that a `zeroPoint` adds to a measurement with several radii: `mag_4` and so on. */
export type MultiZeroPointColumns<R extends readonly Radius[]> = {
  [K in RadiusLabel<R[number]> as `mag_${K}`]: Quantity<'mag'>;
};

/** The text that names a radius in a column: `flux_${radiusLabel(4)}` is `flux_4`. */
export function radiusLabel(radius: Radius): string {
  return typeof radius === 'number' ? String(radius) : radius.label;
}

/** A radius in pixels. */
export function radiusPixels(radius: Radius): number {
  return typeof radius === 'number' ? radius : radius.pixels;
}
