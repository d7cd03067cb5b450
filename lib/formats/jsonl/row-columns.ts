/**
 * Rows of JSON, one after the other, to columns.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { JsonObject, JsonValue } from '../text/exact-json.js';
import { storeJsonColumn } from '../text/json-column.js';

/** Maximum number of cells of rows without a value for a column, in addition to those in the text. */
const MAX_CELLS_WITHOUT_DATA = 5e7;

/** Columns in the making. */
export class RowColumns {
  readonly #columns = new Map<string, (JsonValue | undefined)[]>();
  #length = 0;

  /** Number of rows added. */
  get length(): number {
    return this.#length;
  }

  /** Adds a row by names. A name not met before begins a column, missing in the rows above. */
  addObject(row: JsonObject): void {
    for (const name of Object.keys(row)) this.#column(name)[this.#length] = row[name];
    this.#length++;
  }

  /** Adds a row by places; `names[i]` is the column of place i. */
  addArray(row: readonly JsonValue[], names: readonly string[]): void {
    for (let i = 0; i < row.length; i++) this.#column(names[i])[this.#length] = row[i];
    this.#length++;
  }

  /** Begins a column, so that it is there, and in its place, without a value, too. */
  begin(name: string): void {
    this.#column(name);
  }

  /**
   * The values of every column, one a row.
   *
   * @param characters length of the text they came from
   * @throws PhotometryError `bad-table` if nearly all cells of a vast table are missing
   */
  finish(characters: number, where: string): Map<string, (JsonValue | undefined)[]> {
    if (this.#length * this.#columns.size > MAX_CELLS_WITHOUT_DATA + 16 * characters)
      throw new PhotometryError(
        'bad-table',
        `${where}: ${this.#length} rows of ${this.#columns.size} names; the rows have too few names in common for a table`,
      );
    for (const column of this.#columns.values()) column.length = this.#length;
    return this.#columns;
  }

  #column(name: string): (JsonValue | undefined)[] {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = [];
      this.#columns.set(name, column);
    }
    return column;
  }
}

/** Stores columns of JSON values, those of `wanted` if that is given. */
export function storeColumns(
  columns: ReadonlyMap<string, readonly (JsonValue | undefined)[]>,
  wanted: readonly string[] | undefined,
): Map<string, StoredColumn> {
  const stored = new Map<string, StoredColumn>();
  for (const [name, values] of columns)
    if (wanted === undefined || wanted.includes(name)) stored.set(name, storeJsonColumn(Array.from(values)));
  return stored;
}
