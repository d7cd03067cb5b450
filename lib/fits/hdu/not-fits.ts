/**
 * The error for a file that is not FITS: the message says what it seems to be instead.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { foreignFile, printable } from '../../core/foreign-files.js';

/** Returns an error whose message says what the file begins with. */
export function notFits(head: Uint8Array, byteLength: number, path: string): PhotometryError {
  const what = foreignFile(head);
  const came =
    byteLength === 0
      ? 'it is empty'
      : what !== null
        ? `it looks like ${what}`
        : `it begins with ${`'${printable(head.subarray(0, 12))}'`}`;
  return new PhotometryError('not-fits', `${path} is not a FITS file: FITS begins with 'SIMPLE  =', but ${came}`, {
    path,
  });
}
