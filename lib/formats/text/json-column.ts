/**
 * Makes a column from JSON values when the file does not declare its kind.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { Lists } from '../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import { Vectors } from '../../table/column/vectors.js';
import type { JsonValue } from './exact-json.js';
import { elementKindFor, flattenInto, numberOf, packElements } from './json-elements.js';
import { maskWithout } from './text-columns.js';

/** Maximum nesting depth of arrays that are vectors. */
const MAX_AXES = 16;
/** Values nested deeper are refused. */
const DEEPEST = 500;

/**
 * Stores JSON values as a column of the narrowest kind that keeps every one of them.
 *
 * Whole numbers become int32, beyond its range float64, and bigint64 as soon as one is beyond 2^53;
 * other numbers float64, and with them the texts `"NaN"`, `"Infinity"` and `"-Infinity"`. Arrays of one
 * length become vectors, of several lengths lists. Objects, and values of several types, become text:
 * text unchanged, anything else as JSON. null and undefined are missing.
 */
export function storeJsonColumn(
  values: readonly (JsonValue | undefined)[],
  meta: Partial<ColumnMeta> = {},
): StoredColumn {
  const present = values.filter((value): value is JsonValue => value !== null && value !== undefined);
  if (present.length === 0) return stored('float64', new Float64Array(values.length).fill(NaN), null, meta);
  const missing = values.flatMap((value, row) => (value === null || value === undefined ? [row] : []));
  if (present.every(Array.isArray)) {
    const arrays = values.map(value => (Array.isArray(value) ? value : null));
    return (
      storeVectors(arrays, missing, meta) ?? storeLists(arrays, missing, meta) ?? storeTexts(values, missing, meta)
    );
  }
  return storeScalars(values, present, missing, meta) ?? storeTexts(values, missing, meta);
}

function storeScalars(
  values: readonly (JsonValue | undefined)[],
  present: readonly JsonValue[],
  missing: readonly number[],
  meta: Partial<ColumnMeta>,
): StoredColumn | null {
  const mask = maskWithout(missing, values.length);
  switch (elementKindFor(present)) {
    case 'boolean':
      return stored(
        'boolean',
        Uint8Array.from(values, value => (value === true ? 1 : 0)),
        mask,
        meta,
      );
    case 'int32':
      return stored(
        'int32',
        Int32Array.from(values, value => Number(value ?? 0)),
        mask,
        meta,
      );
    case 'int64':
      return stored(
        'int64',
        BigInt64Array.from(values, value => BigInt((value ?? 0) as bigint | number)),
        mask,
        meta,
      );
    case 'float64':
      return stored(
        'float64',
        Float64Array.from(values, value => numberOf(value ?? NaN) ?? NaN),
        null,
        meta,
      );
    case 'string':
      return storeTexts(values, missing, meta);
    default:
      return null;
  }
}

/** Arrays of one shape; null if they have not one, or their elements not one type. */
function storeVectors(
  arrays: readonly (readonly JsonValue[] | null)[],
  missing: readonly number[],
  meta: Partial<ColumnMeta>,
): StoredColumn | null {
  const first = arrays.find(array => array !== null) ?? [];
  const shape = shapeOf(first);
  const width = shape.reduce((product, axis) => product * axis, 1);
  if (width === 0) return null;
  const elements: JsonValue[] = [];
  const filler: JsonValue[] = [];
  flattenInto(filler, first as JsonValue[], shape);
  for (const array of arrays) {
    // a row without a vector holds the first one's elements under its mask, which keeps integers integers
    if (array === null) for (const value of filler) elements.push(value);
    else if (!flattenInto(elements, array as JsonValue[], shape)) return null;
  }
  const kind = elementKindFor(elements);
  const packed = kind === null ? null : packElements(elements, kind);
  if (packed === null) return null;
  const vectors = new Vectors<unknown>(packed.data, width, { shape: [...shape].reverse(), element: packed.element });
  return stored('vector', vectors, maskWithout(missing, arrays.length), meta);
}

/** The lengths of nested arrays, outermost first, from the first element of each, up to a maximum number of axes. */
function shapeOf(array: readonly JsonValue[]): number[] {
  const shape = [array.length];
  for (let inner = array[0]; Array.isArray(inner) && shape.length < MAX_AXES; inner = inner[0])
    shape.push(inner.length);
  return shape;
}

/** Flat arrays of any length; null if an element is an array or the elements have not one type. */
function storeLists(
  arrays: readonly (readonly JsonValue[] | null)[],
  missing: readonly number[],
  meta: Partial<ColumnMeta>,
): StoredColumn | null {
  const elements: JsonValue[] = [];
  const offsets = new Float64Array(arrays.length + 1);
  for (const [row, array] of arrays.entries()) {
    for (const value of array ?? []) elements.push(value);
    offsets[row + 1] = elements.length;
  }
  const kind = elementKindFor(elements);
  const packed = kind === null ? null : packElements(elements, kind);
  if (packed === null) return null;
  const lists = new Lists<unknown>(packed.data, offsets, { element: packed.element });
  return stored('list', lists, maskWithout(missing, arrays.length), meta);
}

function storeTexts(
  values: readonly (JsonValue | undefined)[],
  missing: readonly number[],
  meta: Partial<ColumnMeta>,
): StoredColumn {
  const texts = values.map(value => (typeof value === 'string' ? value : jsonText(value ?? '')));
  for (const row of missing) texts[row] = '';
  return stored('string', texts, maskWithout(missing, values.length), meta);
}

/**
 * A value as strict JSON; whole numbers keep all digits, numbers that JSON cannot represent become null.
 *
 * @throws PhotometryError `bad-table` for values nested more than 500 deep
 */
function jsonText(value: JsonValue, depth = 0): string {
  if (depth > DEEPEST)
    throw new PhotometryError('bad-table', `JSON nested more than ${DEEPEST} deep cannot be kept as text`);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(inner => jsonText(inner, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner, depth + 1)}`)
    .join(',')}}`;
}
