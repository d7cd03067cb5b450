/**
 * Reads the rows of a table block by block, so that memory holds at most one block in addition to the columns.
 *
 * @module
 */
import { cutOff, type StoredTable } from './stored-table.js';

/** Length of a block: small enough to stay in the processor's cache while the columns are decoded from it [byte]. */
const BLOCK_BYTES = 1 << 18;

/** Length of a block from the network, where each is a request with its latency [byte]. */
const REQUEST_BYTES = 1 << 22;

/** Rows of at least this length are read in part if most of each row is not needed [byte]. */
const LONG_ROW = 1 << 16;

/** Some rows of a table, or the required part of each. */
export interface RowBlock {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Index of the first of these rows, relative to the first row that is read. */
  readonly first: number;
  readonly rows: number;
  /** Offset from one row to the next [byte]. */
  readonly stride: number;
  /** Byte offset within a row at which the rows of this block begin: 0 unless they are parts. */
  readonly skipped: number;
}

/** Consecutive rows to read. */
export interface RowRange {
  readonly start: number;
  /** The row after the last. */
  readonly end: number;
}

/** The required bytes of a row. */
interface RowSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Yields the rows of a range in blocks. Nothing else is read.
 *
 * @throws PhotometryError `truncated-file` if the file ends before the last row
 */
export async function* rowBlocks(
  table: StoredTable,
  rowLength: number,
  range: RowRange,
  span: RowSpan,
): AsyncGenerator<RowBlock> {
  const inParts = rowLength >= LONG_ROW && 4 * (span.end - span.start) < rowLength;
  const stride = inParts ? span.end - span.start : rowLength;
  const isQuick = table.source.readInto !== undefined;
  const perBlock = Math.max(1, Math.floor((isQuick ? BLOCK_BYTES : REQUEST_BYTES) / Math.max(1, stride)));
  const room = new Uint8Array(isQuick && !inParts ? Math.min(perBlock, range.end - range.start) * stride : 0);
  for (let row = range.start; row < range.end; row += perBlock) {
    const rows = Math.min(perBlock, range.end - row);
    const at = table.dataStart + row * rowLength;
    const bytes = inParts
      ? await readParts(table, at, rows, rowLength, span)
      : await readRows(table, at, rows * rowLength, room);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    yield { bytes, view, first: row - range.start, rows, stride, skipped: inParts ? span.start : 0 };
  }
}

/** Throws unless the file has all rows of the range. Runs before memory is allocated for them. */
export function assertRowsAreThere(table: StoredTable, rowLength: number, range: RowRange): void {
  const { dataStart, source } = table;
  if (range.end <= range.start || rowLength === 0) return;
  const needed = dataStart + range.end * rowLength;
  if (needed <= source.byteLength) return;
  const whole = Math.max(0, Math.floor((source.byteLength - dataStart) / rowLength));
  throw cutOff(
    table,
    needed,
    `Rows ${range.start} to ${range.end} of ${rowLength} bytes`,
    `Read the ${whole} rows that are there with { rows: [0, ${whole}] }, or copy the file again`,
  );
}

/** Reads `length` bytes, into `room` if the source supports it: a reused buffer stays in the cache. */
async function readRows(table: StoredTable, at: number, length: number, room: Uint8Array): Promise<Uint8Array> {
  const { source } = table;
  const bytes =
    source.readInto === undefined
      ? await source.read(at, at + length)
      : room.subarray(0, await source.readInto(room.subarray(0, length), at));
  if (bytes.length === length) return bytes;
  throw cutOff(table, at + length, 'The rows', 'Has the file been changed meanwhile?');
}

async function readParts(
  table: StoredTable,
  at: number,
  rows: number,
  rowLength: number,
  span: RowSpan,
): Promise<Uint8Array> {
  const width = span.end - span.start;
  const bytes = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = at + row * rowLength + span.start;
    const part = await table.source.read(from, from + width);
    if (part.length < width) throw cutOff(table, from + width, 'The rows', 'Has the file been changed meanwhile?');
    bytes.set(part, row * width);
  }
  return bytes;
}
