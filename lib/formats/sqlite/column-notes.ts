/**
 * Facts about columns in addition to their values, noted in two tables of the database: `skyframe_columns` and `skyframe_meta`.
 *
 * SQLite knows whole numbers, floats, texts and bytes, and no units. The notes restore the rest; other programs
 * need not heed them.
 *
 * @module
 */

import type { ColumnKind, ColumnMeta, StoredColumn } from '../../table/column/stored-column.js';
import type { ElementKind } from '../../table/column/vectors.js';
import { metaJson } from '../../table/interop/arrow/meta-json.js';
import { rowsOf, type SqlDatabase } from './sqlite-engine.js';

/** A column as noted. */
export interface ColumnNote extends ColumnMeta {
  /** Its name in our table; the name in SQLite may differ, since SQLite does not distinguish `V` from `v`. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Elements of vectors and lists. */
  readonly element: ElementKind;
  /** Axes of vectors, the fastest first. */
  readonly shape: readonly number[];
}

const COLUMNS = 'skyframe_columns';
const META = 'skyframe_meta';

/** The tables of the notes. */
export const NOTES: readonly string[] = [COLUMNS, META];

/** Writes the notes of a table. */
export function writeNotes(
  db: SqlDatabase,
  table: string,
  columns: readonly (readonly [sqlName: string, name: string, column: StoredColumn])[],
  meta: Readonly<Record<string, unknown>>,
): void {
  db.run(
    `create table ${COLUMNS} (table_name TEXT, column_name TEXT, name TEXT, kind TEXT, element TEXT, shape TEXT,
      unit TEXT, description TEXT, ucd TEXT, format TEXT)`,
  );
  const insert = db.prepare(`insert into ${COLUMNS} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  for (const [sqlName, name, { kind, values, unit, description, ucd, format }] of columns) {
    const element = kind === 'vector' || kind === 'list' ? values.element : '';
    const shape = kind === 'vector' ? values.shape.join(' ') : '';
    insert.run([table, sqlName, name, kind, element, shape, unit, description, ucd, format]);
  }
  insert.free();
  const json = metaJson(meta);
  if (json === null) return;
  db.run(`create table ${META} (table_name TEXT, json TEXT)`);
  const insertMeta = db.prepare(`insert into ${META} values (?, ?)`);
  insertMeta.run([table, json]);
  insertMeta.free();
}

/** The notes of a table by the SQLite names of its columns; empty if there are none. */
export function readNotes(db: SqlDatabase, table: string, tables: readonly string[]): Map<string, ColumnNote> {
  const notes = new Map<string, ColumnNote>();
  if (!tables.includes(COLUMNS)) return notes;
  const sql = `select column_name, name, kind, element, shape, unit, description, ucd, format from ${COLUMNS} where table_name = ?`;
  for (const row of rowsOf(db, sql, [table])) {
    const [sqlName, name, kind, element, shape, unit, description, ucd, format] = row.map(text => String(text ?? ''));
    notes.set(sqlName, {
      name,
      kind: kind as ColumnKind,
      element: element as ElementKind,
      shape: shape.split(' ').map(Number),
      unit,
      description,
      ucd,
      format,
    });
  }
  return notes;
}

/** The meta of a table, empty if none was noted. */
export function readMeta(db: SqlDatabase, table: string, tables: readonly string[]): Record<string, unknown> {
  if (!tables.includes(META)) return {};
  for (const [json] of rowsOf(db, `select json from ${META} where table_name = ?`, [table])) {
    try {
      const meta: unknown = JSON.parse(String(json));
      if (typeof meta === 'object' && meta !== null && !Array.isArray(meta)) return { ...meta };
    } catch {
      return {};
    }
  }
  return {};
}
