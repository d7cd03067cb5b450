/**
 * Zero points of Hubble's instruments: from PHOTFLAM and PHOTPLAM to magnitudes.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import { quoted } from '../core/quoted.js';

/** Magnitude systems that follow from a header alone. */
export type MagnitudeSystem = 'ST' | 'AB';

/** Photometric keywords of a Hubble image. */
export interface PhotometricKeywords {
  /** Inverse sensitivity [erg s-1 cm-2 A-1 for 1 electron/s]. */
  readonly photflam: number;
  /** Pivot wavelength [A]; needed for AB. */
  readonly photplam?: number;
}

/**
 * Magnitude of a source of 1 electron/s.
 *
 * ST: `-2.5 log10(PHOTFLAM) - 21.10`; AB: `-2.5 log10(PHOTFLAM) - 5 log10(PHOTPLAM) - 2.408`.
 *
 * @throws PhotometryError `bad-argument` if a keyword is missing or not positive, or the system is another
 * @see ACS Data Handbook, section 5.1
 * @example zeroPoint({ photflam: 7.7265435e-20, photplam: 5919.4609 }, 'AB') // 26.5106
 */
export function zeroPoint({ photflam, photplam }: PhotometricKeywords, system: MagnitudeSystem): number {
  if (!(photflam > 0 && Number.isFinite(photflam)))
    throw new PhotometryError('bad-argument', `PHOTFLAM must be a positive number, got ${photflam}`, { photflam });
  const flux = -2.5 * Math.log10(photflam);
  switch (system) {
    case 'ST':
      return flux - 21.1;
    case 'AB':
      if (!(photplam !== undefined && photplam > 0 && Number.isFinite(photplam)))
        throw new PhotometryError(
          'bad-argument',
          `AB magnitudes need PHOTPLAM, the pivot wavelength in angstrom, got ${photplam}`,
          { photplam },
        );
      return flux - 5 * Math.log10(photplam) - 2.408;
    default:
      throw new PhotometryError('bad-argument', `The system is 'ST' or 'AB', got ${quoted(system)}`, {
        system,
      });
  }
}
