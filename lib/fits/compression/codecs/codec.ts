/**
 * What a decoder of compressed tiles is given and gives.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

/** Numbers of a tile, row by row. */
export type TileValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** What a decoder has to know of a tile. */
export interface TileForm {
  /** Pixels in the tile. */
  readonly count: number;
  /** Pixels along each axis, NAXIS1 first. */
  readonly size: readonly number[];
  /** Type of the stored numbers: that of the image, 32 for floating point that was quantised. */
  readonly bitpix: number;
  /**
   * Are integers of 64 bits unsigned by BZERO? Plain and gzip tiles then come out so: to add BZERO to what was rounded
   * would not be exact. Others ignore it.
   */
  readonly isUnsigned64?: boolean;
  /** ZNAMEn and ZVALn: `BLOCKSIZE`, `BYTEPIX`, `SCALE`, `SMOOTH`. */
  readonly parameters: ReadonlyMap<string, number>;
  /** File, HDU and number of the tile, for messages. */
  readonly place: string;
}

/**
 * Undoes one kind of compression. What comes may stand in memory that the next call uses again: it is to be taken out
 * before.
 */
type TileDecoder = (bytes: Uint8Array, tile: TileForm) => TileValues | Promise<TileValues>;

/** One kind of compression. */
export interface TileCodec {
  readonly decode: TileDecoder;
  /**
   * Gives the stored integers with their highest bit flipped, as integers of the other sign: the physical values where
   * BZERO is half the range. Absent where that is no quicker than adding BZERO.
   */
  readonly decodeFlipped?: (bytes: Uint8Array, tile: TileForm) => TileValues;
  /** Are unsigned 16-bit integers stored as they are, whatever BZERO says? Negative ones it cannot hold. */
  readonly storesUnsigned16?: boolean;
  /** Can its tiles hold floating point as it is? */
  readonly holdsFloats?: boolean;
  /** Pixels that one byte can stand for at most, so that a tile which claims more is found out before it takes memory. */
  readonly mostPixelsPerByte: (parameters: ReadonlyMap<string, number>) => number;
}

/** A tile whose bytes make no sense. */
export function damagedTile(tile: Pick<TileForm, 'place'>, why: string, cause?: unknown): PhotometryError {
  return new PhotometryError('truncated-file', `${tile.place}: the compressed tile is damaged: ${why}`, {}, { cause });
}
