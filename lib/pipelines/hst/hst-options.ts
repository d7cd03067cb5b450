/**
 * What the finalisation of Hubble count rates is told, and what it takes where it is told nothing.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { encircledEnergyTable, type PointSource } from '../../standardize/encircled-energy.js';

/**
 * Where the errors of the rates come from:
 * - `given`: the columns `err_<r>` of the table;
 * - `daophot`: computed in electrons, from the exposure time: photons of the star, noise of the sky in the aperture,
 *   and of the sky's level;
 * - `as-published`: the same form applied to the rates themselves, as the original pipeline did. Its photon term lacks
 *   the exposure time.
 */
export type HstErrors = 'given' | 'daophot' | 'as-published';

/**
 * Share of the light inside each radius: `table` (the instrument's), `none` (1 everywhere), or shares of one's own by
 * radius, such as those of isolated stars in the same image.
 */
export type HstApertureCorrection = 'table' | 'none' | Readonly<Record<number, number>>;

/** Names of the columns that are read, with `<r>` for the radius; what is not given keeps its usual name. */
export interface HstColumnNames {
  /** Count rates [electron/s], sky not subtracted. Default `countrate_<r>`. */
  readonly countrate?: string;
  /** Their 1-sigma errors. Default `err_<r>`. */
  readonly err?: string;
  /** Sky level for each pixel [electron/s]. Default `back`. */
  readonly back?: string;
  /** Scatter of the sky from pixel to pixel [electron/s]. Default `back_std`. */
  readonly backStd?: string;
}

/** Systematic errors as shares of the flux. */
export interface HstSystematics {
  /** Of the encircled energy at radii from 4 pixels of 0.05 arcsec. Default 0.01. */
  readonly encircledEnergy?: number;
  /** Of the encircled energy below, where the focus matters. Default 0.03. */
  readonly encircledEnergySmall?: number;
  /** Of PHOTFLAM. Default 0.01. */
  readonly photflam?: number;
}

/** Settings of {@link finalizeHst} and its steps. */
export interface HstOptions<R extends readonly number[] = readonly number[]> extends PointSource {
  /** Aperture radii of the table's columns [px]. */
  readonly radii: R;
  /** Inverse sensitivity [erg s-1 cm-2 A-1 for 1 electron/s]. Default PHOTFLAM of the table's metadata. */
  readonly photflam?: number;
  /** Pivot wavelength [A]; without it there are no AB magnitudes. Default PHOTPLAM of the table's metadata. */
  readonly photplam?: number;
  /** Exposure time [s], needed by the `daophot` errors. Default EXPTIME of the table's metadata. */
  readonly exptime?: number;
  /** Size of a pixel [arcsec]. Default 0.05. */
  readonly pixelScale?: number;
  /** Radii of the annulus that the sky was measured in [px]. Default [10, 15]. */
  readonly annulus?: readonly [inner: number, outer: number];
  /**
   * Allow for the star's own light in the annulus: divide by `EE(r) - (A/S) (EE(outer) - EE(inner))` in place of
   * `EE(r)`. Default false, as the original; fluxes are then too faint, by 0.5 % at 6 px to 1.4 % at 10 px for the
   * annulus 10 to 15.
   */
  readonly annulusCorrection?: boolean;
  /** Share of the light inside each radius. Default `table`. */
  readonly apertureCorrection?: HstApertureCorrection;
  /** Where the errors come from. Default `given`. */
  readonly errors?: HstErrors;
  /** Names of the columns, where they are not the usual ones. */
  readonly names?: HstColumnNames;
  /** Systematic errors. */
  readonly systematics?: HstSystematics;
}

/** Settings with nothing left open but what only some steps need. */
export interface HstSettings extends PointSource {
  readonly radii: readonly number[];
  readonly pixelScale: number;
  readonly annulus: readonly [number, number];
  readonly annulusCorrection: boolean;
  readonly apertureCorrection: HstApertureCorrection;
  readonly errors: HstErrors;
  readonly names: Required<HstColumnNames>;
  readonly systematics: Required<HstSystematics>;
}

/**
 * Fills in the defaults.
 *
 * @throws PhotometryError `bad-argument` for radii, an annulus, a scale or a word that makes no sense
 */
export function hstSettings(options: HstOptions): HstSettings {
  const { radii, pixelScale = 0.05, annulus = [10, 15], annulusCorrection = false, errors = 'given' } = options;
  const { apertureCorrection = 'table' } = options;
  if (!Array.isArray(radii) || radii.length === 0 || !radii.every(radius => Number.isFinite(radius) && radius > 0))
    throw wrong('radii', 'one or more positive numbers of pixels', radii);
  if (new Set(radii).size !== radii.length) throw wrong('radii', 'each radius once', radii);
  if (!(pixelScale > 0 && Number.isFinite(pixelScale)))
    throw wrong('pixelScale', 'a positive number of arcsec', pixelScale);
  if (!(annulus.length === 2 && annulus[0] >= 0 && annulus[1] > annulus[0] && Number.isFinite(annulus[1])))
    throw wrong('annulus', '[inner, outer] radii in pixels, 0 <= inner < outer', annulus);
  if (!['given', 'daophot', 'as-published'].includes(errors))
    throw wrong('errors', "'given', 'daophot' or 'as-published'", errors);
  if (typeof apertureCorrection === 'string' && !['table', 'none'].includes(apertureCorrection))
    throw wrong('apertureCorrection', "'table', 'none' or shares of the light by radius", apertureCorrection);
  const { instrument } = encircledEnergyTable(options.instrument);
  return {
    instrument,
    filter: String(options.filter).trim().toUpperCase(),
    radii,
    pixelScale,
    annulus,
    annulusCorrection,
    apertureCorrection,
    errors,
    names: { countrate: 'countrate_<r>', err: 'err_<r>', back: 'back', backStd: 'back_std', ...options.names },
    systematics: { encircledEnergy: 0.01, encircledEnergySmall: 0.03, photflam: 0.01, ...options.systematics },
  };
}

function wrong(option: string, expected: string, got: unknown): PhotometryError {
  return new PhotometryError('bad-argument', `${option}: expected ${expected}, got ${JSON.stringify(got)}`, { option });
}

/** Area of a circle of that radius, or of the annulus [px2]. */
export function areaOf(radius: number): number;
export function areaOf(annulus: readonly [number, number]): number;
export function areaOf(form: number | readonly [number, number]): number {
  return typeof form === 'number' ? Math.PI * form ** 2 : Math.PI * (form[1] ** 2 - form[0] ** 2);
}

/** A positive number from the options, else from a keyword of the table; null if neither has one. */
export function numberFrom(
  given: number | undefined,
  meta: Readonly<Record<string, unknown>>,
  keyword: string,
): { readonly value: number; readonly source: 'option' | `keyword ${string}` } | null {
  if (given !== undefined) {
    if (given > 0 && Number.isFinite(given)) return { value: given, source: 'option' };
    throw wrong(keyword.toLowerCase(), 'a positive number', given);
  }
  const key = Object.keys(meta).find(name => name.toUpperCase() === keyword);
  const value = key === undefined ? Number.NaN : Number(meta[key]);
  return value > 0 && Number.isFinite(value) ? { value, source: `keyword ${key}` } : null;
}

/** Says that a keyword is needed and nowhere to be found. */
export function lacksKeyword(keyword: string, why: string, meta: Readonly<Record<string, unknown>>): PhotometryError {
  const hint = suggestion(keyword, Object.keys(meta));
  return new PhotometryError(
    'bad-argument',
    `${why} needs ${keyword}: the table's metadata has no positive number of that name${hint}. Give { ${keyword.toLowerCase()} }`,
    { keyword },
  );
}
