/**
 * Encodes the header and the data of a table HDU.
 *
 * @module
 */
import type { TableData } from '../../../table/column/table-data.js';
import { asciiTable } from './encode-ascii-table.js';
import type { EncodedTable, EncodeTableOptions, StreamedTable } from './encoded-table.js';
import { planWrittenTable, type WrittenTable } from './plan-written-table.js';
import type { BlockRoom } from './written-column.js';
import { writtenTableHeader } from './written-table-header.js';

/** Bytes of rows encoded at a time. */
const BLOCK_BYTES = 1 << 20;

/**
 * Encodes a table as a binary table of a FITS file, or as an ASCII table if asked to.
 *
 * float64 `D`, float32 `E`, int32 `J`, uint8 `B`, int64 `K`, boolean `L`, string `A`, date `A` in ISO 8601
 * with TCTYP UTC; vectors as several elements per field, with TDIM; lists as variable-length arrays. Missing integers
 * are stored as TNULL, missing logicals as 0, floats as NaN, and a missing string as an empty one. Unit,
 * description, UCD and format become TUNIT, TCOMM, TUCD and TDISP.
 *
 * @throws PhotometryError `bad-argument` for text that is not printable ASCII; `unsupported` for lists of
 *   strings, more than 999 columns, and in ASCII tables for vectors and lists
 * @example const { header, data } = encodeTable(stars.data, { name: 'STARS' });
 */
export function encodeTable(data: TableData, options: EncodeTableOptions = {}): EncodedTable {
  const { header, dataLength, blocks } = streamTable(data, options);
  const bytes = new Uint8Array(dataLength);
  let used = 0;
  for (const block of blocks(length => bytes.subarray(used, used + length))) used += block.length;
  return { header, data: bytes };
}

/** Does the same as {@link encodeTable}, without holding all of the data in memory at once. */
export function streamTable(data: TableData, options: EncodeTableOptions = {}): StreamedTable {
  const { name, header: given, ascii = false } = options;
  if (ascii) return asciiTable(data, options);
  const plan = planWrittenTable(data);
  const { rows, rowLength, heapLength } = plan;
  const columns = plan.columns.map(({ name: ttype, column, written }) => ({
    name: ttype,
    form: written.form,
    meta: column,
    cards: written.cards,
  }));
  const cards = { kind: 'BINTABLE', rows, rowLength, heapLength, columns } as const;
  return {
    header: writtenTableHeader(cards, { name, header: given, meta: data.meta }),
    dataLength: rows * rowLength + heapLength,
    blocks: room => tableBlocks(plan, room ?? ownArray),
  };
}

/** Allocates an array for each block. */
function ownArray(length: number): Uint8Array {
  return new Uint8Array(length);
}

function* tableBlocks({ columns, rows, rowLength }: WrittenTable, room: BlockRoom): Generator<Uint8Array> {
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, rowLength)));
  for (let first = 0; first < rows && rowLength > 0; first += perBlock) {
    const count = Math.min(perBlock, rows - first);
    const bytes = room(count * rowLength);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const { written, offset } of columns)
      written.fill({ bytes, view, first, rows: count, stride: rowLength }, offset);
    yield bytes;
  }
  for (const { written } of columns) if (written.heap !== undefined) yield* written.heap.pieces(room);
}
