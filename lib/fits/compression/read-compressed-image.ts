/**
 * Reads an image that is stored as a table of compressed tiles.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { maskOf, type PixelArray, type PixelScaling, pixelArray, pixelScaling, rawMaximum } from '../decode-pixels.js';
import { type Hdu, planeCount } from '../hdu.js';
import type { ImageData } from '../image-data.js';
import type { ReadPlaneOptions } from '../read-image.js';
import type { TileDecoder, TileForm, TileValues } from './codec.js';
import { tileDecoder } from './codecs.js';
import { type Quantization, unquantized } from './dither.js';
import { decodeGzip, decodePlain } from './gzip-tile.js';
import { type TileTable, tileTable } from './tile-table.js';
import { offsetInTile, planePosition, type Tile, tileAt, tileCount } from './tiles.js';

/** No compression packs a pixel into less: gzip's best is 1032 to 1, and pixels have up to 8 bytes. */
const MOST_PIXELS_PER_BYTE = 1100;

/** Reads one plane. @throws PhotometryError `unsupported` for a compression that is not read yet */
export async function readCompressedImage(
  source: ByteSource,
  hdu: Hdu,
  path: string,
  { precision, plane }: ReadPlaneOptions,
): Promise<ImageData> {
  const { shape, bitpix } = hdu;
  const plan = compressionPlan(hdu, path);
  const table = tileTable(await source.read(hdu.dataStart, hdu.dataStart + hdu.dataLength), hdu, path);
  assertTiles(table, plan.tileShape, hdu, path);
  const [width, height = 1] = shape;
  const pixels = pixelArray(width * height, precision);
  const position = planePosition(plane, shape);
  for (let row = 0; row < table.rows; row++) {
    const tile = tileAt(row, shape, plan.tileShape);
    const offset = offsetInTile(tile, position);
    if (offset < 0) continue;
    const place = `${path}, HDU ${hdu.index}, tile ${row + 1} of ${table.rows}`;
    copyTile(await tileValues(table, tile, plan, place), tile, offset, pixels, width);
  }
  const mask = maskOf(pixels);
  const image = { width, height, planes: planeCount(hdu), plane, bitpix, rawMaximum: rawMaximum(plan.scaling), pixels };
  return mask === null ? image : { ...image, mask };
}

/** How the tiles of an HDU are compressed, from its header. */
interface CompressionPlan {
  readonly bitpix: number;
  readonly tileShape: readonly number[];
  readonly decode: TileDecoder;
  readonly parameters: ReadonlyMap<string, number>;
  readonly scaling: PixelScaling;
  /** ZSCALE, ZZERO, ZBLANK where they are cards and not columns. */
  readonly zscale: number;
  readonly zzero: number;
  readonly zblank: number;
  readonly quantization: Quantization;
  readonly ditherSeed: number;
}

function compressionPlan(hdu: Hdu, path: string): CompressionPlan {
  const { storedHeader: header, shape, bitpix } = hdu;
  const parameters = new Map<string, number>();
  for (let i = 1; header.has(`ZNAME${i}`); i++) parameters.set(header.text(`ZNAME${i}`), header.number(`ZVAL${i}`));
  const quantization = header.text('ZQUANTIZ');
  return {
    bitpix,
    // without ZTILEn a tile is a row
    tileShape: shape.map((length, axis) => header.number(`ZTILE${axis + 1}`) || (axis === 0 ? length : 1)),
    decode: tileDecoder(header.text('ZCMPTYPE'), path, hdu.index),
    parameters,
    scaling: pixelScaling(hdu.header, bitpix),
    zscale: header.number('ZSCALE'),
    zzero: header.number('ZZERO'),
    zblank: header.number('ZBLANK'),
    quantization: isDither(quantization) ? quantization : 'NO_DITHER',
    ditherSeed: header.has('ZDITHER0') ? header.number('ZDITHER0') : 1,
  };
}

function isDither(name: string): name is Quantization {
  return name === 'SUBTRACTIVE_DITHER_1' || name === 'SUBTRACTIVE_DITHER_2';
}

/** Physical values of a tile. */
async function tileValues(table: TileTable, tile: Tile, plan: CompressionPlan, place: string): Promise<TileValues> {
  const { row } = tile;
  const { bitpix, parameters } = plan;
  const count = tile.size.reduce((product, length) => product * length, 1);
  const form: TileForm = { count, bitpix, parameters, place };
  const packed = table.bytes('COMPRESSED_DATA', row);
  // a tile that did not compress stands in gzip, or as it was, in a column of its own
  if (packed.length === 0) {
    const zipped = table.bytes('GZIP_COMPRESSED_DATA', row);
    const values =
      zipped.length > 0 ? await decodeGzip(zipped, form) : decodePlain(table.bytes('UNCOMPRESSED_DATA', row), form);
    return scaled(values, plan.scaling);
  }
  const scale = table.has('ZSCALE') ? table.number('ZSCALE', row) : plan.zscale;
  const isQuantized = bitpix < 0 && Number.isFinite(scale) && scale !== 0;
  if (!isQuantized) return scaled(await plan.decode(packed, form), withBlank(plan, table, row));
  const stored = await plan.decode(packed, { ...form, bitpix: 32 });
  const values = unquantized(stored, {
    method: plan.quantization,
    scale,
    zero: table.has('ZZERO') ? table.number('ZZERO', row) : plan.zzero,
    blank: table.has('ZBLANK') ? table.number('ZBLANK', row) : plan.zblank,
    seed: plan.ditherSeed - 1 + row,
  });
  // a float32 image holds float32 values, whatever the precision asked for
  return bitpix === -32 ? Float32Array.from(values) : values;
}

/** Integer tiles mark missing pixels with ZBLANK, or with the image's BLANK. */
function withBlank({ scaling, zblank }: CompressionPlan, table: TileTable, row: number): PixelScaling {
  const blank = table.has('ZBLANK') ? table.number('ZBLANK', row) : zblank;
  return Number.isFinite(blank) && scaling.bitpix > 0 ? { ...scaling, blank } : scaling;
}

function scaled(stored: TileValues, { scale, zero, blank, bitpix }: PixelScaling): TileValues {
  if (bitpix < 0 || (scale === 1 && zero === 0 && Number.isNaN(blank))) return stored;
  const values = new Float64Array(stored.length);
  for (let i = 0; i < stored.length; i++) values[i] = stored[i] === blank ? NaN : zero + scale * stored[i];
  return values;
}

/** Writes the plane's part of a tile into `out`. */
function copyTile(values: TileValues, { start, size }: Tile, offset: number, out: PixelArray, width: number): void {
  const [x, y = 0] = start;
  const [columns, rows = 1] = size;
  for (let j = 0; j < rows; j++) {
    const from = offset + j * columns;
    out.set(values.subarray(from, from + columns), (y + j) * width + x);
  }
}

/** Before anything is allocated: are there as many tiles as the image needs, and bytes to fill it? */
function assertTiles(
  table: TileTable,
  tileShape: readonly number[],
  { shape, index, dataLength }: Hdu,
  path: string,
): void {
  const isPossible = tileShape.every(length => Number.isInteger(length) && length > 0);
  const expected = isPossible ? tileCount(shape, tileShape) : NaN;
  const pixels = shape.reduce((product, length) => product * length, 1);
  if (expected === table.rows && pixels <= MOST_PIXELS_PER_BYTE * dataLength) return;
  throw new PhotometryError(
    'bad-header',
    `${path}, HDU ${index}: an image of ${shape.join(' x ')} in tiles of ${tileShape.join(' x ')} needs ${expected} of them, but the table has ${table.rows} rows in ${dataLength} bytes. The file is damaged`,
    { path, hdu: index },
  );
}
