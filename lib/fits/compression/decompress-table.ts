/**
 * Decompresses a binary table that is stored in compressed tiles (ZTABLE).
 *
 * A tile is a group of rows in which each column is compressed separately. Variable-length arrays are compressed one by
 * one; their column holds the descriptors of the compressed arrays as well as the original ones.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 10.3. Of the two lists of descriptors, CFITSIO writes the original one first,
 * as do all known files.
 */
import { platform } from '#platform';
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';
import type { Header } from '../header/header.js';
import { damagedTile } from './codecs/codec.js';
import { unshuffled } from './codecs/gzip-tile.js';
import { decodeRice } from './codecs/rice.js';
import {
  type CompressedColumn,
  type CompressedTable,
  compressedTable,
  plainTableHeader,
} from './compressed-columns.js';
import { badTable, readTileTable } from './tile-table.js';

/** A binary table as it was before compression. */
interface DecompressedTable {
  readonly header: Header;
  /** Rows, gap and heap. */
  readonly data: Uint8Array;
}

/** Whether the table is stored in compressed tiles. */
export function isCompressedTable(hdu: Hdu): boolean {
  return hdu.kind === 'bintable' && hdu.storedHeader.get('ZTABLE') === true;
}

/**
 * Decompresses a whole table.
 *
 * @param path name of the file in messages
 * @throws PhotometryError `bad-header`, `truncated-file` if it is damaged, `unsupported` for an unknown compression
 */
export async function decompressTable(source: ByteSource, hdu: Hdu, path: string): Promise<DecompressedTable> {
  const table = compressedTable(hdu, path);
  const tiles = await readTileTable(source, hdu, path);
  const expected = table.tileLength === 0 ? 0 : Math.ceil(table.rows / table.tileLength);
  if (tiles.rows !== expected)
    throw badTable(
      hdu,
      path,
      `${table.rows} rows in tiles of ${table.tileLength} need ${expected} tiles, not ${tiles.rows}`,
    );
  const stored = await source.read(hdu.dataStart, hdu.dataStart + hdu.dataLength);
  const heapStart = hdu.storedHeader.has('THEAP')
    ? hdu.storedHeader.number('THEAP')
    : hdu.storedHeader.number('NAXIS1') * tiles.rows;
  const heap = stored.subarray(heapStart);
  const out = new Uint8Array(table.length);
  for (let tile = 0; tile < tiles.rows; tile++) {
    const first = tile * table.tileLength;
    const count = Math.min(table.tileLength, table.rows - first);
    const unpackColumn = async (column: CompressedColumn): Promise<void> => {
      if (column.width === 0) return;
      const place = `${path}, HDU ${hdu.index}, tile ${tile + 1}, column ${column.number}`;
      const { start, length } = tiles.extent(`#${column.number}`, tile);
      const cells: Cells = { column, table, first, count, place };
      const packed = stored.subarray(start, start + length);
      if (column.isVariable) await unpackArrays(packed, cells, heap, out);
      else copyToRows(await unpacked(packed, column, count * column.width, place), cells, out);
    };
    await Promise.all(table.columns.map(unpackColumn));
  }
  return { header: plainTableHeader(hdu.storedHeader), data: out };
}

/** The cells of one column in one tile. */
interface Cells {
  readonly column: CompressedColumn;
  readonly table: CompressedTable;
  /** First row, and number of rows. */
  readonly first: number;
  readonly count: number;
  readonly place: string;
}

/** Returns the decompressed bytes of a column or an array, `length` of them, big-endian. */
async function unpacked(
  packed: Uint8Array,
  { compression, letter, elementLength }: CompressedColumn,
  length: number,
  place: string,
): Promise<Uint8Array> {
  if (compression === 'RICE_1') return unpackedRice(packed, elementLength, length, place);
  const bytes = compression === 'NOCOMPRESS' ? packed : await gunzipped(packed, place);
  if (bytes.length < length) throw damagedTile({ place }, `expected ${length} bytes, got ${bytes.length}`);
  return compression === 'GZIP_2' && letter !== 'X' ? unshuffled(bytes.subarray(0, length), elementLength) : bytes;
}

function unpackedRice(packed: Uint8Array, elementLength: number, length: number, place: string): Uint8Array {
  const count = length / elementLength;
  const parameters = new Map([['BYTEPIX', elementLength]]);
  const most = 3 * 32 * packed.length;
  if (count > most) throw damagedTile({ place }, `${packed.length} bytes cannot hold ${count} numbers`);
  const values = decodeRice(packed, { count, size: [count], bitpix: 8 * elementLength, parameters, place });
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  for (let i = 0; i < count; i++) {
    if (elementLength === 1) out[i] = values[i];
    else if (elementLength === 2) view.setInt16(2 * i, values[i]);
    else view.setInt32(4 * i, values[i]);
  }
  return out;
}

async function gunzipped(packed: Uint8Array, place: string): Promise<Uint8Array> {
  return platform.gunzip(packed).catch((cause: unknown) => {
    throw damagedTile({ place }, 'it is not valid gzip data', cause);
  });
}

/** Copies the consecutive cells of a column to their rows. */
function copyToRows(cells: Uint8Array, { column, table, first, count }: Cells, out: Uint8Array): void {
  const { offset, width } = column;
  for (let i = 0; i < count; i++)
    out.set(cells.subarray(i * width, (i + 1) * width), (first + i) * table.rowLength + offset);
}

/** Decompresses the arrays of a column to their original positions in the heap. */
async function unpackArrays(packed: Uint8Array, cells: Cells, heap: Uint8Array, out: Uint8Array): Promise<void> {
  const { column, table, count, place } = cells;
  const originals = count * column.width;
  const descriptors = await gunzipped(packed, place);
  if (descriptors.length < originals + 16 * count)
    throw damagedTile({ place }, `its ${descriptors.length} bytes of descriptors are too few for ${count} rows`);
  copyToRows(descriptors, cells, out);
  const view = new DataView(descriptors.buffer, descriptors.byteOffset, descriptors.length);
  for (let i = 0; i < count; i++) {
    const packedLength = Number(view.getBigInt64(originals + 16 * i));
    const packedStart = Number(view.getBigInt64(originals + 16 * i + 8));
    if (packedLength === 0) continue;
    const { elements, start } = descriptorAt(view, i, column.width);
    const length = column.letter === 'X' ? Math.ceil(elements / 8) : elements * column.elementLength;
    const target = table.heapStart + start;
    if (elements < 0 || start < 0 || target + length > out.length)
      throw damagedTile({ place }, `the array of row ${cells.first + i} would be outside the heap`);
    if (packedLength < 0 || packedStart < 0 || packedStart + packedLength > heap.length)
      throw damagedTile({ place }, `the packed array of row ${cells.first + i} is outside the heap`);
    const bytes = heap.subarray(packedStart, packedStart + packedLength);
    // an array that did not become shorter is stored uncompressed
    const isPlain = packedLength === length;
    out.set((isPlain ? bytes : await unpacked(bytes, column, length, place)).subarray(0, length), target);
  }
}

/** Returns the descriptor of an array in the uncompressed table. */
function descriptorAt(view: DataView, index: number, width: number): { elements: number; start: number } {
  if (width === 8) return { elements: view.getInt32(8 * index), start: view.getInt32(8 * index + 4) };
  return { elements: Number(view.getBigInt64(16 * index)), start: Number(view.getBigInt64(16 * index + 8)) };
}
