/**
 * Finds the column of a table that holds a quantity: the one named, else by UCD, else by its usual names.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { floatValues } from '../../table/column/float-values.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import { isNumeric } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';

/** A column and its name. */
export interface FoundColumn {
  readonly name: string;
  readonly column: StoredColumn;
}

/** The column named. @param role what it is wanted for, in messages: `{ right: { ra } }` */
export function namedColumn(data: TableData, name: string, role: string): FoundColumn {
  const column = data.stored.get(name);
  if (column !== undefined) return { name, column };
  const known = [...data.stored.keys()];
  throw new PhotometryError('missing-column', `No column '${name}' for ${role}${suggestion(name, known)}`, {
    column: name,
    columns: known,
  });
}

/** The only column with one of these UCDs; null if there is none or several. UCDs of old VOTables are in capitals. */
export function columnOfUcd(data: TableData, ucds: readonly string[]): FoundColumn | null {
  for (const ucd of ucds) {
    const found = [...data.stored].filter(([, column]) => plainUcd(column.ucd) === ucd);
    if (found.length === 1) return { name: found[0][0], column: found[0][1] };
  }
  return null;
}

function plainUcd(ucd: string): string {
  return ucd.replace(/\s+/g, '').toLowerCase();
}

/** The first column with one of these names, in lower case; capitals do not matter. */
export function columnOfName(data: TableData, names: readonly string[]): FoundColumn | null {
  const byName = lowerNames(data);
  for (const name of names) {
    const found = byName.get(name);
    const column = found === undefined ? undefined : data.stored.get(found);
    if (found !== undefined && column !== undefined) return { name: found, column };
  }
  return null;
}

/** The columns' names by what they are in lower case; of two that differ in capitals only, the first. */
export function lowerNames(data: TableData): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of data.stored.keys()) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  return names;
}

/** The numbers of a column; NaN where missing. @throws PhotometryError `bad-argument` if it is not numeric */
export function numbersOf({ name, column }: FoundColumn, role: string): Float64Array {
  const numbers = isNumeric(column) && column.kind !== 'boolean' ? floatValues(column) : null;
  if (numbers !== null) return numbers;
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' contains ${column.kind}s, but numbers are needed for ${role}`,
    { column: name },
  );
}

/** @throws PhotometryError `bad-argument` unless the column's unit is one of those meant by `wanted`, or none */
export function assertUnit({ name, column }: FoundColumn, allowed: RegExp, wanted: string, advice = ''): void {
  const unit = column.unit.trim();
  if (unit === '' || allowed.test(unit)) return;
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' has the unit '${unit}', but ${wanted} is wanted${advice === '' ? '' : `: ${advice}`}`,
    { column: name, unit, wanted },
  );
}
