/**
 * Converts a column of a table to the numbers of a chart and the label of an axis.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { floatValues } from '../../table/column/float-values.js';
import { requireColumn, type TableData } from '../../table/column/table-data.js';

/**
 * The numbers of a column, NaN where missing; dates in milliseconds since 1970-01-01.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column that is not numeric
 */
export function columnNumbers(data: TableData, name: string): Float64Array {
  const column = requireColumn(data, name);
  const numbers = floatValues(column);
  if (numbers !== null) return numbers;
  throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s; a chart needs numbers`, {
    column: name,
  });
}

/** Name and unit: `mag [mag]`, `airmass`. */
export function columnLabel(data: TableData, name: string): string {
  const { unit } = requireColumn(data, name);
  return unit === '' ? name : `${name} [${unit}]`;
}
