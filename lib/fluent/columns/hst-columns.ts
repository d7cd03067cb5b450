/**
 * The columns of Hubble catalogues on their way from count rates to magnitudes, by the requested radii.
 *
 * @module
 */
import type { HstColumnNames } from '../../pipelines/hst/settings/hst-options.js';
import type { VegaZeroPoint } from '../../pipelines/hst/to-magnitudes.js';
import type { Quantity } from '../../table/column/quantity.js';

/** A flux per angstrom. */
export type HstFlux = Quantity<'erg / (Angstrom s cm2)'>;

/** The radii `R` as used in column names. */
export type HstRadius<R extends readonly number[]> = `${R[number]}`;

/** What `subtractSky` adds: sky-subtracted rates within each radius and their 1-sigma errors. */
export type HstRateColumns<R extends readonly number[]> = {
  [K in HstRadius<R> as `rate_${K}` | `rate_err_${K}`]: Quantity<'electron/s'>;
};

/** What `correctAperture` adds: rates of a point source's whole light and their 1-sigma errors. */
export type HstCorrectedColumns<R extends readonly number[]> = {
  [K in HstRadius<R> as `rate_${K}_apcor` | `rate_err_${K}_apcor`]: Quantity<'electron/s'>;
};

/**
 * What `toFlux` adds: fluxes of a point source `flux_<r>_apcor` with 1-sigma errors `err_<r>_apcor`, their systematic
 * errors from the encircled energy and from PHOTFLAM, fluxes within the aperture `flux_<r>` and their errors.
 */
export type HstFluxColumns<R extends readonly number[]> = {
  [K in HstRadius<R> as
    | `flux_${K}_apcor`
    | `err_${K}_apcor`
    | `err_ee_${K}`
    | `err_photflam_${K}`
    | `flux_${K}`
    | `flux_${K}_err`]: HstFlux;
};

/** What `toMagnitudes` adds: magnitudes of a point source (Vega only with a zero point) and their error. */
export type HstMagnitudeColumns<R extends readonly number[], V extends VegaZeroPoint | undefined = undefined> = {
  [K in HstRadius<R> as
    | `stmag_${K}`
    | `abmag_${K}`
    | `mag_err_${K}`
    | (V extends VegaZeroPoint ? `vegamag_${K}` : never)]: Quantity<'mag'>;
};

/** Positions of a final catalogue. */
export interface HstPositionColumns {
  /** Along x; 0 is the centre of the first pixel [px]. */
  x_center: Quantity<'px'>;
  /** Along y; 0 is the centre of the first pixel [px]. */
  y_center: Quantity<'px'>;
  /** Right ascension by the WCS of the image [deg]. */
  RA_GAIA_WCS: Quantity<'deg'>;
  /** Declination by the WCS of the image [deg]. */
  DEC_GAIA_WCS: Quantity<'deg'>;
  /** Right ascension of the Gaia source [deg]; NaN without a match, -999 in files. */
  GAIA_CAT_RA: Quantity<'deg'>;
  /** Declination of the Gaia source [deg]; NaN without a match, -999 in files. */
  GAIA_CAT_DEC: Quantity<'deg'>;
}

/** The columns that `finalizeHst` returns. */
export type HstFinalColumns<
  R extends readonly number[],
  V extends VegaZeroPoint | undefined = undefined,
> = HstPositionColumns & HstFluxColumns<R> & HstMagnitudeColumns<R, V>;

/** A name with a radius in place of `<r>`. */
export type HstColumnFor<P, K extends string> = P extends `${infer A}<r>${infer B}` ? `${A}${K}${B}` : P;

/** The name for `K` in `N`, else the usual one. */
export type HstNameOf<N, K, Usual extends string> = K extends keyof N ? (N[K] extends string ? N[K] : Usual) : Usual;

/** The columns that `finalizeHst` replaces by others. */
export type HstInputNames<R extends readonly number[], N extends HstColumnNames> =
  | HstColumnFor<HstNameOf<N, 'countrate', 'countrate_<r>'>, HstRadius<R>>
  | HstColumnFor<HstNameOf<N, 'err', 'err_<r>'>, HstRadius<R>>
  | HstNameOf<N, 'back', 'back'>
  | HstNameOf<N, 'backStd', 'back_std'>
  | 'xcenter'
  | 'ycenter'
  | 'xcentroid'
  | 'ycentroid'
  | 'x'
  | 'y'
  | 'ra'
  | 'dec';

/** `C` with the columns `N` added or replaced. */
export interface WithColumns<C, N> {
  /** The resulting columns by name. */
  readonly columns: { [P in keyof (C & N)]: P extends keyof N ? N[P] : (C & N)[P] };
}

/** `C` after `finalizeHst` to the columns `F`, with the input columns `I` replaced. */
export interface AfterFinalizeHst<C, F, I> {
  /** The resulting columns by name. */
  readonly columns: { [P in keyof (Pick<C, Exclude<keyof C, I>> & F)]: P extends keyof F ? F[P] : C[P & keyof C] };
}
