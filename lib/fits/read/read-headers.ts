/**
 * Reads the headers of a file and nothing else.
 *
 * @module
 */
import type { Source } from '../../core/web-types.js';
import type { Header } from '../header/header.js';
import { openFitsSource } from './open-fits.js';

/**
 * The headers of every HDU of a file, in order; its pixels are not touched (a file in gzip has to be
 * unpacked, though). Of a compressed image it is the header of the image.
 *
 * @throws PhotometryError `no-such-file`, `not-fits`, `bad-header`, `truncated-file`
 * @example
 * const [primary] = await readHeaders('m13.fits');
 */
export async function readHeaders(source: Source): Promise<Header[]> {
  const file = await openFitsSource(source);
  await file.close();
  return file.hdus.map(hdu => hdu.header);
}
