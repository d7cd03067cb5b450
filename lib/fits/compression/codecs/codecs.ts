/**
 * The kinds of tile compression, by the name that ZCMPTYPE gives them.
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
  // a block of equal pixels takes 3 bits; nobody makes blocks of more than 32
  mostPixelsPerByte: parameters => 3 * Math.min(parameters.get('BLOCKSIZE') ?? 32, 256),
};

/** Deflate's best is 1032 to 1. */
const GZIP: Omit<TileCodec, 'decode'> = { holdsFloats: true, mostPixelsPerByte: () => 1032 };

const CODECS: ReadonlyMap<string, TileCodec> = new Map<string, TileCodec>([
  ['RICE_1', RICE],
  ['RICE_ONE', RICE],
  ['GZIP_1', { ...GZIP, decode: decodeGzip }],
  ['GZIP_2', { ...GZIP, decode: decodeShuffledGzip }],
  // an even tile takes 30 bytes whatever its size; the decoder compares the size that stands in them
  ['HCOMPRESS_1', { decode: decodeHcompress, mostPixelsPerByte: () => Number.POSITIVE_INFINITY }],
  // 4095 zeros in one word
  ['PLIO_1', { decode: decodePlio, storesUnsigned16: true, mostPixelsPerByte: () => 2048 }],
  ['NOCOMPRESS', { decode: decodePlain, holdsFloats: true, mostPixelsPerByte: () => 1 }],
]);

/**
 * The codec of a compression.
 *
 * @throws PhotometryError `unsupported` for one that the standard does not know
 */
export function tileCodec(name: string, path: string, hdu: number): TileCodec {
  const codec = CODECS.get(name);
  if (codec !== undefined) return codec;
  throw new PhotometryError(
    'unsupported',
    `${path}, HDU ${hdu}: compression ${name || '(ZCMPTYPE is absent)'} is unknown; ${[...CODECS.keys()].join(', ')} are read. Unpack the file first, for example with funpack`,
    { path, hdu, compression: name },
  );
}
