/**
 * Options of the finalisation of Hubble count rates.
 *
 * @module
 */
import type { AcsWfcFilter } from '../../../standardize/acs-wfc-encircled-energy.js';

/**
 * Where the errors of the rates come from:
 * - `rates`: the columns `err_<r>` of the table, unchanged;
 * - `daophot`: computed in electrons from the exposure time: photon noise of the star, noise of the sky in the
 *   aperture, and error of the sky level;
 * - `as-published`: the same form applied to the rates themselves, as the original pipeline did. Its photon term lacks
 *   the exposure time.
 */
export type HstErrors = 'rates' | 'daophot' | 'as-published';

/**
 * Fraction of the light inside each radius: `table` (the instrument's), `none` (1 everywhere), or your own fractions by
 * radius, such as those of isolated stars in the same image.
 */
export type HstApertureCorrection = 'table' | 'none' | Readonly<Record<number, number>>;

/** Names of the columns to read, with `<r>` for the radius; those not given have their usual names. */
export interface HstColumnNames {
  /** Count rates [electron/s], sky not subtracted. Default `countrate_<r>`. */
  readonly countrate?: string;
  /** Their 1-sigma errors. Default `err_<r>`. */
  readonly err?: string;
  /** Sky level per pixel [electron/s]; null if the rates are already sky-subtracted. Default `back`. */
  readonly back?: string | null;
  /** Scatter of the sky from pixel to pixel [electron/s]. Default `back_std`. */
  readonly backStd?: string;
}

/** Systematic errors as fractions of the flux. */
export interface HstSystematics {
  /** Of the encircled energy at radii from 4 pixels of 0.05 arcsec. Default 0.01. */
  readonly encircledEnergy?: number;
  /** Of the encircled energy at smaller radii, where the focus matters. Default 0.03. */
  readonly encircledEnergySmall?: number;
  /** Of PHOTFLAM. Default 0.01. */
  readonly photflam?: number;
}

/** Where keywords are looked up: `frame.header`, for example. */
export interface KeywordSource {
  /** The value of a keyword; undefined if it is absent. */
  get(keyword: string): unknown;
}

/** Settings of `finalizeHst` and its steps. */
export interface HstOptions<
  R extends readonly number[] = readonly number[],
  N extends HstColumnNames = HstColumnNames,
> {
  /** Instrument and channel: `ACS/WFC`. Default INSTRUME and DETECTOR of `header`. */
  readonly instrument?: 'ACS/WFC' | (string & {});
  /** Filter: `F606W`; capitals do not matter. Default that of `header`. */
  readonly filter?: AcsWfcFilter | (string & {});
  /** Aperture radii of the table's columns [px]. */
  readonly radii: R;
  /** Inverse sensitivity [erg s-1 cm-2 A-1 for 1 electron/s]. Default PHOTFLAM of `header`, else of the table's metadata. */
  readonly photflam?: number;
  /** Pivot wavelength [A]; without it AB magnitudes are NaN. Default PHOTPLAM of `header`, else of the table's metadata. */
  readonly photplam?: number;
  /** Exposure time [s], needed by the `daophot` errors. Default EXPTIME of `header`, else of the table's metadata. */
  readonly exptime?: number;
  /**
   * Header of the image that the rates were measured in: instrument, filter, pixel scale, PHOTFLAM, PHOTPLAM and EXPTIME
   * are taken from it. An option, or metadata of the table, that contradicts it is an error.
   */
  readonly header?: KeywordSource;
  /** Size of a pixel [arcsec]. Default that of `header`; without one 0.05, with a problem `pixel-scale-assumed`. */
  readonly pixelScale?: number;
  /** Radii of the annulus that the sky was measured in [px]. Default [10, 15]. */
  readonly annulus?: readonly [inner: number, outer: number];
  /**
   * Allow for the star's own light in the annulus: divide by `EE(r) - (A/S) (EE(outer) - EE(inner))` in place of
   * `EE(r)`. Default false, as the original; fluxes are then too faint, by 0.5 % at 6 px to 1.4 % at 10 px for the
   * annulus 10 to 15. It takes the sky level for a mean of the annulus; a median sees a little less of the star.
   */
  readonly annulusCorrection?: boolean;
  /** Share of the light inside each radius. Default `table`. */
  readonly apertureCorrection?: HstApertureCorrection;
  /** Where the errors come from. Default `rates`. */
  readonly errors?: HstErrors;
  /** Names of the columns, where they are not the usual ones. */
  readonly names?: N;
  /**
   * That the rates are in electron/s, whatever the table says: measured in an image without BUNIT they count as adu.
   * Default: the unit that the table gives, if any.
   */
  readonly rateUnit?: 'electron/s';
  /** Systematic errors. */
  readonly systematics?: HstSystematics;
}

/** The options that replace keywords of the image's header. */
export type HstKeywords = Pick<HstOptions, 'photflam' | 'photplam' | 'exptime' | 'header'>;
