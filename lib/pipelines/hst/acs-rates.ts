/**
 * The count-rate table of the ACS parallels pipeline, as a schema.
 *
 * @module
 */
import type { TableSchema } from '../../table/files/schema.js';

const RATE = { type: 'number', unit: 'electron/s' } as const;
const ANGLE = { type: 'number', unit: 'deg' } as const;

/**
 * What a table of ACS count rates holds: `countrate_<r>` and `err_<r>` for 2, 4, 6, 8 and 10 px, the sky, positions.
 *
 * @example const rates = await readTable('data-samples/acs/photometry.ecsv', { schema: acsRates });
 */
export const acsRates: {
  /** Position along x; 0 is the centre of the first pixel [px]. */
  readonly xcenter: 'number';
  /** Position along y [px]. */
  readonly ycenter: 'number';
  /** Full width at half maximum [px]. */
  readonly fwhm: 'number';
  /** Count rate within 2 px, sky included. */
  readonly countrate_2: typeof RATE;
  /** Count rate within 4 px, sky included. */
  readonly countrate_4: typeof RATE;
  /** Count rate within 6 px, sky included. */
  readonly countrate_6: typeof RATE;
  /** Count rate within 8 px, sky included. */
  readonly countrate_8: typeof RATE;
  /** Count rate within 10 px, sky included. */
  readonly countrate_10: typeof RATE;
  /** Sky per pixel, from the annulus. */
  readonly back: typeof RATE;
  /** Scatter of the pixels of the annulus. */
  readonly back_std: typeof RATE;
  /** 1-sigma error of `countrate_2`, without that of the sky. */
  readonly err_2: typeof RATE;
  /** 1-sigma error of `countrate_4`, without that of the sky. */
  readonly err_4: typeof RATE;
  /** 1-sigma error of `countrate_6`, without that of the sky. */
  readonly err_6: typeof RATE;
  /** 1-sigma error of `countrate_8`, without that of the sky. */
  readonly err_8: typeof RATE;
  /** 1-sigma error of `countrate_10`, without that of the sky. */
  readonly err_10: typeof RATE;
  /** Right ascension of the star. */
  readonly RA_GAIA_WCS: typeof ANGLE;
  /** Declination of the star. */
  readonly DEC_GAIA_WCS: typeof ANGLE;
  /** Right ascension of the Gaia source; -999 if there is none. */
  readonly GAIA_CAT_RA: typeof ANGLE;
  /** Declination of the Gaia source; -999 if there is none. */
  readonly GAIA_CAT_DEC: typeof ANGLE;
} = {
  xcenter: 'number',
  ycenter: 'number',
  fwhm: 'number',
  countrate_2: RATE,
  countrate_4: RATE,
  countrate_6: RATE,
  countrate_8: RATE,
  countrate_10: RATE,
  back: RATE,
  back_std: RATE,
  err_2: RATE,
  err_4: RATE,
  err_6: RATE,
  err_8: RATE,
  err_10: RATE,
  RA_GAIA_WCS: ANGLE,
  DEC_GAIA_WCS: ANGLE,
  GAIA_CAT_RA: ANGLE,
  GAIA_CAT_DEC: ANGLE,
} satisfies TableSchema;
