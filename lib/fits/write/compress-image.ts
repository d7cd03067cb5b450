/**
 * Compresses an image to a table of compressed tiles.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10
 */

import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { quoted } from '../../core/quoted.js';
import { encodeHcompress } from '../compression/codecs/encode-hcompress.js';
import { encodeRice } from '../compression/codecs/encode-rice.js';
import { decodePlain, shuffled } from '../compression/codecs/gzip-tile.js';
import type { Quantization } from '../compression/dither.js';
import { quantize } from '../compression/quantize.js';
import {
  hcompressTile,
  isHcompressible,
  isHcompressTile,
  type Tile,
  tileAt,
  tileBytes,
  tileCount,
} from '../compression/tiles.js';
import type { Bitpix } from '../hdu/hdu.js';
import { compressedHeader } from './compressed-header.js';
import { type EncodedHdu, encodeHdu, type ImageToWrite } from './encode-hdu.js';
import { type PackedTile, packedTable } from './packed-table.js';
import type { ImageCompression, PackingPlan } from './packing-plan.js';

/** How an image is compressed. */
export interface CompressImageOptions {
  /**
   * Compression of the tiles. Default: `RICE_1`, the fastest and the most common in astronomy. `HCOMPRESS_1` is a few
   * per cent smaller and takes up to three times as long. 64-bit integers, lossless floating point and, with
   * `HCOMPRESS_1`, images of fewer than 4 rows or columns are always `GZIP_2`, because the other codecs cannot hold
   * them.
   */
  readonly compress?: ImageCompression;
  /**
   * Quantisation of floating point: number of steps per standard deviation of each tile's noise, or `'lossless'`, bit
   * for bit. Default: lossless with gzip, otherwise 4 steps, which change no pixel by more than an eighth of the noise.
   * Tiles without noise, or with NaN or infinite pixels, are always lossless. Integers never change.
   */
  readonly quantize?: number | 'lossless';
  /**
   * Random shift of the steps, so that means remain unbiased. Default: `SUBTRACTIVE_DITHER_2`, which keeps exact zeros.
   */
  readonly dither?: Quantization;
  /**
   * Start of the random numbers, 1 to 10000. Default: computed from the pixels, so that equal images make equal files.
   */
  readonly seed?: number;
  /** Size of a tile along each axis [px]. Default: one row; with `HCOMPRESS_1`, about 16 rows. */
  readonly tile?: readonly number[];
}

/** Default number of steps per standard deviation of the noise. */
const DEFAULT_STEPS = 4;

/**
 * Compresses an image. Returns a binary table extension, which can be written unchanged.
 *
 * @throws PhotometryError `bad-argument` for an image without pixels, sizes that do not agree, or an impossible option
 * @example const { header, data } = await compressImage({ width, height, pixels }, { compress: 'RICE_1' });
 */
export async function compressImage(image: ImageToWrite, options: CompressImageOptions = {}): Promise<EncodedHdu> {
  if (image.pixels === undefined)
    throw new PhotometryError(
      'bad-argument',
      'an image without pixels cannot be compressed; write it without `compress`',
    );
  const plain = encodeHdu(image, { index: 1, hasExtensions: true });
  const plan = planOf(plain, options);
  const tiles: PackedTile[] = [];
  const count = tileCount(plan.shape, plan.tileShape);
  for (let first = 0; first < count; first += MAX_CONCURRENT)
    tiles.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(MAX_CONCURRENT, count - first) }, (_, i) =>
          packTile(plain.data, plan, first + i),
        ),
      )),
    );
  const { data, tableCards } = packedTable(tiles, plan);
  return { header: compressedHeader(plain.header, tableCards, plan), data };
}

/** Number of tiles compressed concurrently: gzip has its own threads. */
const MAX_CONCURRENT = 64;

function planOf({ header, data }: EncodedHdu, options: CompressImageOptions): PackingPlan {
  const shape = Array.from({ length: header.number('NAXIS') }, (_, i) => header.number(`NAXIS${i + 1}`));
  const bitpix = header.number('BITPIX') as Bitpix;
  const asked = oneOf(COMPRESSIONS, options.compress ?? 'RICE_1', 'compress');
  const steps = stepsOf(options.quantize ?? (isGzip(asked) ? 'lossless' : DEFAULT_STEPS), bitpix);
  const isInteger = steps > 0 || bitpix === 8 || bitpix === 16 || bitpix === 32;
  const isPossible = isGzip(asked) || (isInteger && (asked === 'RICE_1' || isHcompressible(shape)));
  const compression = isPossible ? asked : 'GZIP_2';
  const plan = {
    shape,
    tileShape: tileShapeOf(options.tile, shape, compression),
    bitpix,
    compression,
    steps,
    dither: oneOf(DITHERS, options.dither ?? 'SUBTRACTIVE_DITHER_2', 'dither'),
    seed: 1,
  } as const;
  return {
    ...plan,
    seed: steps === 0 ? 1 : seedOf(options.seed, () => tileBytes(data, plan, tileAt(0, shape, plan.tileShape))),
  };
}

const COMPRESSIONS: readonly ImageCompression[] = ['RICE_1', 'HCOMPRESS_1', 'GZIP_1', 'GZIP_2'];
const DITHERS: readonly Quantization[] = ['NO_DITHER', 'SUBTRACTIVE_DITHER_1', 'SUBTRACTIVE_DITHER_2'];

function oneOf<T extends string>(known: readonly T[], value: T, option: string): T {
  if (known.includes(value)) return value;
  throw new PhotometryError(
    'bad-argument',
    `${option} must be one of ${known.join(', ')}, got ${quoted(value)}${suggestion(String(value), known)}`,
    { [option]: value },
  );
}

function stepsOf(quantization: number | 'lossless', bitpix: Bitpix): number {
  if (bitpix > 0 || quantization === 'lossless') return 0;
  if (quantization > 0 && quantization < Number.POSITIVE_INFINITY) return quantization;
  throw new PhotometryError(
    'bad-argument',
    `quantize must be a positive number of steps in the noise, or 'lossless', got ${quantization}`,
    { quantize: quantization },
  );
}

function tileShapeOf(tile: readonly number[] | undefined, shape: readonly number[], compression: string): number[] {
  const isHcompress = compression === 'HCOMPRESS_1';
  if (tile === undefined)
    return isHcompress ? hcompressTile(shape) : shape.map((length, axis) => (axis === 0 ? length : 1));
  const isSize = tile.length <= shape.length && tile.every(length => Number.isInteger(length) && length > 0);
  const full = shape.map((length, axis) => Math.min(length, tile[axis] ?? 1));
  if (isSize && (!isHcompress || isHcompressTile(full, shape))) return full;
  throw new PhotometryError(
    'bad-argument',
    `tile must be up to ${shape.length} whole positive numbers for an image of ${shape.join(' x ')}${
      isHcompress ? ', two of them, and leave no tile of fewer than 4 rows or columns' : ''
    }, got [${tile.join(', ')}]`,
    { tile },
  );
}

/** Returns ZDITHER0: the given seed, or one computed from the bytes of the first tile. */
function seedOf(seed: number | undefined, firstTile: () => Uint8Array): number {
  if (seed === undefined) return (firstTile().reduce((sum, byte) => sum + byte, 0) % 10_000) + 1;
  if (Number.isInteger(seed) && seed >= 1 && seed <= 10_000) return seed;
  throw new PhotometryError('bad-argument', `seed must be a whole number from 1 to 10000, got ${seed}`, { seed });
}

async function packTile(data: Uint8Array, plan: PackingPlan, row: number): Promise<PackedTile> {
  const { shape, tileShape, bitpix, compression, steps, dither, seed } = plan;
  const tile = tileAt(row, shape, tileShape);
  const bytes = tileBytes(data, plan, tile);
  const count = tile.size.reduce((product, length) => product * length, 1);
  const form = { count, size: tile.size, bitpix, parameters: new Map<string, number>(), place: `tile ${row + 1}` };
  if (steps > 0) {
    const values = Float64Array.from(decodePlain(bytes, form));
    const quantized = quantize(values, tile.size[0], steps, dither, seed - 1 + row);
    if (quantized === null) return { gzip: await platform.gzip(bytes), scale: 0, zero: 0 };
    const { integers, scale, zero } = quantized;
    const packed = isGzip(compression)
      ? await gzipped(bigEndian(integers), 4, compression)
      : encodeIntegers(integers, tile, 4, compression);
    return { packed, scale, zero };
  }
  const width = Math.abs(bitpix) / 8;
  if (isGzip(compression)) return { packed: await gzipped(bytes, width, compression), scale: 0, zero: 0 };
  const integers = decodePlain(bytes, form) as Int32Array;
  return { packed: encodeIntegers(integers, tile, width as 1 | 2 | 4, compression), scale: 0, zero: 0 };
}

function isGzip(compression: ImageCompression): compression is 'GZIP_1' | 'GZIP_2' {
  return compression === 'GZIP_1' || compression === 'GZIP_2';
}

function encodeIntegers(
  integers: Int32Array,
  { size }: Tile,
  width: 1 | 2 | 4,
  compression: 'RICE_1' | 'HCOMPRESS_1',
): Uint8Array {
  return compression === 'RICE_1' ? encodeRice(integers, width) : encodeHcompress(integers, size[1], size[0]);
}

function gzipped(bytes: Uint8Array, width: number, compression: ImageCompression): Promise<Uint8Array> {
  return platform.gzip(compression === 'GZIP_2' ? shuffled(bytes, width) : bytes);
}

function bigEndian(integers: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * integers.length));
  for (let i = 0; i < integers.length; i++) view.setInt32(4 * i, integers[i]);
  return new Uint8Array(view.buffer);
}
