/**
 * Tables from files.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { formatOf, type ReadTableOptions } from './formats.js';
import { applySchema, type SchemaColumns, type TableSchema } from './schema.js';
import { Table } from './table.js';
import { select } from './verbs/select.js';

/**
 * The columns of a table read without a schema: any name, and numbers for the compiler, since most
 * are. What the file holds is known at run time only; a misspelt name is then an error.
 */
export type RuntimeColumns = Record<string, number>;

/**
 * Reads a table. The name's ending chooses the format, unless `format` does.
 *
 * With a schema the columns are checked and typed. Without one, `C` is the caller's word for what the
 * file holds.
 *
 * @throws PhotometryError `no-such-file`; `unsupported` format; `bad-csv` naming line and column;
 *   `missing-column` listing what lacks and the nearest names; `bad-argument` for another type or unit
 * @example
 * const stars = await readTable('stars.csv', { schema: { id: 'bigint', mag: { type: 'number', unit: 'mag' } } });
 * stars.columns.mag.median();
 */
export function readTable<const S extends TableSchema>(
  path: string,
  options: Omit<ReadTableOptions, 'schema'> & { readonly schema: S },
): Promise<Table<SchemaColumns<S>>>;
export function readTable<C = RuntimeColumns>(path: string, options?: ReadTableOptions): Promise<Table<C>>;
export async function readTable<C>(path: string, options: ReadTableOptions = {}): Promise<Table<C>> {
  const format = formatOf(path, options.format);
  if (format.read === undefined)
    throw new PhotometryError('unsupported', `${path}: tables can be written to ${format.name}, not read`, { path });
  const read = await format.read(path, options);
  const chosen = options.columns === undefined ? read : select(read, options.columns);
  return new Table<C>(options.schema === undefined ? chosen : applySchema(chosen, options.schema, path));
}
