/**
 * Converts the stored numbers of a tile to physical values.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 10.1.3 and 10.2
 */
import type { PixelScaling } from '../pixels/decode-pixels.js';
import type { TileValues } from './codecs/codec.js';
import type { CompressionPlan } from './compression-plan.js';
import { unquantize } from './dither.js';
import type { StoredTile } from './stored-tile.js';
import type { TileTable } from './tile-table.js';

/** Maximum size of a buffer kept for the next tile [number]. */
const MAX_KEPT = 1 << 21;

/** Buffers reused for the next tile. */
let floats = new Float32Array(0);
let doubles = new Float64Array(0);

/** Returns the physical values, in a buffer that the next call may reuse. */
export function tileToPhysical(
  stored: TileValues,
  { row, storage, isQuantized, scale }: StoredTile,
  plan: CompressionPlan,
  table: TileTable,
): TileValues {
  const { bitpix, scaling, codec } = plan;
  if (isQuantized) {
    // a float32 image holds float32 values, whatever the requested precision
    const values = bitpix === -32 ? floatsFor(stored.length) : doublesFor(stored.length);
    const zero = table.has('ZZERO') ? table.number('ZZERO', row) : plan.zzero;
    const blank = table.has('ZBLANK') ? table.number('ZBLANK', row) : plan.zblank;
    unquantize(stored, { method: plan.quantization, scale, zero, blank, seed: plan.ditherSeed - 1 + row }, values);
    return scaled(values, scaling);
  }
  if (plan.isUnsigned64) return stored;
  if (storage === 'COMPRESSED_DATA' && plan.isFlipped && codec.decodeFlipped !== undefined) return stored;
  if (storage !== 'COMPRESSED_DATA') return scaled(stored, scaling);
  const tileScaling = withBlank(plan, table, row);
  return scaled(
    stored,
    codec.storesUnsigned16 && plan.isFlipped && bitpix === 16 ? { ...tileScaling, zero: 0 } : tileScaling,
  );
}

/**
 * Returns the scaling with the blank value of a tile: integer tiles mark missing pixels with ZBLANK or the image's
 * BLANK.
 */
function withBlank({ scaling, zblank }: CompressionPlan, table: TileTable, row: number): PixelScaling {
  const blank = table.has('ZBLANK') ? table.number('ZBLANK', row) : zblank;
  return Number.isFinite(blank) && scaling.bitpix > 0 ? { ...scaling, blank } : scaling;
}

function scaled(stored: TileValues, { scale, zero, blank }: PixelScaling): TileValues {
  if (scale === 1 && zero === 0 && Number.isNaN(blank)) return stored;
  const values = stored instanceof Float64Array ? new Float64Array(stored.length) : doublesFor(stored.length);
  for (let i = 0; i < stored.length; i++) values[i] = stored[i] === blank ? Number.NaN : zero + scale * stored[i];
  return values;
}

function floatsFor(count: number): Float32Array {
  if (count > MAX_KEPT) return new Float32Array(count);
  if (floats.length < count) floats = new Float32Array(count);
  return floats.subarray(0, count);
}

function doublesFor(count: number): Float64Array {
  if (count > MAX_KEPT) return new Float64Array(count);
  if (doubles.length < count) doubles = new Float64Array(count);
  return doubles.subarray(0, count);
}
