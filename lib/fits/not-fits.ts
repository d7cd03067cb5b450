/**
 * The message for a file that is not FITS: what it seems to be instead.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** How other files begin, bytes as hexadecimal where they are no text, and what to do with them. */
const OTHERS: readonly (readonly [start: RegExp, what: string])[] = [
  [/^<FD>7zXZ/, 'an xz file; unpack it with unxz first'],
  [/^PK<03><04>/, 'a zip file; unpack it first'],
  [/^(<0A>|<0D>| )*<3C>(!doctype|html)/i, 'a web page, as a failed download leaves behind; fetch the file again'],
  [/^XISF0100/, 'an XISF file of PixInsight; save it as FITS'],
  [/^(<89>PNG|<FF><D8><FF>|II\*<00>|MM<00>\*)/, 'a picture (PNG, JPEG or TIFF)'],
  [/^XTENSION/, 'a FITS extension without the primary HDU before it'],
  [/^<89>HDF/, 'an HDF5 file'],
];

/** An error that says what the file begins with. */
export function notFits(head: Uint8Array, byteLength: number, path: string): PhotometryError {
  const start = printable(head.subarray(0, 32));
  const what = OTHERS.find(([pattern]) => pattern.test(start))?.[1];
  const came =
    byteLength === 0
      ? 'it is empty'
      : what !== undefined
        ? `it looks like ${what}`
        : `it begins with ${`'${printable(head.subarray(0, 12))}'`}`;
  return new PhotometryError('not-fits', `${path} is not a FITS file: FITS begins with 'SIMPLE  =', but ${came}`, {
    path,
  });
}

/** Bytes as text; those that are no letters, and `<`, as their number: `<1F>`. */
function printable(bytes: Uint8Array): string {
  return Array.from(bytes, byte =>
    byte >= 32 && byte < 127 && byte !== 60
      ? String.fromCharCode(byte)
      : `<${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  ).join('');
}
