/**
 * What a decoder of compressed tiles is given and gives.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** Stored numbers of a tile, row by row. */
export type TileValues = Int32Array | Float32Array | Float64Array;

/** What a decoder has to know of a tile. */
export interface TileForm {
  /** Pixels in the tile. */
  readonly count: number;
  /** Type of the stored numbers: that of the image, 32 for floating point that was quantised. */
  readonly bitpix: number;
  /** ZNAMEn and ZVALn: `BLOCKSIZE`, `BYTEPIX` and so on. */
  readonly parameters: ReadonlyMap<string, number>;
  /** File, HDU and number of the tile, for messages. */
  readonly place: string;
}

/** Undoes one kind of compression. */
export type TileDecoder = (bytes: Uint8Array, tile: TileForm) => TileValues | Promise<TileValues>;

/** A tile whose bytes make no sense. */
export function damagedTile(tile: TileForm, why: string, cause?: unknown): PhotometryError {
  return new PhotometryError('truncated-file', `${tile.place}: the compressed tile is damaged: ${why}`, {}, { cause });
}
