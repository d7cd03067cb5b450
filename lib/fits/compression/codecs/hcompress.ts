/**
 * Decompression of HCOMPRESS tiles: the coefficients of an H-transform (two-dimensional Haar transform) in a quadtree.
 *
 * @module
 * @see White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167; FITS Standard 4.0 (2018), section 10.4.4
 */
import { BitReader } from '../../../platform/unpack/bit-reader.js';
import { damagedTile, type TileForm } from './codec.js';
import { invertHTransform } from './h-transform.js';
import { addBitPlanes } from './quadtree.js';

/** The first two bytes of every tile. */
export const HCOMPRESS_MAGIC = 0xdd99;

/** Length of the header: magic, rows, columns, scale, sum of all pixels, bit planes of the quadrants [byte]. */
const HEADER_LENGTH = 25;

/** Maximum number of bit planes: coefficients with more bits are not exact in float64, and no image has them. */
const MAX_BIT_PLANES = 50;

/**
 * Decodes a tile. With SMOOTH 1, the blocks left by a lossy scale are smoothed as far as the scale allows.
 *
 * @throws PhotometryError `truncated-file` if the bytes are not an HCOMPRESS tile of this size, or end too early
 */
export function decodeHcompress(bytes: Uint8Array, tile: TileForm): Float64Array {
  const { rows, columns, scale, sum, planes } = headerOf(bytes, tile);
  const coefficients = new Float64Array(tile.count);
  const reader = new BitReader(bytes.subarray(HEADER_LENGTH));
  try {
    readCoefficients(reader, coefficients, rows, columns, planes);
  } catch (cause) {
    throw damagedTile(tile, cause instanceof Error ? cause.message : 'its bit planes are invalid', cause);
  }
  coefficients[0] = sum;
  if (scale > 1) for (let i = 0; i < coefficients.length; i++) coefficients[i] *= scale;
  const isSmooth = (tile.parameters.get('SMOOTH') ?? 0) > 0;
  invertHTransform(coefficients, rows, columns, isSmooth ? Math.floor(scale / 2) : 0);
  return coefficients;
}

interface TileHeader {
  readonly rows: number;
  readonly columns: number;
  readonly scale: number;
  readonly sum: number;
  /** Number of bit planes of the first quadrant, of the two next to it, and of the last. */
  readonly planes: readonly [number, number, number];
}

function headerOf(bytes: Uint8Array, tile: TileForm): TileHeader {
  if (bytes.length < HEADER_LENGTH) throw damagedTile(tile, `its ${bytes.length} bytes end within the header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint16(0) !== HCOMPRESS_MAGIC) throw damagedTile(tile, 'it does not begin with DD 99');
  const rows = view.getInt32(2);
  const columns = view.getInt32(6);
  const lengths = tile.size.filter(length => length > 1);
  const isOfThisSize = rows > 0 && columns > 0 && rows * columns === tile.count && lengths.length <= 2;
  if (!isOfThisSize) throw damagedTile(tile, `it is ${columns} x ${rows} pixels, expected ${tile.size.join(' x ')}`);
  const planes = [bytes[22], bytes[23], bytes[24]] as const;
  if (Math.max(...planes) > MAX_BIT_PLANES) throw damagedTile(tile, `it claims ${planes.join(', ')} bit planes`);
  return { rows, columns, scale: view.getInt32(10), sum: Number(view.getBigInt64(14)), planes };
}

/** Reads the bit planes of the four quadrants in turn, an empty nybble, then the signs from the next whole byte. */
function readCoefficients(
  reader: BitReader,
  out: Float64Array,
  rows: number,
  columns: number,
  [smooth, edges, corner]: TileHeader['planes'],
): void {
  const top = Math.ceil(rows / 2);
  const left = Math.ceil(columns / 2);
  const bottom = rows - top;
  const right = columns - left;
  addBitPlanes(reader, out, { start: 0, stride: columns, rows: top, columns: left }, smooth);
  addBitPlanes(reader, out, { start: left, stride: columns, rows: top, columns: right }, edges);
  addBitPlanes(reader, out, { start: columns * top, stride: columns, rows: bottom, columns: left }, edges);
  addBitPlanes(reader, out, { start: columns * top + left, stride: columns, rows: bottom, columns: right }, corner);
  if (reader.bits(4) !== 0) throw new Error('its bit planes do not end at the expected position');
  reader.toWholeByte();
  for (let i = 0; i < out.length; i++) if (out[i] !== 0 && reader.bits(1) === 1) out[i] = -out[i];
}
