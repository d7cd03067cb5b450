/**
 * The kinds of tile compression that can be read, by the name that ZCMPTYPE gives them.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TileDecoder } from './codec.js';
import { decodeGzip, decodePlain, decodeShuffledGzip } from './gzip-tile.js';
import { decodeRice } from './rice.js';

const DECODERS: ReadonlyMap<string, TileDecoder> = new Map<string, TileDecoder>([
  ['RICE_1', decodeRice],
  ['RICE_ONE', decodeRice],
  ['GZIP_1', decodeGzip],
  ['GZIP_2', decodeShuffledGzip],
  ['NOCOMPRESS', decodePlain],
]);

/**
 * The decoder of a compression.
 *
 * @throws PhotometryError `unsupported` for one that is not read yet
 */
export function tileDecoder(name: string, path: string, hdu: number): TileDecoder {
  const decoder = DECODERS.get(name);
  if (decoder !== undefined) return decoder;
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${hdu}: compression ${name || '(ZCMPTYPE is absent)'} is not read yet; ${[...DECODERS.keys()].join(', ')} are. Unpack the file first, for example with funpack`,
    { path, hdu, compression: name },
  );
}
