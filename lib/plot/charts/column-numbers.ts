/**
 * Converts a column of a table to the numbers of a chart and the label of an axis.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { warnOnce } from '../../core/warn-once.js';
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

/** Warns of columns that hold no number at all: what is drawn of them is nothing. */
export function warnOfEmptyColumns(data: TableData, names: readonly (string | undefined)[]): void {
  if (data.length === 0) return;
  for (const name of names)
    if (name !== undefined && !columnNumbers(data, name).some(Number.isFinite))
      warnOnce(`Column '${name}' holds no finite number in any of ${data.length} rows: the chart shows nothing of it.`);
}

/** Name and unit: `mag [mag]`, `airmass`. */
export function columnLabel(data: TableData, name: string): string {
  const { unit } = requireColumn(data, name);
  return unit === '' ? name : `${name} [${unit}]`;
}
