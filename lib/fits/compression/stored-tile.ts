/**
 * A compressed tile before decoding: where its bytes are and how they are stored.
 *
 * @module
 */
import type { TileForm } from './codecs/codec.js';
import type { Extent } from './tile-table.js';
import type { Tile } from './tiles.js';

/** The column that holds a tile: compressed; gzip, if it did not compress otherwise; or uncompressed. */
export type TileStorage = 'COMPRESSED_DATA' | 'GZIP_COMPRESSED_DATA' | 'UNCOMPRESSED_DATA';

/** A tile that is to be read. */
export interface StoredTile extends Tile {
  readonly storage: TileStorage;
  readonly extent: Extent;
  /** Index of its first pixel within the plane being read. */
  readonly offset: number;
  readonly form: TileForm;
  /** Whether its integers encode floating-point values. */
  readonly isQuantized: boolean;
  /** ZSCALE; NaN makes every pixel NaN. */
  readonly scale: number;
}
