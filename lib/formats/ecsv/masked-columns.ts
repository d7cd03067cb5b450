/**
 * Columns whose missing values an ECSV file marks in a second column, true where one is missing.
 *
 * astropy writes them so on demand (`serialize_method='data_mask'`), with any number under the mask.
 *
 * @module
 */
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import { Vectors } from '../../table/column/vectors.js';
import { SERIALIZED, serializedIn } from './serialized-columns.js';
import { isRecord, type YamlRecord, type YamlValue } from './yaml-read.js';

/** A column and the one that masks it. */
interface MaskPair {
  readonly data: string;
  readonly mask: string;
}

const PLAIN_CLASS = 'astropy.table.column.MaskedColumn';

/** The pairs that a header's meta describes. */
export function maskPairs(meta: YamlRecord): MaskPair[] {
  return pairsIn(serializedIn(meta), 0);
}

function pairsIn(description: YamlRecord, depth: number): MaskPair[] {
  const data = columnNamed(description.data);
  const mask = columnNamed(description.mask);
  const own = data === null || mask === null ? [] : [{ data, mask }];
  if (depth > 20) return own;
  return [
    ...own,
    ...Object.values(description)
      .filter(isRecord)
      .flatMap(inner => pairsIn(inner, depth + 1)),
  ];
}

function columnNamed(value: YamlValue | undefined): string | null {
  return isRecord(value) && value.yamlTag === '!astropy.table.SerializedColumn' && typeof value.name === 'string'
    ? value.name
    : null;
}

/** Applies each mask to its column and removes the mask column, in the given map. */
export function applyMasks(columns: Map<string, StoredColumn>, pairs: readonly MaskPair[]): void {
  for (const { data, mask } of pairs) {
    const column = columns.get(data);
    const hidden = columns.get(mask);
    if (column === undefined || hidden === undefined) continue;
    const masked = maskedColumn(column, hidden);
    if (masked === null) continue;
    columns.set(data, masked);
    columns.delete(mask);
  }
}

/** The meta without the masks that have been put on. */
export function withoutMasks(meta: YamlRecord): YamlRecord {
  const kept = Object.entries(serializedIn(meta)).filter(
    ([, description]) => !isRecord(description) || description.__class__ !== PLAIN_CLASS,
  );
  const { [SERIALIZED]: _described, ...rest } = meta;
  if (kept.length === 0) return rest;
  return { ...rest, [SERIALIZED]: Object.fromEntries(kept.map(([name, value]) => [name, maskless(value, 0)])) };
}

function maskless(value: YamlValue, depth: number): YamlValue {
  if (!isRecord(value) || depth > 20) return value;
  const isPair = columnNamed(value.data) !== null && columnNamed(value.mask) !== null;
  const entries = Object.entries(value).filter(([key]) => !(isPair && key === 'mask'));
  return Object.fromEntries(entries.map(([key, inner]) => [key, maskless(inner, depth + 1)]));
}

/** A column without the values that `mask` hides; null if the two do not match. */
function maskedColumn(column: StoredColumn, mask: StoredColumn): StoredColumn | null {
  if (mask.kind === 'boolean') return withoutRows(column, mask.values);
  if (mask.kind !== 'vector' || mask.values.element !== 'boolean' || column.kind !== 'vector') return null;
  const { data, width, shape } = column.values;
  const hidden = mask.values.data as Uint8Array;
  if (hidden.length !== data.length || !(data instanceof Float64Array || data instanceof Float32Array)) return null;
  const elements = data.map((value, i) => (hidden[i] === 1 ? NaN : value));
  return stored('vector', new Vectors<unknown>(elements, width, { shape }), column.valid, column);
}

function withoutRows(column: StoredColumn, hidden: Uint8Array): StoredColumn {
  if (column.kind === 'float64' || column.kind === 'float32') {
    const values = column.values.map((value, row) => (hidden[row] === 1 ? NaN : value));
    return { ...column, values } as StoredColumn;
  }
  const valid = hidden.some(bit => bit === 1) ? hidden.map(bit => 1 - bit) : null;
  return { ...column, valid } as StoredColumn; // an empty text that the mask does not hide is a text
}
