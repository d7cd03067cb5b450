/**
 * Verbs that choose and name columns; the rows stay.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { ownValue } from '../column/own-value.js';
import type { StoredColumn } from '../column/stored-column.js';
import { requireColumn, requireColumns, type TableData, withColumns } from '../column/table-data.js';

/** Keeps the columns `names`, in that order. */
export function select(data: TableData, names: readonly string[]): TableData {
  return withColumns(data, new Map(names.map(name => [name, requireColumn(data, name)])));
}

/** Leaves the columns `names` out. */
export function drop(data: TableData, names: readonly string[]): TableData {
  requireColumns(data, names);
  return withColumns(data, new Map([...data.stored].filter(([name]) => !names.includes(name))));
}

/** Gives columns new names: `{ old: 'new' }`. Their places stay. Names may be swapped. */
export function rename(data: TableData, names: Readonly<Record<string, string | undefined>>): TableData {
  requireColumns(data, Object.keys(names));
  const stored = new Map<string, StoredColumn>();
  for (const [old, column] of data.stored) {
    const name = ownValue(names, old) ?? old;
    if (stored.has(name))
      throw new PhotometryError('duplicate-column', `rename would make two columns with the name '${name}'`, {
        column: name,
      });
    stored.set(name, column);
  }
  return withColumns(data, stored);
}
