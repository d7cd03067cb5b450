/**
 * A compressed tile before it is decoded: where its bytes are and how they were stored.
 *
 * @module
 */
import type { TileForm } from './codecs/codec.js';
import type { Extent } from './tile-table.js';
import type { Tile } from './tiles.js';

/** In which column a tile stands: compressed; in gzip, since it did not compress otherwise; as it was. */
export type TileStorage = 'COMPRESSED_DATA' | 'GZIP_COMPRESSED_DATA' | 'UNCOMPRESSED_DATA';

/** A tile of which something is wanted. */
export interface StoredTile extends Tile {
  readonly storage: TileStorage;
  readonly extent: Extent;
  /** Of its pixels the first of the plane that is read. */
  readonly offset: number;
  readonly form: TileForm;
  /** Do its integers stand for floating point? */
  readonly isQuantized: boolean;
  /** ZSCALE; NaN makes every pixel NaN. */
  readonly scale: number;
}
