/**
 * The zero point that the header of a calibrated image gives.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import { zeroPoint } from '../../standardize/zero-point.js';

/** Instruments whose PHOTFLAM is for one electron per second. */
const PER_ELECTRON: ReadonlySet<string> = new Set(['ACS', 'WFC3']);

/**
 * AB magnitude of 1 unit per second; NaN where the header does not give it for certain.
 *
 * Only PHOTFLAM and PHOTPLAM of ACS and WFC3 are trusted, for images in electrons or electrons per second. Keywords such as
 * MAGZERO, MAGZPT or ZP mean the total of an exposure in one archive and a rate in another: pass what they say as
 * `zeroPoint`.
 *
 * @see ACS Data Handbook, section 5.1; WFC3 Data Handbook, section 9.1
 */
export function headerZeroPoint({ header, unit }: Pick<Image, 'header' | 'unit'>): number {
  if (unit !== 'electron' && unit !== 'electron/s') return Number.NaN;
  if (!PER_ELECTRON.has(header.text('INSTRUME').trim().toUpperCase())) return Number.NaN;
  const [photflam, photplam] = [header.number('PHOTFLAM'), header.number('PHOTPLAM')];
  return photflam > 0 && photplam > 0 ? zeroPoint({ photflam, photplam }, 'AB') : Number.NaN;
}
