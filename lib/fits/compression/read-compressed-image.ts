/**
 * Reads an image that is stored as a table of compressed tiles, or a part of it, decoding only the tiles it needs.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10
 */
import type { ByteSource } from '../../platform/types.js';
import { type Hdu, planeCount } from '../hdu/hdu.js';
import { maskOf, type PixelArray, pixelArray, rawMaximum } from '../pixels/decode-pixels.js';
import type { ImageData, ReadPlaneOptions } from '../pixels/image-data.js';
import type { Rectangle } from '../pixels/section.js';
import { damagedTile, type TileForm, type TileValues } from './codecs/codec.js';
import { decodeGzip, decodePlain } from './codecs/gzip-tile.js';
import { assertTiles, type CompressionPlan, compressionPlan } from './compression-plan.js';
import type { StoredTile, TileStorage } from './stored-tile.js';
import { type Extent, readTileTable, type TileTable } from './tile-table.js';
import { tileToPhysical } from './tile-to-physical.js';
import { offsetInTile, planePosition, type Tile, tileAt } from './tiles.js';

/** Bytes of tiles read at a time. */
const BATCH_LENGTH = 1 << 20;

/** Reads one plane or a section of it. @throws PhotometryError `unsupported` for an unknown compression */
export async function readCompressedImage(
  source: ByteSource,
  hdu: Hdu,
  path: string,
  { precision, plane, section }: ReadPlaneOptions,
): Promise<ImageData> {
  const { shape, bitpix } = hdu;
  const table = await readTileTable(source, hdu, path);
  const plan = compressionPlan(hdu, table, path);
  assertTiles(table, plan, hdu, path);
  const part = section ?? { x: 0, y: 0, width: shape[0], height: shape[1] ?? 1 };
  const tiles = tilesOf(table, plan, hdu, path, part, planePosition(plane, shape));
  const { width, height } = part;
  // memory is allocated once the first tile has been decoded, because a damaged header may claim any size
  let pixels: PixelArray | undefined;
  const place = (values: TileValues, tile: StoredTile): PixelArray => {
    const target = pixels ?? pixelArray(width * height, precision);
    copyTile(tileToPhysical(values, tile, plan, table), tile, part, target);
    return target;
  };
  for (const { start, end, tiles: batch } of batchesOf(tiles)) {
    const bytes = await source.read(hdu.dataStart + start, hdu.dataStart + end);
    const decoded = batch.map(async tile => {
      const from = tile.extent.start - start;
      const values = decodeTile(bytes.subarray(from, from + tile.extent.length), tile, plan);
      // a synchronous result is in a buffer that the next tile reuses
      pixels = place(values instanceof Promise ? await values : values, tile);
    });
    await Promise.all(decoded);
  }
  pixels ??= pixelArray(width * height, precision);
  const image = { width, height, planes: planeCount(hdu), plane, bitpix, rawMaximum: rawMaximum(plan.scaling), pixels };
  const mask = canBeMissing(plan, table, tiles) ? maskOf(pixels) : null;
  return mask === null ? image : { ...image, mask };
}

/**
 * Returns the tiles that overlap the plane and the section, after checking that each has a plausible number of bytes.
 */
function tilesOf(
  table: TileTable,
  plan: CompressionPlan,
  { shape, index }: Hdu,
  path: string,
  { x, y, width, height }: Rectangle,
  position: readonly number[],
): StoredTile[] {
  const tiles: StoredTile[] = [];
  for (let row = 0; row < table.rows; row++) {
    const tile = tileAt(row, shape, plan.tileShape);
    const [left, top = 0] = tile.start;
    const [columns, rows = 1] = tile.size;
    if (left >= x + width || left + columns <= x || top >= y + height || top + rows <= y) continue;
    const offset = offsetInTile(tile, position);
    if (offset < 0) continue;
    tiles.push(storedTile(table, tile, plan, offset, `${path}, HDU ${index}, tile ${row + 1} of ${table.rows}`));
  }
  return tiles;
}

function storedTile(table: TileTable, tile: Tile, plan: CompressionPlan, offset: number, place: string): StoredTile {
  const { row, start, size } = tile;
  const { storage, extent } = storageOf(table, row);
  const scale = table.has('ZSCALE') ? table.number('ZSCALE', row) : plan.zscale;
  const isQuantized = plan.bitpix < 0 && storage === 'COMPRESSED_DATA' && isScale(scale, table);
  const count = size.reduce((product, length) => product * length, 1);
  const { parameters, codec, isUnsigned64 } = plan;
  const form: TileForm = { count, size, bitpix: isQuantized ? 32 : plan.bitpix, isUnsigned64, parameters, place };
  const perByte =
    storage === 'COMPRESSED_DATA' ? codec.maxPixelsPerByte(parameters) : storage === 'UNCOMPRESSED_DATA' ? 1 : 1032;
  if (count > perByte * extent.length && (storage !== 'UNCOMPRESSED_DATA' || extent.length > 0))
    throw damagedTile(form, `its ${extent.length} bytes end too early for ${count} pixels`);
  if (extent.length > 1000 + 16 * count)
    throw damagedTile(form, `${extent.length} bytes are too many for ${count} pixels`);
  return { row, start, size, storage, extent, offset, form, isQuantized, scale };
}

/** Whether floating point is quantised: not without a scale or with 0; a scale of NaN turns every integer into NaN. */
function isScale(scale: number, table: TileTable): boolean {
  return Number.isNaN(scale) ? table.has('ZSCALE') : scale !== 0;
}

function storageOf(table: TileTable, row: number): { storage: TileStorage; extent: Extent } {
  const packed = table.extent('COMPRESSED_DATA', row);
  if (packed.length > 0) return { storage: 'COMPRESSED_DATA', extent: packed };
  const zipped = table.extent('GZIP_COMPRESSED_DATA', row);
  if (zipped.length > 0) return { storage: 'GZIP_COMPRESSED_DATA', extent: zipped };
  return { storage: 'UNCOMPRESSED_DATA', extent: table.extent('UNCOMPRESSED_DATA', row) };
}

/** Tiles whose bytes are close together in the file. */
interface Batch {
  readonly start: number;
  readonly end: number;
  readonly tiles: readonly StoredTile[];
}

function batchesOf(tiles: readonly StoredTile[]): Batch[] {
  const batches: Batch[] = [];
  let current: StoredTile[] = [];
  let [start, end] = [0, 0];
  const close = (): void => {
    if (current.length > 0) batches.push({ start, end, tiles: current });
    current = [];
  };
  for (const tile of tiles) {
    const from = tile.extent.start;
    const to = from + tile.extent.length;
    if (current.length > 0 && Math.max(end, to) - Math.min(start, from) > BATCH_LENGTH) close();
    if (current.length === 0) [start, end] = [from, to];
    [start, end] = [Math.min(start, from), Math.max(end, to)];
    current.push(tile);
  }
  close();
  return batches;
}

/** Decodes the stored numbers of a tile; returns physical values where the decoder can return them as quickly. */
function decodeTile(
  bytes: Uint8Array,
  { storage, form }: StoredTile,
  { codec, isFlipped }: CompressionPlan,
): TileValues | Promise<TileValues> {
  if (storage === 'GZIP_COMPRESSED_DATA') return decodeGzip(bytes, form);
  if (storage === 'UNCOMPRESSED_DATA') return decodePlain(bytes, form);
  return isFlipped && codec.decodeFlipped !== undefined ? codec.decodeFlipped(bytes, form) : codec.decode(bytes, form);
}

/** Whether a pixel can be NaN: integers and quantised floating point only if there is a blank value or a NaN scale. */
function canBeMissing({ bitpix, scaling, zblank }: CompressionPlan, table: TileTable, tiles: StoredTile[]): boolean {
  if (table.has('ZBLANK') || Number.isFinite(scaling.blank) || Number.isFinite(zblank)) return true;
  return bitpix < 0 && tiles.some(({ isQuantized, scale }) => !isQuantized || Number.isNaN(scale));
}

/** Copies the part of a tile inside the section to `out`. */
function copyTile(values: TileValues, { start, size, offset }: StoredTile, part: Rectangle, out: PixelArray): void {
  const [left, top = 0] = start;
  const [columns, rows = 1] = size;
  const from = Math.max(left, part.x);
  const to = Math.min(left + columns, part.x + part.width);
  const first = Math.max(top, part.y);
  const last = Math.min(top + rows, part.y + part.height);
  if (columns === part.width && left === part.x) {
    const begin = offset + (first - top) * columns;
    out.set(values.subarray(begin, begin + (last - first) * columns), (first - part.y) * columns);
    return;
  }
  for (let y = first; y < last; y++) {
    const begin = offset + (y - top) * columns - left;
    out.set(values.subarray(begin + from, begin + to), (y - part.y) * part.width + from - part.x);
  }
}
