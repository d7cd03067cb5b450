/**
 * JSON lines to a table: one JSON object, or array, a line.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { uniqueNames } from '../../table/column/column-names.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import { isJsonObject, type JsonValue, parseJson } from '../text/exact-json.js';
import { RowColumns, storeColumns } from './row-columns.js';

/** The columns of a file, and their length. */
export interface ReadColumns {
  readonly stored: Map<string, StoredColumn>;
  readonly length: number;
}

/**
 * Reads JSON lines. Empty lines are skipped. Where the lines are arrays, the first holds the columns'
 * names if all of it is text and the second is not; else the columns are `col1`, `col2`.
 *
 * @param path the file, for messages
 * @throws PhotometryError `bad-table` naming the line
 */
export function readJsonLines(text: string, path: string, wanted: readonly string[] | undefined): ReadColumns {
  const rows = new RowColumns();
  const arrays: JsonValue[][] = [];
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const content = text.slice(start, end).trim();
    line++;
    start = end + 1;
    if (content === '') continue;
    const value = parseJson(content, `${path}, line ${line}`);
    if (isJsonObject(value) && arrays.length === 0) rows.addObject(value);
    else if (Array.isArray(value) && rows.length === 0) arrays.push(value);
    else
      throw new PhotometryError('bad-table', `${path}, line ${line}: expected an object, or in every line an array`, {
        path,
        line,
      });
  }
  if (arrays.length > 0) addArrays(rows, arrays);
  return { stored: storeColumns(rows.finish(text.length, path), wanted), length: rows.length };
}

/** Adds rows of values; the first may be that of the names. */
export function addArrays(rows: RowColumns, arrays: readonly JsonValue[][]): void {
  const [first, second] = arrays;
  const isHeader = isNames(first) && second !== undefined && !isNames(second);
  const width = arrays.reduce((most, row) => Math.max(most, row.length), 0);
  const names = uniqueNames(Array.from({ length: width }, (_, i) => (isHeader ? (first[i] ?? '') : '')));
  for (const name of names) rows.begin(name);
  for (const row of isHeader ? arrays.slice(1) : arrays) rows.addArray(row, names);
}

function isNames(row: readonly JsonValue[]): row is string[] {
  return row.length > 0 && row.every(value => typeof value === 'string');
}
