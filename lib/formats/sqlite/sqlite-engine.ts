/**
 * SQLite as a database in memory.
 *
 * @module
 */

/** A value of SQLite; whole numbers are bigints. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** What is used of a prepared statement of sql.js. */
interface SqlStatement {
  bind(values: readonly SqlValue[]): boolean;
  /** Goes to the next row; false behind the last one. */
  step(): boolean;
  get(parameters: null, options: { readonly useBigInt: true }): SqlValue[];
  /** Runs a statement that returns no rows. */
  run(values: readonly SqlValue[]): void;
  free(): boolean;
}

/** What is used of an open database of sql.js. */
export interface SqlDatabase {
  run(sql: string): unknown;
  prepare(sql: string): SqlStatement;
  /** The database as the bytes of a file. */
  export(): Uint8Array;
  close(): void;
}

/** What is used of the sql.js module. */
export interface SqlEngine {
  readonly Database: new (bytes?: Uint8Array) => SqlDatabase;
}

/** Opens the bytes of a database file, or an empty database, and closes it after `use`. */
export async function withDatabase<T>(bytes: Uint8Array | undefined, use: (db: SqlDatabase) => T): Promise<T> {
  const { default: initSqlJs } = await import('sql.js/dist/sql-wasm-inline.js');
  const { Database } = await initSqlJs();
  const db = new Database(bytes);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

/** Iterates over the rows of a query. */
export function* rowsOf(db: SqlDatabase, sql: string, values: readonly SqlValue[] = []): IterableIterator<SqlValue[]> {
  const statement = db.prepare(sql);
  try {
    statement.bind(values);
    while (statement.step()) yield statement.get(null, { useBigInt: true });
  } finally {
    statement.free();
  }
}

/** A quoted SQL name. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
