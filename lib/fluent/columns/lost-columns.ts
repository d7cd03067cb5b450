/**
 * Columns that a table's own methods need, and the verb that took one away.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { floatValues } from '../../table/column/float-values.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';

/** What became of the columns that are no longer there, by their names: `rename() calls it 'counts'`. */
export type LostColumns = ReadonlyMap<string, string>;

/** No column is lost. */
export const NOTHING_LOST: LostColumns = new Map();

/** The lost columns after `verb` made `after` of `before`. */
export function lostAfter(before: TableData, after: TableData, verb: string, lost: LostColumns): LostColumns {
  const found = new Map([...lost].filter(([name]) => !after.stored.has(name)));
  for (const [name, column] of before.stored) {
    if (after.stored.has(name)) continue;
    const newName = [...after.stored].find(([, other]) => other === column)?.[0];
    found.set(name, newName === undefined ? `${verb}() left it out` : `${verb}() called it '${newName}'`);
  }
  return found.size === 0 ? NOTHING_LOST : found;
}

/**
 * The column `name`, which the method `caller` needs.
 *
 * @throws PhotometryError `missing-column` saying which verb took it away, else with the nearest names
 */
function neededColumn(data: TableData, name: string, caller: string, lost: LostColumns): StoredColumn {
  const column = data.stored.get(name);
  if (column !== undefined) return column;
  const known = [...data.stored.keys()];
  const fate = lost.get(name);
  const remedy =
    fate === undefined
      ? suggestion(name, known)
      : `: ${fate}; keep the column under this name, or call ${caller}() before`;
  throw new PhotometryError('missing-column', `${caller}() needs the column '${name}', which is missing${remedy}`, {
    column: name,
    columns: known,
  });
}

/**
 * The numbers of the column `name`, which the method `caller` needs; NaN where missing. Shared: do not write.
 *
 * @throws PhotometryError `missing-column` as {@link neededColumn}; `bad-argument` for a column that is not numeric
 */
export function neededNumbers(data: TableData, name: string, caller: string, lost: LostColumns): Float64Array {
  const column = neededColumn(data, name, caller, lost);
  const numbers = floatValues(column);
  if (numbers !== null) return numbers;
  throw new PhotometryError('bad-argument', `${caller}() needs numbers in '${name}', which holds ${column.kind}s`, {
    column: name,
    kind: column.kind,
  });
}
