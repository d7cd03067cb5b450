/**
 * Tables from files.
 *
 * @module
 */
import type { Source } from '../core/web-types.js';
import type { RuntimeColumns } from '../table/column/runtime-columns.js';
import type { ReadTableOptions } from '../table/files/formats.js';
import { readTableData } from '../table/files/read-table.js';
import type { SchemaColumns, TableSchema } from '../table/files/schema.js';
import { Catalog } from './catalog.js';
import type { ChosenColumns, KnownPart, KnownPartOptions, KnownTableOptions, KnownTables } from './known-tables.js';

/**
 * Reads a table from a path, an address, a `Blob` or bytes. The format is detected by content, then by the file
 * extension, unless `format` is given; gzip and bzip2 are decompressed.
 *
 * With a schema the columns are checked and typed. Without one, a path that {@link KnownTables} lists has the columns
 * given there; in a notebook that is every path written as a text. Otherwise they are text or numbers, as the file has them:
 * cells can be compared and shown, and `table.number('mag')`, `table.text('name')` or `table.withSchema({ mag: 'number' })` check
 * and type them. `readTable<C>(path)` is the caller's claim about the contents of the file, which nothing checks.
 *
 * @throws PhotometryError `no-such-file`; `unsupported` format; `bad-table`, `bad-csv` naming line and
 *   column; `missing-column` listing the missing and the nearest names; `bad-argument` for another type or unit
 * @example
 * const stars = await readTable('stars.csv', { schema: { id: 'bigint', mag: { type: 'number', unit: 'mag' } } });
 * stars.columns.mag.median();
 * const bright = await readTable('gaia.fits', { columns: ['ra', 'dec', 'phot_g_mean_mag'], rows: [0, 1000] });
 */
export function readTable<const S extends TableSchema>(
  from: Source,
  options: Omit<ReadTableOptions, 'schema'> & { readonly schema: S },
): Promise<Catalog<SchemaColumns<S>>>;
export function readTable<P extends keyof KnownTables & string, K extends keyof KnownTables[P] & string = never>(
  from: P,
  options?: KnownTableOptions<K>,
): Promise<Catalog<ChosenColumns<KnownTables[P], K>>>;
export function readTable<
  P extends string,
  H extends string | number,
  K extends keyof KnownTables[KnownPart<P, H>] & string = never,
>(
  from: [KnownPart<P, H>] extends [never] ? never : P,
  options: KnownPartOptions<H, K>,
): Promise<Catalog<ChosenColumns<KnownTables[KnownPart<P, H>], K>>>;
export function readTable<C = RuntimeColumns>(from: Source, options?: ReadTableOptions): Promise<Catalog<C>>;
export async function readTable<C>(from: Source, options: ReadTableOptions = {}): Promise<Catalog<C>> {
  return new Catalog<C>(await readTableData(from, options));
}
