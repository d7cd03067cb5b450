/**
 * How the tiles of an image are compressed, according to the header of its HDU.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 10.1 and 10.2
 */
import { PhotometryError } from '../../core/errors.js';
import type { Bitpix, Hdu } from '../hdu/hdu.js';
import type { Header } from '../header/header.js';
import { type PixelScaling, pixelScaling } from '../pixels/decode-pixels.js';
import type { TileCodec, TileForm } from './codecs/codec.js';
import { tileCodec } from './codecs/codecs.js';
import type { Quantization } from './dither.js';
import type { TileTable } from './tile-table.js';
import { tileCount } from './tiles.js';

/** How the tiles of an HDU are compressed. */
export interface CompressionPlan {
  readonly bitpix: Bitpix;
  readonly tileShape: readonly number[];
  readonly codec: TileCodec;
  readonly parameters: ReadonlyMap<string, number>;
  /** BSCALE, BZERO and BLANK of the image. */
  readonly scaling: PixelScaling;
  /** Whether the scaling consists only of a BZERO that changes the signedness of the stored integers. */
  readonly isFlipped: boolean;
  /** {@link TileForm.isUnsigned64}, for codecs that support it. */
  readonly isUnsigned64: boolean;
  /** ZSCALE, ZZERO and ZBLANK if they are cards; NaN if they are absent or columns. */
  readonly zscale: number;
  readonly zzero: number;
  readonly zblank: number;
  readonly quantization: Quantization;
  readonly ditherSeed: number;
}

/** Reads the plan. @throws PhotometryError `unsupported` for an unknown compression */
export function compressionPlan(hdu: Hdu, table: TileTable, path: string): CompressionPlan {
  const { storedHeader: header, shape, bitpix } = hdu;
  const scaling = pixelScaling(hdu.header, bitpix);
  const quantization = header.text('ZQUANTIZ');
  const zblank = header.number('ZBLANK');
  const parameters = parametersOf(header);
  const codec = tileCodec(header.text('ZCMPTYPE'), path, hdu.index);
  const hasBlank = Number.isFinite(scaling.blank) || Number.isFinite(zblank) || table.has('ZBLANK');
  return {
    bitpix,
    // without ZTILEn each tile is a row
    tileShape: shape.map((length, axis) => header.number(`ZTILE${axis + 1}`) || (axis === 0 ? length : 1)),
    codec,
    parameters,
    scaling,
    isFlipped: isFlipped(scaling) && !hasBlank && (parameters.get('BYTEPIX') ?? bitpix / 8) === bitpix / 8,
    isUnsigned64: bitpix === 64 && codec.holdsFloats === true && isFlipped(scaling) && !hasBlank,
    zscale: header.number('ZSCALE'),
    zzero: header.number('ZZERO'),
    zblank,
    quantization: isDither(quantization) ? quantization : 'NO_DITHER',
    ditherSeed: header.has('ZDITHER0') ? header.number('ZDITHER0') : 1,
  };
}

function parametersOf(header: Header): Map<string, number> {
  const parameters = new Map<string, number>();
  for (let i = 1; header.has(`ZNAME${i}`); i++) parameters.set(header.text(`ZNAME${i}`), header.number(`ZVAL${i}`));
  return parameters;
}

function isDither(name: string): name is Quantization {
  return name === 'SUBTRACTIVE_DITHER_1' || name === 'SUBTRACTIVE_DITHER_2';
}

function isFlipped({ bitpix, scale, zero }: PixelScaling): boolean {
  return scale === 1 && bitpix > 0 && (bitpix === 8 ? zero === -128 : zero === 2 ** (bitpix - 1));
}

/** Maximum pixels per byte for any compression but HCOMPRESS: gzip reaches at most 1032, pixel lists 2048. */
const MAX_PIXELS_PER_BYTE = 2100;

/**
 * Throws unless the table has as many tiles as the image needs, and enough bytes. Runs before anything is allocated.
 *
 * @throws PhotometryError `bad-header`
 */
export function assertTiles(
  table: TileTable,
  { tileShape, codec, parameters }: CompressionPlan,
  { shape, index, dataLength }: Hdu,
  path: string,
): void {
  const isPossible = tileShape.every(length => Number.isInteger(length) && length > 0);
  const expected = isPossible ? tileCount(shape, tileShape) : Number.NaN;
  const pixels = shape.reduce((product, length) => product * length, 1);
  const most = Math.max(MAX_PIXELS_PER_BYTE, codec.maxPixelsPerByte(parameters)) * dataLength;
  if (expected === table.rows && pixels <= most) return;
  throw new PhotometryError(
    'bad-header',
    `${path}, HDU ${index}: an image of ${shape.join(' x ')} in tiles of ${tileShape.join(' x ')} needs ${expected} tiles, but the table has ${table.rows} rows in ${dataLength} bytes. The file is damaged`,
    { path, hdu: index },
  );
}
