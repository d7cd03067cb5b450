/**
 * The registry of table formats: readers and writers make themselves known here.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../core/errors.js';
import type { TableSchema } from './schema.js';
import type { TableData } from './table-data.js';

/** Settings of `readTable`; some matter to some formats only. */
export interface ReadTableOptions {
  /** The format's name, where the file's name does not tell: `csv`. */
  readonly format?: string;
  /** Read only these columns, in this order. */
  readonly columns?: readonly string[];
  /** What the columns must be; see `TableSchema`. */
  readonly schema?: TableSchema;
  /** CSV: what stands between cells, one character. */
  readonly delimiter?: string;
}

/** Settings of {@link writeTable}; some matter to some formats only. */
export interface WriteTableOptions {
  /** The format's name, where the file's name does not tell: `csv`. */
  readonly format?: string;
  /** CSV: what stands between cells, one character. */
  readonly delimiter?: string;
  /** CSV: write the units, in a comment line above the header. Default false. */
  readonly units?: boolean;
}

/** A format that tables can be read from or written to. */
export interface TableFormat {
  /** The name that `format` chooses it by: `csv`. */
  readonly name: string;
  /** Endings of file names, with the point: `.csv`. */
  readonly extensions: readonly string[];
  /** Reads a file; may heed `columns` and `schema`, which are applied to what it returns in any case. */
  read?(path: string, options: ReadTableOptions): Promise<TableData>;
  /** The bytes or text of a file; the caller writes it, whole or not at all. */
  write?(data: TableData, path: string, options: WriteTableOptions): Uint8Array | string | Promise<Uint8Array | string>;
}

const formats = new Map<string, TableFormat>();

/** Makes a format known; one of the same name gives way. */
export function registerFormat(format: TableFormat): void {
  formats.set(format.name, format);
}

/**
 * The format named, or the one whose extension the path ends in.
 *
 * @throws PhotometryError `unsupported`, listing the formats there are
 */
export function formatOf(path: string, name?: string): TableFormat {
  const lower = path.toLowerCase();
  const found =
    name === undefined
      ? [...formats.values()].find(format => format.extensions.some(extension => lower.endsWith(extension)))
      : formats.get(name);
  if (found !== undefined) return found;
  const known = [...formats.values()].map(format => `${format.name} (${format.extensions.join(' ')})`).join(', ');
  throw new PhotometryError(
    'unsupported',
    name === undefined
      ? `${path}: the name tells no table format; give { format }. Known: ${known || 'none'}`
      : `No table format '${name}'. Known: ${known || 'none'}`,
    { path, format: name },
  );
}

/**
 * Writes a table to a file, whole or not at all; the name's ending chooses the format.
 *
 * @throws PhotometryError `unsupported` if no format fits, or it cannot be written; `io`
 */
export async function writeTable(
  table: { readonly data: TableData },
  path: string,
  options: WriteTableOptions = {},
): Promise<void> {
  const format = formatOf(path, options.format);
  if (format.write === undefined)
    throw new PhotometryError('unsupported', `${path}: tables can be read from ${format.name}, not written`, { path });
  await platform.writeFile(path, await format.write(table.data, path, options));
}
