/**
 * Small angles in degrees, by name.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import type { Quantity } from '../../table/column/quantity.js';

/** An angle in degrees. A plain number is taken as degrees; for small ones say `arcsec(1)`. */
export type Degrees = Quantity<'deg'>;

/**
 * Converts arcseconds to degrees.
 *
 * @example stars.match(gaia, { within: arcsec(1) })
 */
export function arcsec(n: number): Degrees {
  return n / 3600;
}

/**
 * Converts arcminutes to degrees.
 *
 * @example stars.near({ ra: '16:02:11.83', dec: '+28:10:10.6', within: arcmin(5) })
 */
export function arcmin(n: number): Degrees {
  return n / 60;
}

/** @throws PhotometryError `bad-argument` unless `within` is an angle from 0 to 180 degrees */
export function assertWithin(within: number, verb: string): void {
  if (typeof within === 'number' && within >= 0 && within <= 180) return;
  throw new PhotometryError(
    'bad-argument',
    `${verb}: within must be an angle from 0 to 180 degrees, such as arcsec(1); got ${quoted(within)}`,
    { within },
  );
}
