/**
 * Rows that are objects, and objects of arrays, as tables.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import { Lists } from '../column/lists.js';
import type { ColumnMeta, StoredColumn } from '../column/stored-column.js';
import { Vectors } from '../column/vectors.js';
import { storedColumnOf } from '../views/column-views.js';
import { storeColumn } from '../views/store-column.js';
import { storeCells } from './store-cells.js';

/** Unit and description that are given for a column. */
export type MetaFor = (name: string) => Partial<ColumnMeta>;

/** Columns, not yet known to be of one length. */
export type Columns = Map<string, StoredColumn>;

/**
 * Rows as columns: a column for each key, in the order in which keys are first met; a key that a row lacks is
 * missing there.
 *
 * @throws PhotometryError `bad-argument` if a row is not an object, or a key holds values of several types
 */
export function fromRows(rows: Iterable<unknown>, metaFor: MetaFor): Columns {
  const cells = new Map<string, unknown[]>();
  let row = 0;
  for (const object of rows) {
    if (typeof object !== 'object' || object === null || Array.isArray(object))
      throw new PhotometryError(
        'bad-argument',
        `Row ${row} must be an object with a value for each column, got ${Array.isArray(object) ? 'an array' : quoted(object)}`,
        { row },
      );
    for (const [name, value] of Object.entries(object)) {
      const column = cells.get(name) ?? [];
      column[row] = value;
      cells.set(name, column);
    }
    row++;
  }
  return new Map([...cells].map(([name, column]) => [name, storeCells(name, filled(column, row), metaFor(name))]));
}

/** `length` cells without holes. */
function filled(cells: readonly unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, row) => cells[row]);
}

/** Named arrays as columns; typed arrays are taken over without a copy. */
export function fromArrays(entries: Iterable<readonly [unknown, unknown]>, metaFor: MetaFor): Columns {
  const columns: Columns = new Map();
  for (const [key, values] of entries) {
    const name = String(key);
    const isOurs = storedColumnOf(values) !== null || values instanceof Vectors || values instanceof Lists;
    columns.set(
      name,
      Array.isArray(values) && !isOurs
        ? storeCells(name, values, metaFor(name))
        : storeColumn(name, values, metaFor(name)),
    );
  }
  return columns;
}
