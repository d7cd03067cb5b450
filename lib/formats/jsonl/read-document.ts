/**
 * A JSON document that holds a table, in one of the forms that services and programs write.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../text/exact-json.js';
import { type DescribedColumn, describedColumns, storeDescribed } from './described-columns.js';
import { addArrays, type ReadColumns } from './read-lines.js';
import { RowColumns, storeColumns } from './row-columns.js';

/** The parts of a document other than its columns. */
interface ReadDocument extends ReadColumns {
  readonly meta: JsonObject;
}

/** Names under which services put the rows. */
const ROW_KEYS = ['data', 'rows', 'results', 'records'];
/** Names under which they describe the columns. */
const DESCRIPTION_KEYS = ['metadata', 'info', 'fields', 'columns'];

/**
 * Reads a JSON document: an array of objects or of arrays; an object of arrays, one a column; or an object
 * that holds rows under `data` and may describe the columns under `metadata`, `info`, `fields` or
 * `columns`, as the archives of Gaia and MAST and pandas (`orient='split'`) do; or what pandas writes by itself, objects
 * of cells or rows that are numbered from 0.
 *
 * @param path the file, for messages
 * @throws PhotometryError `bad-table` for anything else
 */
export function readJsonDocument(text: string, path: string, wanted: readonly string[] | undefined): ReadDocument {
  const value = parseJson(text, path);
  const size = text.length;
  if (Array.isArray(value)) return { ...readRows(value, [], path, size, wanted), meta: {} };
  if (!isJsonObject(value)) return notATable(path);
  const rowKey = ROW_KEYS.find(key => Array.isArray(value[key]) && (value[key] as JsonValue[]).every(isRow));
  if (rowKey !== undefined) {
    const descriptionKey = DESCRIPTION_KEYS.find(key => describedColumns(value[key]) !== null);
    const described = descriptionKey === undefined ? null : describedColumns(value[descriptionKey]);
    const { [rowKey]: rows, ...rest } = value;
    const { [descriptionKey ?? '']: _described, ...meta } = rest;
    if (Object.keys(meta).every(key => !Array.isArray(meta[key]) || described !== null))
      return { ...readRows(rows as JsonValue[], described ?? [], path, size, wanted), meta };
  }
  const rows = numberedValues(value);
  if (rows?.every(isJsonObject)) return { ...readRows(rows, [], path, size, wanted), meta: {} };
  return readObjectOfArrays(withArrays(value), path, wanted);
}

/** The values of `{ "0": …, "1": … }`, a row's or a cell's each, as pandas writes them; null of any other object. */
function numberedValues(value: JsonObject): JsonValue[] | null {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key, i) => key === String(i)) ? Object.values(value) : null;
}

/** Columns that are objects of numbered cells as arrays. */
function withArrays(columns: JsonObject): JsonObject {
  const arrays = Object.entries(columns).map(([name, cells]): [string, JsonValue] => [
    name,
    (isJsonObject(cells) ? numberedValues(cells) : null) ?? cells,
  ]);
  return Object.fromEntries(arrays);
}

function isRow(value: JsonValue): boolean {
  return Array.isArray(value) || isJsonObject(value);
}

function readRows(
  rows: readonly JsonValue[],
  described: readonly DescribedColumn[],
  path: string,
  size: number,
  wanted: readonly string[] | undefined,
): ReadColumns {
  const columns = new RowColumns();
  for (const { name } of described) columns.begin(name);
  if (rows.length > 0 && rows.every(Array.isArray)) {
    const arrays = rows as JsonValue[][];
    if (described.length === 0) addArrays(columns, arrays);
    else addDescribed(columns, arrays, described, path);
  } else
    for (const [i, row] of rows.entries()) {
      if (isJsonObject(row)) columns.addObject(row);
      else
        throw new PhotometryError('bad-table', `${path}: row ${i} is not an object, unlike those before it`, { path });
    }
  const values = columns.finish(size, path);
  const stored = storeColumns(values, wanted);
  for (const column of described) {
    const cells = values.get(column.name);
    if (stored.has(column.name) && cells !== undefined) stored.set(column.name, storeDescribed(cells, column));
  }
  return { stored, length: columns.length };
}

function addDescribed(
  columns: RowColumns,
  rows: readonly JsonValue[][],
  described: readonly DescribedColumn[],
  path: string,
): void {
  const names = described.map(({ name }) => name);
  for (const [i, row] of rows.entries()) {
    if (row.length > names.length)
      throw new PhotometryError('bad-table', `${path}: row ${i} has ${row.length} values for ${names.length} columns`, {
        path,
        row: i,
      });
    columns.addArray(row, names);
  }
}

/** `{ "ra": [1, 2], "dec": [3, 4] }`. */
function readObjectOfArrays(value: JsonObject, path: string, wanted: readonly string[] | undefined): ReadDocument {
  const entries = Object.entries(value);
  const length = entries.length > 0 && Array.isArray(entries[0][1]) ? entries[0][1].length : -1;
  const columns = new Map<string, readonly JsonValue[]>();
  for (const [name, values] of entries) {
    if (!Array.isArray(values) || values.length !== length) return notATable(path);
    columns.set(name, values);
  }
  if (length < 0) return notATable(path);
  return { stored: storeColumns(columns, wanted), length, meta: {} };
}

function notATable(path: string): never {
  throw new PhotometryError(
    'bad-table',
    `${path}: no table in this JSON; expected an array of objects, an object of arrays of one length, or rows under 'data'`,
    { path },
  );
}
