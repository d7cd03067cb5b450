/**
 * The count rates of a table: found, checked for their unit, as plain numbers.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { isNumeric, type StoredColumn, valueAt } from '../../table/stored-column.js';
import { missingColumn, type TableData } from '../../table/table-data.js';
import type { HstSettings } from './hst-options.js';

/** The name of a column for one radius. */
export function columnFor(pattern: string, radius: number): string {
  return pattern.replace('<r>', String(radius));
}

/** The column, whose name may differ in capitals. @throws PhotometryError `missing-column`, with the nearest names */
export function findColumn(data: TableData, name: string): StoredColumn {
  const known = [...data.stored.keys()];
  const found = known.find(one => one === name) ?? known.find(one => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? missingColumn(name, known) : data.stored.get(found)!;
}

/**
 * The rates in a column [electron/s], NaN where one is missing.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column whose unit says that it holds counts or fluxes
 */
export function ratesOf(data: TableData, name: string): Float64Array {
  const column = findColumn(data, name);
  assertRate(column.unit, name);
  return numbersOf(column, name);
}

/** The numbers of a column, NaN where one is missing. @throws PhotometryError `bad-argument` if it holds none */
export function numbersOf(column: StoredColumn, name: string): Float64Array {
  if (column.kind === 'float64') return column.values;
  if (!isNumeric(column))
    throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s, expected numbers`, {
      column: name,
    });
  return Float64Array.from({ length: column.values.length }, (_, row) => {
    const value = valueAt(column, row);
    return value === null ? Number.NaN : Number(value);
  });
}

function assertRate(unit: string, name: string): void {
  const plain = unit.toLowerCase();
  if (/erg|jy|w\s*\/?\s*m/.test(plain))
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' is in ${unit}: that is a flux already. Expected count rates in electron/s`,
      { column: name, unit },
    );
  const isPerSecond = /\/\s*(s|sec|second|seconds)\b|\b(s|sec)\s*(\^|\*\*)?\s*-1/.test(plain);
  if (!isPerSecond && /^(electrons?|e-?|counts?|ct|adu|dn)$/.test(plain.trim()))
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' is in ${unit}: those are counts, not a rate. Divide it by the exposure time first, and give its unit as electron/s`,
      { column: name, unit },
    );
}

/**
 * Sees to it that all rows are of the filter that is asked for, where a column says which they are of.
 *
 * @throws PhotometryError `bad-argument` naming the filters
 */
export function assertOneFilter(data: TableData, { filter }: HstSettings): void {
  const name = [...data.stored.keys()].find(key => /^filter[12]?$/i.test(key));
  const column = name === undefined ? undefined : data.stored.get(name);
  if (name === undefined || column?.kind !== 'string') return;
  const found = new Set(
    column.values.filter((text, row) => (column.valid === null || column.valid[row] === 1) && !/^clear/i.test(text)),
  );
  const others = [...found].filter(text => text.trim().toUpperCase() !== filter && text.trim() !== '');
  if (others.length === 0) return;
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' has rows of ${[...found].join(', ')}, but the filter to finalise is ${filter}. Filter the table first: one filter at a time`,
    { column: name, filters: [...found] },
  );
}

/** Sees to it that the rates of all radii are there. @throws PhotometryError `missing-column` listing radii and columns */
export function assertRadii(data: TableData, { radii, names }: HstSettings): void {
  const known = [...data.stored.keys()];
  const lower = new Set(known.map(name => name.toLowerCase()));
  const absent = radii.map(radius => columnFor(names.countrate, radius)).filter(name => !lower.has(name.toLowerCase()));
  if (absent.length === 0) return;
  throw new PhotometryError(
    'missing-column',
    `The table has no ${absent.map(name => `'${name}'`).join(', ')}${suggestion(absent[0], known)}. Name the columns with { names: { countrate: 'rate_<r>px' } }, or give the radii that it has`,
    { missing: absent, columns: known },
  );
}
