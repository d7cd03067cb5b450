/**
 * Which HDU of a file is its image.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { type Hdu, planeCount } from '../fits/hdu/hdu.js';
import type { FitsSource } from '../fits/read/open-fits.js';

/**
 * The requested HDU, else the first with pixels; null if none has pixels.
 *
 * @param which number or name of the HDU
 * @throws PhotometryError `no-such-hdu` if there is none with that number or name
 */
export function imageHdu(file: FitsSource, which?: number | string): Hdu | null {
  return which === undefined ? (file.hdus.find(hasPixels) ?? null) : file.hdu(which);
}

/**
 * As {@link imageHdu}, but a file or HDU without an image is an error.
 *
 * @throws PhotometryError `no-such-hdu`; the message lists what the file has
 */
export function requireImageHdu(file: FitsSource, which?: number | string): Hdu {
  const hdu = imageHdu(file, which);
  if (hdu !== null && hasPixels(hdu)) return hdu;
  const list = file.hdus.map(({ index, name, kind }) => `${index} ${name || '-'} (${kind})`).join(', ');
  const problem = hdu === null ? 'has no image' : `has no image in HDU ${hdu.index}`;
  throw new PhotometryError('no-such-hdu', `${file.path} ${problem}; its HDUs: ${list}`, {
    path: file.path,
    hdu: which,
  });
}

/** Whether an HDU is an image that is not empty. */
export function hasPixels(hdu: Hdu): boolean {
  return (hdu.kind === 'image' || hdu.kind === 'compressed-image') && planeCount(hdu) > 0;
}
