/**
 * The values of a column as a table shows them.
 *
 * @module
 */

import { dateText } from '../column/iso-date.js';
import { ownValue } from '../column/own-value.js';
import { isNumeric, type StoredColumn, type StoredColumns, valueAt } from '../column/stored-column.js';
import { type ElementArray, type ElementKind, numbersPer } from '../column/vectors.js';
import { decimalsOfDays, measuredTexts, numberTexts, shortestOfFloat32 } from './display-numbers.js';
import { errorColumns } from './error-columns.js';
import { printfWriter } from './printf.js';

/** Maximum number of meaningful decimals in a unit, whatever the spread. */
const MAX_DECIMALS: Readonly<Record<string, number>> = { mag: 4, px: 3, pixel: 3, adu: 2, electron: 2 };
/** Minimum number of decimals of a single number in a unit: positions to 0.004 arcsec. */
const DECIMALS_OF_ONE: Readonly<Record<string, number>> = { deg: 6 };
/** Decimals of numbers in other units. */
const DECIMALS = 12;
/** Elements of a vector or list that are shown. */
const ELEMENTS = 4;
/** Text of a missing value. */
export const MISSING_TEXT = '\u2014';

/** What decides the digits of a column in addition to its values. */
export interface ColumnContext {
  /** The column's name; by it Julian dates are known. */
  readonly name: string;
  /** The errors of a column of measurements; of a column of errors, they themselves. */
  readonly errors?: StoredColumn;
  /** The units of the rows, in a table that describes columns: each row is then shown by itself. */
  readonly units?: readonly string[];
}

/** What decides the digits of each column of a table, by name. */
export function columnContexts(stored: StoredColumns): (name: string) => ColumnContext {
  const errors = decidingErrors(stored);
  const units = unitsOfRows(stored);
  return name => ({ name, errors: errors.get(name), ...(units === null ? {} : { units }) });
}

/**
 * The errors that decide how many digits a column is shown to, by column name: of a measurement its column of errors,
 * of the errors they themselves.
 */
function decidingErrors(stored: StoredColumns): Map<string, StoredColumn> {
  const errors = errorColumns(stored);
  const deciding = new Map(errors);
  const used = new Set(errors.values());
  for (const [name, column] of stored) if (used.has(column)) deciding.set(name, column);
  return deciding;
}

/** The units in a table whose rows are columns of another, as `describe` makes it; null for other tables. */
function unitsOfRows(stored: StoredColumns): readonly string[] | null {
  const unit = stored.get('unit');
  return unit?.kind === 'string' && stored.get('column')?.kind === 'string' ? unit.values : null;
}

/**
 * Converts the values of a column in some rows to text.
 *
 * A column's own `format` decides; else errors, if the table has some for it; else the spread of the values shown. Dates are
 * shown to the part that differs from midnight, missing values as a dash.
 */
export function cellTexts(column: StoredColumn, rows: readonly number[], context: ColumnContext): string[] {
  const values = rows.map(row => valueAt(column, row));
  const write = printfWriter(column.format);
  switch (column.kind) {
    case 'date':
      return dateTexts(values as (Date | null)[], column.values, rows);
    case 'vector':
    case 'list': {
      const { element } = column.values;
      return values.map(value =>
        value === null ? MISSING_TEXT : elementsText(value as ElementArray, element, column),
      );
    }
    case 'string':
    case 'boolean':
      return values.map(value => (value === null ? MISSING_TEXT : String(value)));
    default:
      if (write !== null) return values.map(value => (value === null ? MISSING_TEXT : write(value as number | bigint)));
  }
  if (column.kind !== 'float64' && column.kind !== 'float32')
    return values.map(value => (value === null ? MISSING_TEXT : String(value)));
  const { errors, units } = context;
  const numbers = column.kind === 'float32' ? (values as number[]).map(shortestOfFloat32) : (values as number[]);
  if (units !== undefined) return numbers.map((value, i) => describedText(value, units[rows[i]]));
  const measured = errors === undefined ? null : measuredTexts(numbers, errorsAt(errors, rows));
  return measured ?? floatTexts(numbers, column.unit, context.name);
}

function floatTexts(numbers: readonly number[], unit: string, name: string): string[] {
  const ofOne = numbers.length === 1 ? (ownValue(DECIMALS_OF_ONE, unit) ?? 0) : 0;
  const least = Math.max(decimalsOfDays(numbers, unit, name), ofOne);
  return numberTexts(numbers, { most: ownValue(MAX_DECIMALS, unit) ?? DECIMALS, least });
}

/** A statistic of a column in a unit. */
function describedText(value: number, unit: string): string {
  return floatTexts([value], unit, '')[0];
}

/** Whether a column's cells are right-aligned. */
export function isRightAligned(column: StoredColumn): boolean {
  return isNumeric(column) && column.kind !== 'boolean';
}

function errorsAt(errors: StoredColumn, rows: readonly number[]): number[] {
  return rows.map(row => valueAt(errors, row) as number);
}

/** Days alone if all are at midnight; else with the time, to the second or as far as one of them needs it. */
function dateTexts(dates: readonly (Date | null)[], times: Float64Array, rows: readonly number[]): string[] {
  const texts = rows.map((row, i) => (dates[i] === null ? '' : dateText(times[row])));
  const longest = Math.max(0, ...texts.map(text => text.length));
  return texts.map(text => {
    if (text === '') return MISSING_TEXT;
    const full = longest > 10 && text.length === 10 ? `${text}T00:00:00` : text;
    return longest > 19 ? (full.length === 19 ? `${full}.` : full).padEnd(longest, '0') : full;
  });
}

/** The first elements of a vector or list, and how many a list has beyond them. */
function elementsText(elements: ElementArray, element: ElementKind, column: StoredColumn): string {
  const per = numbersPer(element);
  const count = elements.length / per;
  const shown = Array.from({ length: Math.min(ELEMENTS, count) * per }, (_, i) => elements[i]);
  const texts = elementTexts(shown, element, printfWriter(column.format));
  const left = count - texts.length;
  const more = left === 0 ? '' : column.kind === 'list' ? `, \u2026 ${left} more` : ', \u2026';
  return `[${texts.join(', ')}${more}]`;
}

function elementTexts(
  shown: readonly (number | bigint | string)[],
  element: ElementKind,
  write: ReturnType<typeof printfWriter>,
): string[] {
  switch (element) {
    case 'string':
      return shown.map(String);
    case 'boolean':
      return shown.map(bit => String(bit === 1));
    case 'complex64':
    case 'complex128': {
      const parts =
        write === null ? numberTexts(shown as number[], { most: DECIMALS }) : shown.map(part => write(part as number));
      return Array.from({ length: parts.length / 2 }, (_, i) => {
        const [real, imaginary] = [parts[2 * i], parts[2 * i + 1]];
        return `${real}${/^[-+]/.test(imaginary) ? '' : '+'}${imaginary}i`;
      });
    }
    default:
      if (write !== null) return shown.map(value => write(value as number | bigint));
      return element === 'int64' ? shown.map(String) : numberTexts(shown as number[], { most: DECIMALS });
  }
}
