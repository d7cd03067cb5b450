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
  readonly xcenter: 'number';
  readonly ycenter: 'number';
  readonly fwhm: 'number';
  readonly countrate_2: typeof RATE;
  readonly countrate_4: typeof RATE;
  readonly countrate_6: typeof RATE;
  readonly countrate_8: typeof RATE;
  readonly countrate_10: typeof RATE;
  readonly back: typeof RATE;
  readonly back_std: typeof RATE;
  readonly err_2: typeof RATE;
  readonly err_4: typeof RATE;
  readonly err_6: typeof RATE;
  readonly err_8: typeof RATE;
  readonly err_10: typeof RATE;
  readonly RA_GAIA_WCS: typeof ANGLE;
  readonly DEC_GAIA_WCS: typeof ANGLE;
  readonly GAIA_CAT_RA: typeof ANGLE;
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
