/**
 * Makes the rows and the heap of a table of compressed tiles.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.1.3
 */
import type { Card } from '../header/card.js';

/** A tile to be stored in the table: compressed, or in gzip if it could not be quantised. */
export interface PackedTile {
  readonly packed?: Uint8Array;
  readonly gzip?: Uint8Array;
  /** ZSCALE and ZZERO; 0 if the tile was not quantised. */
  readonly scale: number;
  readonly zero: number;
}

/** The data of the table, and the cards that describe them. */
interface PackedTable {
  readonly data: Uint8Array;
  readonly tableCards: readonly Card[];
}

/** Maximum heap length for 32-bit descriptors; a longer heap needs 64 bits [byte]. */
const MAX_P_ELEMENTS = 2 ** 31 - 1;

/**
 * Lays out the tiles: one row for each, then their bytes. Quantised tiles have ZSCALE and ZZERO, and may be in gzip.
 */
export function packedTable(tiles: readonly PackedTile[], { steps }: { readonly steps: number }): PackedTable {
  const heapLength = tiles.reduce((sum, { packed, gzip }) => sum + (packed?.length ?? 0) + (gzip?.length ?? 0), 0);
  const isLong = heapLength > MAX_P_ELEMENTS;
  const width = isLong ? 16 : 8;
  const rowLength = steps > 0 ? 2 * width + 16 : width;
  const data = new Uint8Array(rowLength * tiles.length + heapLength);
  const view = new DataView(data.buffer);
  let used = 0;
  const place = (at: number, bytes: Uint8Array): void => {
    if (isLong) {
      view.setBigInt64(at, BigInt(bytes.length));
      view.setBigInt64(at + 8, BigInt(used));
    } else {
      view.setInt32(at, bytes.length);
      view.setInt32(at + 4, used);
    }
    data.set(bytes, rowLength * tiles.length + used);
    used += bytes.length;
  };
  tiles.forEach(({ packed = NOTHING, gzip = NOTHING, scale, zero }, row) => {
    const at = rowLength * row;
    place(at, packed);
    if (steps === 0) return;
    place(at + width, gzip);
    view.setFloat64(at + 2 * width, scale);
    view.setFloat64(at + 2 * width + 8, zero);
  });
  const letter = isLong ? 'Q' : 'P';
  const columns: [string, string][] = [['COMPRESSED_DATA', `1${letter}B(${longest(tiles, 'packed')})`]];
  if (steps > 0)
    columns.push(['GZIP_COMPRESSED_DATA', `1${letter}B(${longest(tiles, 'gzip')})`], ['ZSCALE', '1D'], ['ZZERO', '1D']);
  return { data, tableCards: cardsOf(rowLength, tiles.length, heapLength, columns) };
}

const NOTHING = new Uint8Array(0);

function longest(tiles: readonly PackedTile[], where: 'packed' | 'gzip'): number {
  return tiles.reduce((max, tile) => Math.max(max, tile[where]?.length ?? 0), 0);
}

function cardsOf(rowLength: number, rows: number, heapLength: number, columns: readonly [string, string][]): Card[] {
  const card = (keyword: string, value: string | number, comment: string): Card => ({ keyword, value, comment });
  return [
    card('XTENSION', 'BINTABLE', 'binary table extension'),
    card('BITPIX', 8, 'array data type'),
    card('NAXIS', 2, 'number of array dimensions'),
    card('NAXIS1', rowLength, 'bytes of a row'),
    card('NAXIS2', rows, 'number of rows: tiles'),
    card('PCOUNT', heapLength, 'bytes of the heap'),
    card('GCOUNT', 1, 'number of groups'),
    card('TFIELDS', columns.length, 'number of columns'),
    ...columns.flatMap(([name, form], i) => [card(`TTYPE${i + 1}`, name, ''), card(`TFORM${i + 1}`, form, '')]),
  ];
}
