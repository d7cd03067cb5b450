/**
 * The input and output of tile decoders.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

/** The numbers of a tile, row by row. */
export type TileValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** What a decoder needs to know about a tile. */
export interface TileForm {
  /** Number of pixels in the tile. */
  readonly count: number;
  /** Pixels along each axis, NAXIS1 first. */
  readonly size: readonly number[];
  /** Type of the stored numbers: that of the image, or 32 for quantised floating point. */
  readonly bitpix: number;
  /**
   * Whether 64-bit integers are unsigned by BZERO. Plain and gzip tiles are then decoded as unsigned, because adding
   * BZERO to a rounded value would not be exact. Other codecs ignore it.
   */
  readonly isUnsigned64?: boolean;
  /** ZNAMEn and ZVALn: `BLOCKSIZE`, `BYTEPIX`, `SCALE`, `SMOOTH`. */
  readonly parameters: ReadonlyMap<string, number>;
  /** File, HDU and number of the tile, for messages. */
  readonly place: string;
}

/**
 * Undoes one kind of compression. The result may be in a buffer that the next call reuses: copy it out before.
 */
type TileDecoder = (bytes: Uint8Array, tile: TileForm) => TileValues | Promise<TileValues>;

/** One kind of compression. */
export interface TileCodec {
  readonly decode: TileDecoder;
  /**
   * Returns the stored integers with their highest bit flipped, as integers of the opposite signedness: the physical
   * values where BZERO is half the range. Absent where that is no faster than adding BZERO.
   */
  readonly decodeFlipped?: (bytes: Uint8Array, tile: TileForm) => TileValues;
  /**
   * Whether unsigned 16-bit integers are stored unchanged, whatever BZERO is, because the codec cannot hold negative
   * ones.
   */
  readonly storesUnsigned16?: boolean;
  /** Whether its tiles can hold floating point without quantisation. */
  readonly holdsFloats?: boolean;
  /**
   * Maximum number of pixels that one byte can encode, so that a tile which claims more is rejected before memory is
   * allocated.
   */
  readonly maxPixelsPerByte: (parameters: ReadonlyMap<string, number>) => number;
}

/** Returns the error for a tile whose bytes are invalid. */
export function damagedTile(tile: Pick<TileForm, 'place'>, why: string, cause?: unknown): PhotometryError {
  return new PhotometryError('truncated-file', `${tile.place}: the compressed tile is damaged: ${why}`, {}, { cause });
}
