/**
 * A table of an SQLite database.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import { missingColumn, type TableData } from '../../table/column/table-data.js';
import type { ReadTableOptions } from '../../table/files/formats.js';
import { freeName } from '../../table/interop/free-name.js';
import { type ColumnNote, NOTES, readMeta, readNotes } from './column-notes.js';
import { storeNotedColumn } from './noted-column.js';
import { quoted, rowsOf, type SqlDatabase, type SqlValue } from './sqlite-engine.js';
import { storeSqlColumn } from './store-sql-column.js';

/** A column of the table that is read. */
interface SqlColumn {
  /** SQLite's name, and ours. */
  readonly sqlName: string;
  readonly name: string;
  readonly declared: string;
  readonly note: ColumnNote | undefined;
}

/**
 * Reads the table that `options` name.
 *
 * @param size of the file [byte]: pages that refer to one another in a circle could produce rows without end
 * @throws PhotometryError `bad-argument` listing the tables, `missing-column`; `bad-table`; Error of SQLite
 */
export function readSqlite(db: SqlDatabase, path: string, size: number, options: ReadTableOptions): TableData {
  const found = [...rowsOf(db, "select name, type from sqlite_master where type in ('table', 'view')")];
  const names = found.map(([name]) => String(name));
  const table = chosenTable(found, path, options.table);
  const columns = chosenColumns(columnsOf(db, table, readNotes(db, table, names)), options.columns);
  const isTable = found.some(([name, type]) => name === table && type === 'table');
  const cells = readCells(db, table, columns, options.rows, isTable ? size : Infinity);
  if ((cells[0]?.length ?? 0) > size && isTable)
    throw new PhotometryError('bad-table', `${path}: table '${table}' returns more rows than the file has bytes`, {
      path,
    });
  const stored = new Map<string, StoredColumn>();
  for (const [k, { name, declared, note }] of columns.entries()) {
    const where = `${path}, table '${table}', column '${name}'`;
    const column = note === undefined ? storeSqlColumn(cells[k], declared) : storeNotedColumn(cells[k], note, where);
    stored.set(freeName(name, stored), column);
  }
  const meta = Object.freeze({ name: table, ...readMeta(db, table, names) });
  return { stored, length: cells[0]?.length ?? 0, meta, provenance: [] };
}

/** The requested table, by name or number from 0; the first one by default. Views are found only by name. */
function chosenTable(found: readonly SqlValue[][], path: string, asked: number | string | undefined): string {
  const own = found.filter(([name]) => !NOTES.includes(String(name)) && !String(name).startsWith('sqlite_'));
  const tables = own.filter(([, type]) => type === 'table').map(([name]) => String(name));
  const all = own.map(([name]) => String(name));
  const name = typeof asked === 'string' ? all.find(one => one === asked) : (tables[asked ?? 0] ?? undefined);
  if (name !== undefined) return name;
  const wanted = asked === undefined ? 'has no table' : `has no table ${JSON.stringify(asked)}`;
  throw new PhotometryError('bad-argument', `${path} ${wanted}; there are: ${all.join(', ') || 'none'}`, {
    path,
    tables: all,
  });
}

function columnsOf(db: SqlDatabase, table: string, notes: ReadonlyMap<string, ColumnNote>): SqlColumn[] {
  return [...rowsOf(db, 'select name, type from pragma_table_info(?)', [table])].map(([column, type], i) => {
    const sqlName = String(column);
    const note = notes.get(sqlName);
    const name = note?.name ?? (sqlName === '' ? `col${i + 1}` : sqlName);
    return { sqlName, name, declared: String(type ?? ''), note };
  });
}

function chosenColumns(columns: readonly SqlColumn[], asked: readonly string[] | undefined): readonly SqlColumn[] {
  if (asked === undefined) return columns;
  const names = columns.map(column => column.name);
  return asked.map(name => columns.find(column => column.name === name) ?? missingColumn(name, names));
}

/** The cells of each column, in the order in which the table keeps its rows; reading stops behind `most` rows. */
function readCells(
  db: SqlDatabase,
  table: string,
  columns: readonly SqlColumn[],
  rows: ReadTableOptions['rows'],
  most: number,
): SqlValue[][] {
  const cells: SqlValue[][] = columns.map(() => []);
  if (columns.length === 0) return cells;
  const [start, end] = rows ?? [0, Infinity];
  const limit = Number.isFinite(end) ? Math.max(0, end - Math.max(0, start)) : -1;
  const list = columns.map(column => quoted(column.sqlName)).join(', ');
  const sql = `select ${list} from ${quoted(table)} limit ${limit} offset ${Math.max(0, start)}`;
  for (const row of rowsOf(db, sql)) {
    for (let k = 0; k < cells.length; k++) cells[k].push(row[k]);
    if (cells[0].length > most) break;
  }
  return cells;
}
