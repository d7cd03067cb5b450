/**
 * The message for a file that is not FITS: what it seems to be instead.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** How other files begin, and what to do with them. */
const OTHERS: readonly (readonly [start: RegExp, what: string])[] = [
  [/^BZh/, 'a bzip2 file; unpack it with bunzip2 first'],
  [/^\xfd7zXZ/, 'an xz file; unpack it with unxz first'],
  [/^PK\x03\x04/, 'a zip file; unpack it first'],
  [/^\x1f\x9d/, 'a file of the old compress program; unpack it with uncompress first'],
  [/^\s*<(!doctype|html)/i, 'a web page, as a failed download leaves behind; fetch the file again'],
  [/^XISF0100/, 'an XISF file of PixInsight; save it as FITS'],
  [/^\x89PNG|^\xff\xd8\xff|^II\*\0|^MM\0\*/, 'a picture (PNG, JPEG or TIFF)'],
  [/^XTENSION/, 'a FITS extension without the primary HDU before it'],
  [/^\x89HDF/, 'an HDF5 file'],
];

/** An error that says what the file begins with. */
export function notFits(head: Uint8Array, byteLength: number, path: string): PhotometryError {
  const start = String.fromCharCode(...head.subarray(0, 32));
  const what = OTHERS.find(([pattern]) => pattern.test(start))?.[1];
  const came =
    byteLength === 0
      ? 'it is empty'
      : what !== undefined
        ? `it looks like ${what}`
        : `it begins with ${JSON.stringify(start.slice(0, 16))}`;
  return new PhotometryError('not-fits', `${path} is not a FITS file: FITS begins with 'SIMPLE  =', but ${came}`, {
    path,
  });
}
