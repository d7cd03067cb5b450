/** Tables in compressed tiles, encoded as by CFITSIO, to test decompression. */
import { gzipSync } from 'node:zlib';
import { encodeRice } from '../../../lib/fits/compression/codecs/encode-rice.js';
import { Header } from '../../../lib/fits/header/header.js';

/** One column of a table to compress. */
export interface ColumnToPack {
  /** TFORM. */
  readonly form: string;
  readonly compression: 'RICE_1' | 'GZIP_1' | 'GZIP_2';
  /** The cells of all rows, big-endian; the arrays of a variable-length column. */
  readonly cells: readonly Uint8Array[];
  /** Length of an element [byte]. */
  readonly width: 1 | 2 | 4 | 8;
}

/** Returns the compressed table as a raw HDU, and the data of the uncompressed one. */
export function packTable(
  columns: readonly ColumnToPack[],
  tileLength: number,
): { header: Header; data: Uint8Array; plain: Uint8Array } {
  const rows = columns[0].cells.length;
  const tiles = Math.ceil(rows / tileLength);
  const widths = columns.map(({ form, cells }) => (form.includes('P') ? 8 : cells[0].length));
  const rowLength = widths.reduce((sum, width) => sum + width, 0);
  const heap: Uint8Array[] = [];
  let used = 0;
  const store = (bytes: Uint8Array): [length: number, start: number] => {
    heap.push(bytes);
    used += bytes.length;
    return [bytes.length, used - bytes.length];
  };
  const plainHeap: Uint8Array[] = [];
  let plainUsed = 0;
  const plainRows = new DataView(new ArrayBuffer(rowLength * rows));
  const table = new DataView(new ArrayBuffer(8 * columns.length * tiles));
  columns.forEach((column, k) => {
    const offset = widths.slice(0, k).reduce((sum, width) => sum + width, 0);
    const isVariable = column.form.includes('P');
    if (isVariable)
      column.cells.forEach((cell, row) => {
        plainRows.setInt32(row * rowLength + offset, cell.length / column.width);
        plainRows.setInt32(row * rowLength + offset + 4, plainUsed);
        plainHeap.push(cell);
        plainUsed += cell.length;
      });
    else
      column.cells.forEach((cell, row) => {
        new Uint8Array(plainRows.buffer).set(cell, row * rowLength + offset);
      });
    for (let tile = 0; tile < tiles; tile++) {
      const first = tile * tileLength;
      const count = Math.min(tileLength, rows - first);
      const at = 8 * (tile * columns.length + k);
      const [length, start] = isVariable
        ? storeArrays(column, first, count, plainRows, rowLength, offset, store)
        : store(pack(Buffer.concat(column.cells.slice(first, first + count)), column));
      table.setInt32(at, length);
      table.setInt32(at + 4, start);
    }
  });
  const header = Header.fromObject({
    XTENSION: 'BINTABLE',
    BITPIX: 8,
    NAXIS: 2,
    NAXIS1: 8 * columns.length,
    NAXIS2: tiles,
    PCOUNT: used,
    GCOUNT: 1,
    TFIELDS: columns.length,
    ...Object.fromEntries(
      columns.flatMap(({ form, compression }, i) => [
        [`TTYPE${i + 1}`, `column${i + 1}`],
        [`TFORM${i + 1}`, '1PB'],
        [`ZFORM${i + 1}`, form],
        [`ZCTYP${i + 1}`, compression],
      ]),
    ),
    ZTABLE: true,
    ZTILELEN: tileLength,
    ZNAXIS1: rowLength,
    ZNAXIS2: rows,
    ZPCOUNT: plainUsed,
    EXTNAME: 'STARS',
  });
  return {
    header,
    data: joined([new Uint8Array(table.buffer), ...heap]),
    plain: joined([new Uint8Array(plainRows.buffer), ...plainHeap]),
  };
}

/** Compresses each array, then the original descriptors together with those of the compressed arrays. */
function storeArrays(
  column: ColumnToPack,
  first: number,
  count: number,
  plainRows: DataView,
  rowLength: number,
  offset: number,
  store: (bytes: Uint8Array) => [number, number],
): [number, number] {
  const descriptors = new DataView(new ArrayBuffer(24 * count));
  for (let i = 0; i < count; i++) {
    const row = first + i;
    const cell = column.cells[row];
    const packed = cell.length === 0 ? cell : pack(cell, column);
    const [length, start] = store(packed.length < cell.length ? packed : cell);
    descriptors.setInt32(8 * i, plainRows.getInt32(row * rowLength + offset));
    descriptors.setInt32(8 * i + 4, plainRows.getInt32(row * rowLength + offset + 4));
    descriptors.setBigInt64(8 * count + 16 * i, BigInt(length));
    descriptors.setBigInt64(8 * count + 16 * i + 8, BigInt(start));
  }
  return store(gzipSync(new Uint8Array(descriptors.buffer)));
}

function pack(bytes: Uint8Array, { compression, width }: ColumnToPack): Uint8Array {
  if (compression === 'GZIP_1') return gzipSync(bytes);
  const count = bytes.length / width;
  if (compression === 'GZIP_2')
    return gzipSync(
      Uint8Array.from({ length: bytes.length }, (_, i) => bytes[(i % count) * width + Math.floor(i / count)]),
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = Int32Array.from({ length: count }, (_, i) =>
    width === 1 ? bytes[i] : width === 2 ? view.getInt16(2 * i) : view.getInt32(4 * i),
  );
  return encodeRice(values, width as 1 | 2 | 4);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
