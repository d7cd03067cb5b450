/**
 * Tiles compressed with gzip, and uncompressed tiles.
 *
 * @module
 */
import { platform } from '#platform';
import { damagedTile, type TileForm, type TileValues } from './codec.js';

/** Decodes GZIP_1: the big-endian numbers compressed with gzip. */
export async function decodeGzip(bytes: Uint8Array, tile: TileForm): Promise<TileValues> {
  return decodePlain(await unzipped(bytes, tile), tile);
}

/** Decodes GZIP_2: the highest byte of every number first, then the next, and so on, compressed with gzip. */
export async function decodeShuffledGzip(bytes: Uint8Array, tile: TileForm): Promise<TileValues> {
  return decodePlain(unshuffled(await unzipped(bytes, tile), Math.abs(tile.bitpix) / 8), tile);
}

/** Undoes {@link shuffled}: puts the bytes of each number together again. */
export function unshuffled(shuffled: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(shuffled.length / width);
  const plain = new Uint8Array(count * width);
  for (let byte = 0; byte < width; byte++)
    for (let i = 0; i < count; i++) plain[i * width + byte] = shuffled[byte * count + i];
  return plain;
}

/** Groups the highest bytes of all numbers first, then the next: GZIP_2 then finds more repetition. */
export function shuffled(plain: Uint8Array, width: number): Uint8Array {
  const count = plain.length / width;
  const out = new Uint8Array(plain.length);
  for (let byte = 0; byte < width; byte++)
    for (let i = 0; i < count; i++) out[byte * count + i] = plain[i * width + byte];
  return out;
}

/** Decodes NOCOMPRESS: the big-endian numbers. @throws PhotometryError `truncated-file` if there are too few bytes */
export function decodePlain(bytes: Uint8Array, tile: TileForm): TileValues {
  const { count, bitpix, isUnsigned64 = false } = tile;
  const width = Math.abs(bitpix) / 8;
  if (bytes.length < count * width)
    throw damagedTile(tile, `expected ${count} numbers of ${width} bytes, got ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out =
    bitpix === -32
      ? new Float32Array(count)
      : bitpix === -64 || bitpix === 64
        ? new Float64Array(count)
        : new Int32Array(count);
  for (let i = 0; i < count; i++) {
    if (bitpix === 8) out[i] = bytes[i];
    else if (bitpix === 16) out[i] = view.getInt16(2 * i);
    else if (bitpix === 32) out[i] = view.getInt32(4 * i);
    else if (bitpix === 64) out[i] = highWord(view, 8 * i, isUnsigned64) * 2 ** 32 + view.getUint32(8 * i + 4);
    else if (bitpix === -32) out[i] = view.getFloat32(4 * i);
    else out[i] = view.getFloat64(8 * i);
  }
  return out;
}

/** Returns the upper half of 64 bits, with the highest bit flipped for integers that are unsigned by BZERO. */
function highWord(view: DataView, at: number, isUnsigned: boolean): number {
  const word = view.getInt32(at);
  return isUnsigned ? (word ^ -0x80000000) >>> 0 : word;
}

async function unzipped(bytes: Uint8Array, tile: TileForm): Promise<Uint8Array> {
  return platform.gunzip(bytes).catch((cause: unknown) => {
    throw damagedTile(tile, 'it is not valid gzip data', cause);
  });
}
