/**
 * Reads a table HDU: a binary table, an ASCII table, or a binary table in compressed tiles.
 *
 * @module
 */

import { betweenFrames } from '../../../core/ambient.js';
import { PhotometryError } from '../../../core/errors.js';
import { quoted } from '../../../core/quoted.js';
import { bytesSource } from '../../../platform/byte-sources.js';
import type { ByteSource } from '../../../platform/types.js';
import type { StoredColumn } from '../../../table/column/stored-column.js';
import { missingColumn, type TableData } from '../../../table/column/table-data.js';
import { decompressTable, isCompressedTable } from '../../compression/decompress-table.js';
import type { Hdu } from '../../hdu/hdu.js';
import type { LargeIntegers } from '../physical-values.js';
import { metaOf } from '../table-meta.js';
import { asciiReader } from './ascii-columns.js';
import { type ColumnReader, EmptyFields } from './column-reader.js';
import { fixedReader } from './fixed-columns.js';
import { heapReader } from './heap-columns.js';
import { assertRowsAreThere, type RowRange, rowBlocks } from './row-blocks.js';
import type { StoredTable } from './stored-table.js';
import { type AsciiColumn, asciiPlan, type BinaryColumn, binaryPlan, type TablePlan } from './table-plan.js';

/** Number of blocks, about 50 MB, between checks for an interrupt and reports of progress. */
const BLOCKS_BETWEEN_PAUSES = 200;

/** What to read of a table. */
export interface ReadTableHduOptions {
  /** Only these columns, in this order. Default: all. */
  readonly columns?: readonly string[];
  /** Only rows `start` to `end` (exclusive), counted from 0; an end beyond the table means its end. Default: all. */
  readonly rows?: readonly [start: number, end: number];
  /**
   * How to handle unsigned 64-bit integers above 2^63 - 1, which a column of bigints cannot hold: throw an error or
   * read the column as float64, rounded. Default: `error`.
   */
  readonly largeIntegers?: 'error' | 'float64';
}

/**
 * Reads a table. Only the requested rows are read from the source, and only the variable-length arrays of the
 * requested columns; in rows longer than 64 kB, only the requested columns.
 *
 * Types: `L` boolean, `B` uint8, `I` `J` int32, `K` int64, `E` float32, `D` float64, `A` string; several
 * elements per field, bits (`X`) and complex numbers become vectors, variable-length arrays lists. TSCAL and TZERO
 * make float64, but unsigned integers remain integers where a column can hold them. TNULL and logicals of 0 are
 * missing; inside vectors and lists they become NaN, in float64. Text whose TCTYP is UTC is read as dates.
 *
 * @param path name of the file in messages
 * @throws PhotometryError `bad-argument` if the HDU is not a table; `missing-column`; `bad-header`, `bad-table`,
 *   `truncated-file` for a damaged table; `unsupported` for unsigned integers beyond 2^63 - 1
 * @example const stars = await readTableHdu(source, hdu, path, { columns: ['RA', 'DEC'], rows: [0, 100] });
 */
export async function readTableHdu(
  source: ByteSource,
  hdu: Hdu,
  path: string,
  options: ReadTableHduOptions = {},
): Promise<TableData> {
  const { header, dataStart, dataLength, index, kind } = hdu;
  if (kind !== 'bintable' && kind !== 'table')
    throw new PhotometryError('bad-argument', `${path}, HDU ${index} is not a table: it is ${WHAT[kind]}`, {
      path,
      hdu: index,
      kind,
    });
  const table: StoredTable = isCompressedTable(hdu)
    ? await unpackedTable(source, hdu, path)
    : { header, source, dataStart, dataLength, path, hdu: index };
  const { stored, length } = kind === 'table' ? await readAscii(table, options) : await readBinary(table, options);
  return { stored, length, meta: metaOf(table.header), provenance: [] };
}

/** Decompresses a whole table that is stored in compressed tiles. */
async function unpackedTable(source: ByteSource, hdu: Hdu, path: string): Promise<StoredTable> {
  const { header, data } = await decompressTable(source, hdu, path);
  return { header, source: bytesSource(data, path), dataStart: 0, dataLength: data.length, path, hdu: hdu.index };
}

const WHAT: Readonly<Record<Hdu['kind'], string>> = {
  image: 'an image',
  'compressed-image': 'a compressed image',
  bintable: 'a binary table',
  table: 'an ASCII table',
  groups: 'random groups',
  unknown: 'an extension of unknown kind',
};

/** Rows and columns that have been read. */
interface ReadColumns {
  readonly stored: ReadonlyMap<string, StoredColumn>;
  readonly length: number;
}

async function readBinary(table: StoredTable, options: ReadTableHduOptions): Promise<ReadColumns> {
  const plan = binaryPlan(table);
  const range = rowRange(plan.rows, options);
  const rows = range.end - range.start;
  const large: LargeIntegers = options.largeIntegers ?? 'error';
  const place = { rows, where: `${table.path}, HDU ${table.hdu}`, large, empty: new EmptyFields(rows) };
  const heap = {
    table,
    start: table.dataStart + plan.heapStart,
    length: Math.max(0, table.dataLength - plan.heapStart),
  };
  return readColumns(table, plan, range, options, (column: BinaryColumn) =>
    column.form.descriptor === null ? fixedReader(column, place) : heapReader(column, place, heap, range.start),
  );
}

async function readAscii(table: StoredTable, options: ReadTableHduOptions): Promise<ReadColumns> {
  const plan = asciiPlan(table);
  const range = rowRange(plan.rows, options);
  return readColumns(table, plan, range, options, (column: AsciiColumn) =>
    asciiReader(column, range.end - range.start, table, range.start),
  );
}

/** Decodes the columns from the rows, block by block. */
async function readColumns<C extends BinaryColumn | AsciiColumn>(
  table: StoredTable,
  { columns, rowLength }: TablePlan<C>,
  range: RowRange,
  options: ReadTableHduOptions,
  readerOf: (column: C) => ColumnReader,
): Promise<ReadColumns> {
  const chosen = chosenColumns(columns, options.columns);
  assertRowsAreThere(table, rowLength, range);
  const readers = withMemory(table, range, () =>
    chosen.map(column => ({ name: column.name, reader: readerOf(column) })),
  );
  if (chosen.length > 0) {
    const span = {
      start: Math.min(...chosen.map(({ offset }) => offset)),
      end: Math.max(...chosen.map(({ offset, bytes }) => offset + bytes)),
    };
    let untilPause = BLOCKS_BETWEEN_PAUSES;
    for await (const block of rowBlocks(table, rowLength, range, span)) {
      for (const { reader } of readers) reader.take(block);
      if (--untilPause > 0) continue;
      untilPause = BLOCKS_BETWEEN_PAUSES;
      await betweenFrames({}, { step: 'read table', done: block.first + block.rows, total: range.end - range.start });
    }
  }
  const stored = new Map<string, StoredColumn>();
  for (const { name, reader } of readers) stored.set(name, await reader.finish());
  return { stored, length: range.end - range.start };
}

/** Allocates memory, or throws an error that says that there is not enough. */
function withMemory<T>({ path, hdu }: StoredTable, { start, end }: RowRange, allocate: () => T): T {
  try {
    return allocate();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PhotometryError(
      'unsupported',
      `${path}, HDU ${hdu}: ${end - start} rows of these columns do not fit into memory; read fewer with { columns } or { rows }`,
      { path, hdu, rows: end - start },
      { cause },
    );
  }
}

function chosenColumns<C extends { readonly name: string }>(
  columns: readonly C[],
  wanted: readonly string[] | undefined,
): readonly C[] {
  if (wanted === undefined) return columns;
  if (!Array.isArray(wanted))
    throw new PhotometryError('bad-argument', `columns must be a list of names, got ${quoted(wanted)}`, {
      columns: wanted,
    });
  const byName = new Map(columns.map(column => [column.name, column]));
  return [...new Set(wanted)].map(name => byName.get(name) ?? missingColumn(name, [...byName.keys()]));
}

function rowRange(total: number, { rows }: ReadTableHduOptions): RowRange {
  if (rows === undefined) return { start: 0, end: total };
  const [start, end] = Array.isArray(rows) ? rows : [NaN, NaN];
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end >= start))
    throw new PhotometryError(
      'bad-argument',
      `rows must be [start, end] with whole numbers 0 <= start <= end, got ${quoted(rows)}`,
      { rows },
    );
  return { start: Math.min(start, total), end: Math.min(end, total) };
}
