/**
 * Reads an image that is stored as a table of compressed tiles.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu.js';
import type { ImageData } from '../image-data.js';

export async function readCompressedImage(
  _source: ByteSource,
  hdu: Hdu,
  path: string,
  _options: object,
): Promise<ImageData> {
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${hdu.index}: compression ${hdu.storedHeader.text('ZCMPTYPE')} is not read yet`,
  );
}
