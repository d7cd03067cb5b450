/**
 * Objects of astropy that an ECSV file keeps as plain columns: `meta.__serialized_columns__` describes how they
 * are put together.
 *
 * @module
 */

import { parseDate } from '../../table/column/iso-date.js';
import { type StoredColumn, stored, withMeta } from '../../table/column/stored-column.js';
import type { TableMeta } from '../../table/column/table-data.js';
import { isRecord, type YamlRecord, type YamlValue } from './yaml-read.js';

/** Key of the descriptions. */
export const SERIALIZED = '__serialized_columns__';

const TIME = 'astropy.time.core.Time';
const ISO_FORMATS: readonly YamlValue[] = ['isot', 'iso', 'fits'];
/** Finer than microseconds is more than a date can hold. */
const TOO_FINE = /\.\d{7}/;

/** The descriptions in a table's meta; empty if there are none. */
export function serializedIn(meta: TableMeta): YamlRecord {
  const described = (meta as YamlRecord)[SERIALIZED];
  return isRecord(described) ? described : {};
}

/** The columns of text that are times in UTC, as dates; those with a text that is not a valid date remain text. */
export function* datesOf(
  columns: ReadonlyMap<string, StoredColumn>,
  meta: TableMeta,
): Iterable<readonly [string, StoredColumn]> {
  for (const [name, description] of Object.entries(serializedIn(meta))) {
    const column = columns.get(name);
    if (column === undefined || column.kind !== 'string' || !isRecord(description)) continue;
    if (description.__class__ !== TIME || description.scale !== 'utc') continue;
    if (!ISO_FORMATS.includes(description.format)) continue;
    const dates = asDates(column.values, column.valid);
    if (dates !== null) yield [name, withMeta(stored('date', dates, column.valid), column)];
  }
}

function asDates(texts: readonly string[], valid: Uint8Array | null): Float64Array | null {
  const dates = new Float64Array(texts.length).fill(NaN);
  for (let row = 0; row < texts.length; row++) {
    if (valid?.[row] === 0) continue;
    dates[row] = parseDate(texts[row]);
    if (Number.isNaN(dates[row]) || TOO_FINE.test(texts[row])) return null;
  }
  return dates;
}

/**
 * The descriptions to write: those read whose columns are all still there in their units, and one for every
 * column of dates.
 */
export function descriptionsFor(columns: ReadonlyMap<string, StoredColumn>, meta: TableMeta): YamlRecord {
  const kept = Object.entries(serializedIn(meta)).filter(([name, description]) => isWhole(name, description, columns));
  const dates = [...columns].filter(([, column]) => column.kind === 'date');
  return Object.fromEntries([...kept, ...dates.map(([name, column]) => [name, timeOf(name, column)] as const)]);
}

function timeOf(name: string, column: StoredColumn): YamlRecord {
  const isFine =
    column.kind === 'date' && column.values.some(value => !Number.isNaN(value) && !Number.isInteger(value));
  return {
    __class__: TIME,
    format: 'isot',
    in_subfmt: '*',
    out_subfmt: '*',
    precision: isFine ? 9 : 3,
    scale: 'utc',
    value: { yamlTag: '!astropy.table.SerializedColumn', name },
  };
}

/** Whether the columns that a description puts together are all there, and a quantity still has its unit. */
function isWhole(name: string, description: YamlValue, columns: ReadonlyMap<string, StoredColumn>): boolean {
  if (!isRecord(description)) return false;
  const named = columnsNamedIn(description);
  if (named.length === 0 || !named.every(column => columns.has(column))) return false;
  const own = columns.get(name);
  const unit = isRecord(description.unit) ? description.unit.unit : description.unit;
  return own === undefined || unit === undefined || String(unit) === own.unit;
}

function columnsNamedIn(description: YamlRecord): string[] {
  const own =
    description.yamlTag === '!astropy.table.SerializedColumn' && typeof description.name === 'string'
      ? [description.name]
      : [];
  return [...own, ...Object.values(description).filter(isRecord).flatMap(columnsNamedIn)];
}
