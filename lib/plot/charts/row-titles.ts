/**
 * Rows of a table in the few words of a tooltip.
 *
 * @module
 */
import { type StoredColumn, valueAt } from '../../table/column/stored-column.js';
import { requireColumn, type TableData } from '../../table/column/table-data.js';

/** Columns that name a row, the first that a table has. */
const NAMES = ['name', 'star', 'id', 'object', 'file', 'source_id', 'gaiaId', 'sourceId'];

/** Returns what names a row, and its values in some columns with their units: one line each. */
export function rowTitles(data: TableData, columns: readonly string[]): (row: number) => string {
  const naming = NAMES.find(name => data.stored.has(name));
  const shown = [...new Set([...(naming === undefined ? [] : [naming]), ...columns])];
  const parts = shown.map(name => ({ name, column: requireColumn(data, name) }));
  return row => {
    const lines = parts.map(({ name, column }) => `${name}: ${valueText(column, row)}`);
    return (naming === undefined ? [`row ${row}`, ...lines] : lines).join('\n');
  };
}

function valueText(column: StoredColumn, row: number): string {
  const value = valueAt(column, row);
  if (value === null) return 'missing';
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  const text = typeof value === 'number' ? String(Number(value.toPrecision(10))) : String(value);
  return column.unit === '' ? text : `${text} ${column.unit}`;
}
