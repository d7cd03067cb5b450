/**
 * Tables as SQLite databases.
 *
 * @module
 */

import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import type { WriteTableOptions } from '../../table/files/formats.js';
import { freeName } from '../../table/interop/free-name.js';
import { NOTES, writeNotes } from './column-notes.js';
import { DECLARED, sqlCell } from './noted-column.js';
import { quoted, type SqlDatabase } from './sqlite-engine.js';

/** Writes a table into an empty database. */
export function writeSqlite(db: SqlDatabase, data: TableData, path: string, options: WriteTableOptions): Uint8Array {
  const table = tableName(data, path, options.name);
  const columns = sqlNames(data);
  db.run('begin');
  const list = columns.map(([sqlName, , column]) => `${quoted(sqlName)} ${DECLARED[column.kind]}`);
  db.run(`create table ${quoted(table)} (${list.join(', ') || '"nothing"'})`);
  if (columns.length > 0) {
    const insert = db.prepare(`insert into ${quoted(table)} values (${columns.map(() => '?').join(', ')})`);
    for (let row = 0; row < data.length; row++) insert.run(columns.map(([, , column]) => sqlCell(column, row)));
    insert.free();
  }
  writeNotes(db, table, columns, data.meta);
  db.run('commit');
  return db.export();
}

/** The requested name, the table's own, or the file's; never a name reserved by SQLite or the notes. */
function tableName(data: TableData, path: string, asked: string | undefined): string {
  const file = path.replace(/^.*[/\\]/, '').replace(/\..*$/, '');
  const own = typeof data.meta.name === 'string' ? data.meta.name : '';
  const name = asked ?? (own || file || 'table');
  return NOTES.includes(name) || name.toLowerCase().startsWith('sqlite_') ? `table_${name}` : name;
}

/** SQLite's names for the columns: it takes `V` and `v` for the same, and so the second is `v_2`. */
function sqlNames(data: TableData): [sqlName: string, name: string, column: StoredColumn][] {
  const taken = new Set<string>();
  const isTaken = { has: (name: string) => taken.has(name.toLowerCase()) };
  return [...data.stored].map(([name, column]) => {
    const sqlName = freeName(name, isTaken);
    taken.add(sqlName.toLowerCase());
    return [sqlName, name, column];
  });
}
