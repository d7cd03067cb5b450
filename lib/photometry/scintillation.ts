/**
 * Scintillation, which no aperture can remove, as a separate error.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** What scintillation depends on. */
export interface ScintillationOptions {
  /** Diameter of the telescope [m]. */
  readonly apertureDiameter: number;
  /** Exposure time [s]. */
  readonly exptime: number;
  /** Airmass of the star. */
  readonly airmass: number;
  /** Height of the observatory above sea level [m]. */
  readonly height: number;
  /** Coefficient of the site's turbulence. Default 1.5; the observatories that Osborn et al. measured have medians of 1.3 to 1.7. */
  readonly siteCoefficient?: number;
}

/** Scale height of the turbulence [m]. */
const SCALE_HEIGHT = 8000;

/**
 * The relative scintillation error of a flux, 1 sigma.
 *
 * sigma² = 1e-5 C_Y² D^(-4/3) t^(-1) X³ exp(-2 h / H), with the diameter D [m], exposure t [s],
 * airmass X, height h [m] and H = 8000 m: Young's law as Osborn et al. calibrated it. With C_Y = 1 it
 * agrees at the zenith within 7 % with Young's 0.09 D_cm^(-2/3) X^1.75 exp(-h / H) / sqrt(2 t), which is
 * too low at good sites. For exposures longer than about a second. Stars more than some arcseconds
 * apart twinkle independently, so it adds in quadrature for the target and for each comparison.
 *
 * NaN where the airmass or the exposure is not known (NaN) or not positive.
 *
 * @throws PhotometryError `bad-argument` if the diameter or the coefficient is not positive, or the height not a number
 * @see Young, A. T. 1967, AJ 72, 747; Osborn, J. et al. 2015, MNRAS 452, 1707, equation 7
 * @example
 * scintillationError({ apertureDiameter: 0.5, exptime: 60, airmass: 1.2, height: 2788 }) // 0.0009
 */
export function scintillationError(options: ScintillationOptions): number {
  const { apertureDiameter, exptime, airmass, height, siteCoefficient = 1.5 } = options;
  if (!(apertureDiameter > 0))
    throw new PhotometryError(
      'bad-argument',
      `apertureDiameter must be the telescope's diameter in metres, more than 0, got ${apertureDiameter}`,
    );
  if (!(siteCoefficient > 0))
    throw new PhotometryError('bad-argument', `siteCoefficient must be positive, got ${siteCoefficient}`);
  if (!Number.isFinite(height))
    throw new PhotometryError('bad-argument', `height must be the observatory's in metres, got ${height}`);
  if (!(exptime > 0) || !(airmass > 0)) return NaN;
  const variance =
    (1e-5 *
      siteCoefficient ** 2 *
      apertureDiameter ** (-4 / 3) *
      airmass ** 3 *
      Math.exp((-2 * height) / SCALE_HEIGHT)) /
    exptime;
  return Math.sqrt(variance);
}
