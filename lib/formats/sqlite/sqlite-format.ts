/**
 * SQLite databases, by a WebAssembly build that needs no installation and works in browsers, too.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableFormat } from '../../table/files/formats.js';
import { asBadTable } from '../binary/as-bad-table.js';

/** With which every database begins. */
const MAGIC = 'SQLite format 3\0';

/** The whole database is held in WebAssembly's memory, twice while it is opened [byte]. */
const LARGEST = 2 ** 30;

/**
 * Reads one table of a database: `table` is its name or number from 0, default the first; a view goes by name.
 * Heeds `columns` and `rows`, in the order in which the table keeps its rows.
 *
 * NULL is missing. SQLite declares types loosely: whole numbers become int32, or int64 where one is larger or the
 * column is BIGINT; BOOL with 0 and 1 boolean; texts in ISO 8601 dates where the column is a DATE or TIME; bytes
 * lists; cells of several types text.
 *
 * Writes one table, called `name` (default `meta.name`, else as the file), and also the tables `skyframe_columns` and
 * `skyframe_meta` with kinds, units and meta, so that all comes back. Vectors and lists are JSON texts, dates ISO
 * texts; NaN becomes NULL and -0 becomes 0.
 */
export const sqliteFormat: TableFormat = {
  name: 'sqlite',
  extensions: ['.sqlite', '.sqlite3', '.db', '.db3'],
  readsRows: true,

  recognizes(head) {
    return [...MAGIC].every((letter, i) => head[i] === letter.charCodeAt(0));
  },

  async read(file, options) {
    const { path, source } = file;
    if (source.byteLength > LARGEST)
      throw new PhotometryError(
        'unsupported',
        `${path} has ${source.byteLength} bytes; databases are read up to ${LARGEST}. Copy the table into a smaller one`,
        { path, bytes: source.byteLength },
      );
    const { readSqlite, withDatabase } = await sqlite();
    const bytes = await file.bytes();
    return asBadTable(path, 'SQLite', () => withDatabase(bytes, db => readSqlite(db, path, bytes.length, options)));
  },

  async write(data, path, options) {
    const { withDatabase, writeSqlite } = await sqlite();
    try {
      return await withDatabase(undefined, db => writeSqlite(db, data, path, options));
    } catch (error) {
      if (error instanceof PhotometryError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new PhotometryError(
        'unsupported',
        `${path}: SQLite cannot hold this table (${reason})`,
        { path },
        { cause: error },
      );
    }
  },
};

/** What reads and writes a database, loaded with the first one. */
async function sqlite(): Promise<
  typeof import('./sqlite-engine.js') & typeof import('./read-sqlite.js') & typeof import('./write-sqlite.js')
> {
  const parts = [import('./sqlite-engine.js'), import('./read-sqlite.js'), import('./write-sqlite.js')] as const;
  const [engine, reading, writing] = await Promise.all(parts);
  return { ...engine, ...reading, ...writing };
}
