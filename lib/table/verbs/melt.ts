/**
 * From wide to long: several columns become one, and their names another.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import { requireColumn, type TableData } from '../column/table-data.js';
import { stackColumns } from '../rows/stack-columns.js';
import { takeRows } from '../rows/take-rows.js';

/** Which columns are melted, and what the two new ones are called. */
export interface MeltOptions<K extends string = string, N extends string = string, V extends string = string> {
  /** The columns that become one; of one unit. */
  readonly columns: readonly K[];
  /** Name of the column with the name of each value's column (default `name`). */
  readonly name?: N;
  /** Name of the column of values (default `value`). */
  readonly value?: V;
}

/** Puts columns one below the other; the rest of each row is repeated. */
export function melt(data: TableData, { columns, name = 'name', value = 'value' }: MeltOptions): TableData {
  if (columns.length === 0) throw new PhotometryError('bad-argument', 'melt: no columns are named');
  const { length } = data;
  const parts = columns.map(column => requireColumn(data, column));
  const rows = Uint32Array.from({ length: length * parts.length }, (_, i) => i % length);
  const melted = new Map<string, StoredColumn>();
  for (const [other, column] of data.stored) if (!columns.includes(other)) melted.set(other, takeRows(column, rows));
  for (const made of [name, value])
    if (melted.has(made) || name === value)
      throw new PhotometryError(
        'duplicate-column',
        `melt would make two columns with the name '${made}'; choose other names with { name, value }`,
        { column: made },
      );
  melted.set(name, stored('string', repeated(columns, length)));
  melted.set(value, stackColumns('melt', value, parts));
  return { ...data, stored: melted, length: rows.length };
}

/** Each of `texts` in `length` rows. */
function repeated(texts: readonly string[], length: number): string[] {
  const rows = new Array<string>(texts.length * length);
  for (const [k, text] of texts.entries()) rows.fill(text, k * length, (k + 1) * length);
  return rows;
}
