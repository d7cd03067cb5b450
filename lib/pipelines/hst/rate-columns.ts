/**
 * Finds the count rates of a table, checks their unit, and returns them as plain numbers.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { floatValues } from '../../table/column/float-values.js';
import { isNumeric, type StoredColumn } from '../../table/column/stored-column.js';
import { missingColumn, type TableData } from '../../table/column/table-data.js';
import type { HstSettings } from './settings/hst-settings.js';

/** The name of the column for one radius. */
export function columnFor(pattern: string, radius: number): string {
  return pattern.replace('<r>', String(radius));
}

/** The column of a name, ignoring case. @throws PhotometryError `missing-column`, with the nearest names */
export function findColumn(data: TableData, name: string): StoredColumn {
  const known = [...data.stored.keys()];
  const found = known.find(one => one === name) ?? known.find(one => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? missingColumn(name, known) : data.stored.get(found)!;
}

/**
 * The rates in a column [electron/s], NaN where missing.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column of counts or fluxes, according to its unit or to
 *   BUNIT in the table's metadata
 */
export function ratesOf(data: TableData, name: string, settings: HstSettings): Float64Array {
  const column = findColumn(data, name);
  assertRate(unitOf(data, column, settings), name);
  return numbersOf(column, name);
}

/**
 * As {@link ratesOf}, for stars: the values, too, must be plausible rates.
 *
 * @throws PhotometryError as {@link ratesOf}; `bad-argument` for a column without unit whose values are all too small
 */
export function starRatesOf(data: TableData, name: string, settings: HstSettings): Float64Array {
  const rates = ratesOf(data, name, settings);
  if (unitOf(data, findColumn(data, name), settings) === '' && looksLikeFlux(rates))
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' has no unit, and no value above ${TOO_SMALL}: that looks like fluxes in erg s-1 cm-2 A-1. Expected count rates in electron/s; if they are, give { rateUnit: 'electron/s' }`,
      { column: name },
    );
  return rates;
}

function unitOf({ meta }: TableData, { unit }: StoredColumn, { rateUnit }: HstSettings): string {
  return rateUnit || unit || String(meta.BUNIT ?? '');
}

/** Values below this must be fluxes: one electron in 300 years. */
const TOO_SMALL = 1e-10;

function looksLikeFlux(values: Float64Array): boolean {
  return (
    values.some(value => value !== 0 && !Number.isNaN(value)) && !values.some(value => Math.abs(value) > TOO_SMALL)
  );
}

/** The numbers of a column, NaN where missing. @throws PhotometryError `bad-argument` if it is not numeric */
export function numbersOf(column: StoredColumn, name: string): Float64Array {
  const numbers = isNumeric(column) ? floatValues(column) : null;
  if (numbers !== null) return numbers;
  throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s, expected numbers`, {
    column: name,
  });
}

function assertRate(unit: string, name: string): void {
  const plain = unit.trim().toLowerCase();
  if (/erg|jy|w\s*\/?\s*m/.test(plain))
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' is in ${unit}: that is a flux already. Expected count rates in electron/s`,
      { column: name, unit },
    );
  if (/^mag/.test(plain))
    throw new PhotometryError('bad-argument', `Column '${name}' is in ${unit}. Expected count rates in electron/s`, {
      column: name,
      unit,
    });
  if (/^(electrons?|e-?|counts?|ct|adu|dn)$/.test(plain))
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' is in ${unit}: those are counts, not a rate. Divide it by the exposure time first; if it is a rate, give { rateUnit: 'electron/s' }`,
      { column: name, unit },
    );
}

/**
 * Checks that all rows are of the requested filter, as far as a column or the metadata gives it.
 *
 * @throws PhotometryError `bad-argument` naming the filters
 */
export function assertOneFilter(data: TableData, { filter }: HstSettings): void {
  for (const [name, column] of data.stored) {
    if (!FILTER_KEY.test(name) || column.kind !== 'string') continue;
    const { values, valid } = column;
    const found = new Set(values.filter((_, row) => valid === null || valid[row] === 1).filter(isFilter));
    if ([...found].every(text => text.trim().toUpperCase() === filter)) continue;
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}' has rows of ${[...found].join(', ')}, but the filter to finalise is ${filter}. Filter the table first: one filter at a time`,
      { column: name, filters: [...found] },
    );
  }
  for (const [key, value] of Object.entries(data.meta))
    if (FILTER_KEY.test(key) && typeof value === 'string' && isFilter(value) && value.trim().toUpperCase() !== filter)
      throw new PhotometryError(
        'bad-argument',
        `The table's metadata says ${key} = ${value}, but the filter to finalise is ${filter}`,
        { key, filter: value },
      );
}

const FILTER_KEY = /^filter[12]?$/i;

/** Filter wheels also hold clear glass and polarisers. */
function isFilter(text: string): boolean {
  return /^f\d{3,4}[a-z]/i.test(text.trim());
}

/**
 * The numbers of a column that an earlier step adds.
 *
 * @throws PhotometryError `missing-column` that names the step
 */
export function madeBy(step: string, data: TableData, name: string): Float64Array {
  const column = data.stored.get(name);
  if (column !== undefined) return numbersOf(column, name);
  throw new PhotometryError('missing-column', `No column '${name}': ${step} makes it, with the same radii`, {
    column: name,
    step,
  });
}

/** Checks that the rates of all radii are present. @throws PhotometryError `missing-column` listing radii and columns */
export function assertRadii(data: TableData, { radii, names }: HstSettings): void {
  const known = [...data.stored.keys()];
  const lower = new Set(known.map(name => name.toLowerCase()));
  const absent = radii.map(radius => columnFor(names.countrate, radius)).filter(name => !lower.has(name.toLowerCase()));
  if (absent.length === 0) return;
  const isFinal = radii.some(radius => lower.has(`flux_${radius}_apcor`));
  throw new PhotometryError(
    'missing-column',
    `The table has no ${absent.map(name => `'${name}'`).join(', ')}${suggestion(absent[0], known)}. ${
      isFinal
        ? 'It has flux_<r>_apcor: it is a final catalogue already'
        : "Name the columns with { names: { countrate: 'rate_<r>px' } }, or give the radii that it has"
    }`,
    { missing: absent, columns: known },
  );
}
