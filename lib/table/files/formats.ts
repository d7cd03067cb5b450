/**
 * The registry of table formats: readers and writers make themselves known here.
 *
 * @module
 */

import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import { foreignFile } from '../../core/foreign-files.js';
import { requirePath } from '../../core/require-path.js';
import type { ByteSource } from '../../platform/types.js';
import { uniqueNames } from '../column/column-names.js';
import { type TableData, withColumns } from '../column/table-data.js';
import { formInFiles } from './form-in-files.js';
import type { TableSchema } from './schema.js';
import { isUtf16 } from './text-encoding.js';

/** Settings of `readTable`; some matter to some formats only. */
export interface ReadTableOptions {
  /** Name of the format, if neither content nor file name determines it: `csv`. */
  readonly format?: string;
  /** Read only these columns, in this order. */
  readonly columns?: readonly string[];
  /** What the columns must be; see `TableSchema`. */
  readonly schema?: TableSchema;
  /** CSV, text: the delimiter between cells, one character. Default: detected from the first lines. */
  readonly delimiter?: string;
  /** CSV: the sign between whole and fraction of a number: `.` (default) or `,`; then the delimiter is `;` or as detected. */
  readonly decimal?: '.' | ',';
  /** CSV: texts that mean a missing value when they fill a cell, in addition to an empty cell: `['NA', '--']`. */
  readonly missing?: readonly string[];
  /** FITS: number or name of the HDU; default the first table. */
  readonly hdu?: number | string;
  /** Name, or number from 0, of the table in a file of several (VOTable, SQLite); default the first. */
  readonly table?: number | string;
  /** Read only rows `start` to `end` (exclusive), counted from 0. */
  readonly rows?: readonly [start: number, end: number];
  /** CDS: the file that describes the columns; default `ReadMe` in the folder of the table. */
  readonly readme?: string;
  /**
   * FITS: what becomes of unsigned 64-bit integers above 2^63 - 1, which a column of bigints cannot hold: an error,
   * the default, or a column of float64, rounded.
   */
  readonly largeIntegers?: 'error' | 'float64';
}

/** Settings of {@link writeTable}; some matter to some formats only. */
export interface WriteTableOptions {
  /** Name of the format, if the file name does not determine it: `csv`. */
  readonly format?: string;
  /** CSV: the delimiter between cells, one character. */
  readonly delimiter?: string;
  /** CSV: the sign between whole and fraction of a number: `.` (default) or `,`; then the default delimiter is `;`. */
  readonly decimal?: '.' | ',';
  /** CSV: write the units, in a comment line above the header. Default false. */
  readonly units?: boolean;
  /**
   * CSV: lines to write above the header, each after `# `. Default: how the table came to be, if it is a finalised Hubble
   * catalogue, else none. `[]` writes none.
   */
  readonly comments?: readonly string[];
  /** The table's name in the file: EXTNAME in FITS, the table of a database. Default `meta.name`. */
  readonly name?: string;
  /** FITS: write CHECKSUM and DATASUM. Default false. */
  readonly checksum?: boolean;
  /** Parquet, VOTable and others: how the data are packed; the format says what it knows. */
  readonly compress?: string;
}

/** A file that a table is read from. */
export interface TableFile {
  /** What messages call it: its path or address. */
  readonly path: string;
  /** Its bytes, out of their gzip or bzip2 wrapping, in pieces. */
  readonly source: ByteSource;
  /** The whole content of the file. */
  bytes(): Promise<Uint8Array>;
  /**
   * All of it as text: UTF-8, UTF-16 by its byte order mark, or Latin-1 where the bytes are neither; without the mark.
   *
   * @throws PhotometryError `unsupported` if it is longer than a string can be
   */
  text(): Promise<string>;
  /** The text of another file in the same folder; null if there is none. */
  companion(name: string): Promise<string | null>;
}

/** A format that tables can be read from or written to. */
export interface TableFormat {
  /** The name that `format` chooses it by: `csv`. */
  readonly name: string;
  /** Endings of file names, with the point: `.csv`. */
  readonly extensions: readonly string[];
  /**
   * Whether the first bytes of a file (11 520 at most) are those of this format, and of no other.
   * Absent if only the name can identify the format.
   */
  recognizes?(head: Uint8Array, path: string): boolean;
  /** Whether `read` heeds `rows`; of other formats all rows are read and the others left out. */
  readonly readsRows?: boolean;
  /** Reads a file; may heed `columns` and `schema`, which are applied to what it returns in any case. */
  read?(file: TableFile, options: ReadTableOptions): Promise<TableData>;
  /** The bytes or text of a file; the caller writes it, whole or not at all. */
  write?(data: TableData, path: string, options: WriteTableOptions): Uint8Array | string | Promise<Uint8Array | string>;
}

const formats = new Map<string, TableFormat>();

/** Registers a format, replacing one of the same name. */
export function registerFormat(format: TableFormat): void {
  formats.set(format.name, format);
}

/** The formats that are known, in the order in which they were registered. */
export function knownFormats(): TableFormat[] {
  return [...formats.values()];
}

/**
 * The format named; else the one that recognises the first bytes; else the one whose extension the path
 * ends in, `.gz` and `.bz2` apart. Text without any extension, such as that of a `Blob`, is plain text.
 *
 * @param head the first bytes of a file to read; without them a format to write is sought
 * @throws PhotometryError `unsupported`, listing the formats there are, or saying what the file is instead
 */
export function formatOf(path: string, name?: string, head?: Uint8Array): TableFormat {
  const found = name === undefined ? formatByLooks(path, head) : formats.get(name);
  if (found !== undefined) return found;
  const known = [...formats.values()].map(format => `${format.name} (${format.extensions.join(' ')})`).join(', ');
  throw new PhotometryError(
    'unsupported',
    name === undefined
      ? `${path}: the name does not identify a table format; give { format }. Known: ${known || 'none'}`
      : `No table format '${name}'. Known: ${known || 'none'}`,
    { path, format: name },
  );
}

function formatByLooks(path: string, head: Uint8Array | undefined): TableFormat | undefined {
  if (head === undefined) return formatByExtension(path, format => format.write !== undefined);
  const recognized = [...formats.values()].find(format => format.recognizes?.(head, path));
  if (recognized !== undefined) return recognized;
  const named = formatByExtension(path, format => format.read !== undefined);
  // a format with marks of its own reports itself what is missing
  const foreign = named?.recognizes === undefined ? foreignFile(head) : null;
  if (foreign !== null)
    throw new PhotometryError('unsupported', `${path} is not a table: it looks like ${foreign}`, { path });
  return named ?? (isTextWithoutExtension(path, head) ? formats.get('text') : undefined);
}

/**
 * The format with the longest extension that fits: `.vot.xml` goes before `.xml`. Of several with one extension it is
 * the first that can do what is asked, if one can.
 */
function formatByExtension(path: string, isAble: (format: TableFormat) => boolean): TableFormat | undefined {
  const lower = path.toLowerCase().replace(/\.(gz|bz2)$/, '');
  const fitting = [...formats.values()].flatMap(format =>
    format.extensions.filter(extension => lower.endsWith(extension)).map(extension => ({ format, extension })),
  );
  const rank = (format: TableFormat): number => (isAble(format) ? 0 : 1);
  fitting.sort((a, b) => b.extension.length - a.extension.length || rank(a.format) - rank(b.format));
  return fitting[0]?.format;
}

function isTextWithoutExtension(path: string, head: Uint8Array): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return !name.includes('.') && head.length > 0 && (isUtf16(head) || !head.includes(0));
}

/**
 * Writes a table to a file, whole or not at all; the name's ending chooses the format, and `.gz` packs it. A column
 * without a name is called `col1`, by its place.
 *
 * @throws PhotometryError `unsupported` if no format fits, or it cannot be written; `io`
 * @example await writeTable(stars, 'out/stars.parquet');
 */
export async function writeTable(
  table: { readonly data: TableData },
  path: string,
  options: WriteTableOptions = {},
): Promise<void> {
  requirePath(path, 'write');
  const format = formatOf(path, options.format);
  if (path.toLowerCase().endsWith('.bz2'))
    throw new PhotometryError('unsupported', `${path}: bzip2 can be read, not written; write .gz`, { path });
  if (format.write === undefined)
    throw new PhotometryError('unsupported', `${path}: tables can be read from ${format.name}, not written`, { path });
  const { data, comments } = formInFiles(table.data);
  const content = await format.write(withNames(data), path, { comments, ...options });
  await platform.writeFile(path, path.toLowerCase().endsWith('.gz') ? await platform.gzip(bytesOf(content)) : content);
}

/** A column without a name gets the name that readers would give it: `col1`. */
function withNames(data: TableData): TableData {
  if (!data.stored.has('')) return data;
  const names = uniqueNames([...data.stored.keys()]);
  return withColumns(data, new Map([...data.stored.values()].map((column, i) => [names[i], column])));
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
