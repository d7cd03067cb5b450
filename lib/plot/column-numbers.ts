/**
 * A column of a table as the numbers of a chart, and as the label of an axis.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { isNumeric, valueAt } from '../table/stored-column.js';
import { requireColumn, type TableData } from '../table/table-data.js';

/**
 * The numbers of a column, NaN where one is missing; dates in milliseconds since 1970 began.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column that holds no numbers
 */
export function columnNumbers(data: TableData, name: string): ArrayLike<number> {
  const column = requireColumn(data, name);
  if (column.kind === 'date') return column.values;
  if (!isNumeric(column))
    throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s; a chart needs numbers`, {
      column: name,
    });
  if (column.valid === null && column.kind !== 'int64') return column.values as ArrayLike<number>;
  return Float64Array.from({ length: data.length }, (_, row) => {
    const value = valueAt(column, row);
    return value === null ? Number.NaN : Number(value);
  });
}

/** Name and unit: `mag [mag]`, `airmass`. */
export function columnLabel(data: TableData, name: string): string {
  const { unit } = requireColumn(data, name);
  return unit === '' ? name : `${name} [${unit}]`;
}
