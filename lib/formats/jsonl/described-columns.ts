/**
 * Columns of a JSON answer that describes them: name, type, unit.
 *
 * @module
 */
import { uniqueNames } from '../../table/column/column-names.js';
import type { ColumnMeta, StoredColumn } from '../../table/column/stored-column.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../text/exact-json.js';
import { storeJsonColumn } from '../text/json-column.js';
import { type TextKind, textColumn } from '../text/text-columns.js';

/** A column as an archive describes it. */
export interface DescribedColumn extends Pick<ColumnMeta, 'unit' | 'description' | 'ucd'> {
  readonly name: string;
  /** Name of the type, in lower case; empty if not declared. */
  readonly type: string;
}

/** Types of VOTable and of databases, and the kinds that hold them; what MAST calls float has the digits of a double. */
const KINDS: ReadonlyMap<string, TextKind> = new Map<string, TextKind>([
  ['long', 'int64'],
  ['bigint', 'int64'],
  ['int', 'int32'],
  ['short', 'int32'],
  ['unsignedbyte', 'uint8'],
  ['float', 'float64'],
  ['real', 'float64'],
  ['double', 'float64'],
  ['boolean', 'boolean'],
  ['char', 'string'],
  ['unicodechar', 'string'],
]);

/** The descriptions in a list of names, or of objects with names; null if it is not such a list. */
export function describedColumns(value: JsonValue | undefined): DescribedColumn[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const described = value.map(entry => (typeof entry === 'string' ? { name: entry } : entry)).filter(isNamed);
  if (described.length !== value.length) return null;
  const names = uniqueNames(described.map(({ name }) => String(name)));
  return described.map((column, i) => ({
    name: names[i],
    type: text(column, 'datatype', 'type').toLowerCase(),
    unit: text(column, 'unit', 'units'),
    description: text(column, 'description'),
    ucd: text(column, 'ucd'),
  }));
}

function isNamed(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && typeof value.name === 'string';
}

function text(column: JsonObject, ...keys: readonly string[]): string {
  const value = keys.map(key => column[key]).find(candidate => typeof candidate === 'string');
  return typeof value === 'string' ? value : '';
}

/** Stores the values as the declared type if all match it, else by their actual types. */
export function storeDescribed(
  values: readonly (JsonValue | undefined)[],
  { type, unit, description, ucd }: DescribedColumn,
): StoredColumn {
  const meta = { unit, description, ucd };
  const kind = KINDS.get(type);
  const cells = Array.from(values, value => value ?? null);
  if (kind === undefined || cells.some(value => typeof value === 'object' && value !== null))
    return storeJsonColumn(cells, meta);
  const column = textColumn(kind);
  for (const value of cells) {
    if (value === null) column.addMissing();
    else if (!column.add(String(value))) return storeJsonColumn(cells, meta);
  }
  return column.finish(meta);
}
