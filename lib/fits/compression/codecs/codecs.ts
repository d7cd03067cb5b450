/**
 * The tile compression codecs, by their name in ZCMPTYPE.
 *
 * @module
 * @see FITS Standard 4.0 (2018), table 36
 */
import { PhotometryError } from '../../../core/errors.js';
import type { TileCodec } from './codec.js';
import { decodeGzip, decodePlain, decodeShuffledGzip } from './gzip-tile.js';
import { decodeHcompress } from './hcompress.js';
import { decodePlio } from './plio.js';
import { decodeFlippedRice, decodeRice } from './rice.js';

const RICE: TileCodec = {
  decode: decodeRice,
  decodeFlipped: decodeFlippedRice,
  // a block of equal pixels takes 3 bits; blocks of more than 32 pixels are not used in practice
  maxPixelsPerByte: parameters => 3 * Math.min(parameters.get('BLOCKSIZE') ?? 32, 256),
};

/** The maximum compression ratio of deflate is 1032. */
const GZIP: Omit<TileCodec, 'decode'> = { holdsFloats: true, maxPixelsPerByte: () => 1032 };

const CODECS: ReadonlyMap<string, TileCodec> = new Map<string, TileCodec>([
  ['RICE_1', RICE],
  ['RICE_ONE', RICE],
  ['GZIP_1', { ...GZIP, decode: decodeGzip }],
  ['GZIP_2', { ...GZIP, decode: decodeShuffledGzip }],
  // a uniform tile takes 30 bytes whatever its size; the decoder checks the size stored in them
  ['HCOMPRESS_1', { decode: decodeHcompress, maxPixelsPerByte: () => Number.POSITIVE_INFINITY }],
  // one word can hold 4095 zeros
  ['PLIO_1', { decode: decodePlio, storesUnsigned16: true, maxPixelsPerByte: () => 2048 }],
  ['NOCOMPRESS', { decode: decodePlain, holdsFloats: true, maxPixelsPerByte: () => 1 }],
]);

/**
 * Returns the codec of a compression.
 *
 * @throws PhotometryError `unsupported` for a compression that is not in the standard
 */
export function tileCodec(name: string, path: string, hdu: number): TileCodec {
  const codec = CODECS.get(name);
  if (codec !== undefined) return codec;
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${hdu}: compression ${name || '(ZCMPTYPE is absent)'} is unknown; ${[...CODECS.keys()].join(', ')} can be read. Unpack the file first, for example with funpack`,
    { path, hdu, compression: name },
  );
}
