/**
 * The elements of vectors and lists as JSON, to and fro.
 *
 * @module
 */
import type { ElementArray, ElementKind } from '../../table/column/vectors.js';
import type { JsonValue } from './exact-json.js';
import { fitsInt64, float32Text } from './number-text.js';

/** Elements in an array of their own type. */
interface PackedElements {
  /** The elements, one after the other. */
  readonly data: ElementArray;
  /** Type of the elements. */
  readonly element: ElementKind;
}

/** Texts for numbers that strict JSON cannot represent. */
const NUMBER_WORDS: ReadonlyMap<JsonValue, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** A value as a number: numbers unchanged, bigints rounded, `"NaN"` as NaN; null for anything else. */
export function numberOf(value: JsonValue): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return NUMBER_WORDS.get(value) ?? null;
}

/**
 * Packs values as elements of a kind.
 *
 * A missing element is NaN; among integers and booleans that takes them all to float64. A missing text is empty.
 *
 * @returns null if a value is not of the kind
 */
export function packElements(values: readonly JsonValue[], kind: ElementKind): PackedElements | null {
  switch (kind) {
    case 'string':
      return values.every(isTextOrNull) ? { data: values.map(value => value ?? ''), element: kind } : null;
    case 'float64':
    case 'float32':
      return packFloats(values, kind);
    case 'boolean':
      if (!values.every(value => value === null || typeof value === 'boolean')) return null;
      if (values.includes(null)) return packFloats(values.map(asNumberIfBoolean), 'float64');
      return { data: Uint8Array.from(values, value => (value === true ? 1 : 0)), element: kind };
    case 'int64':
      if (!values.every(value => value === null || isInt64(value))) return null;
      if (values.includes(null)) return packFloats(values, 'float64');
      return { data: BigInt64Array.from(values, value => BigInt(value as bigint | number)), element: kind };
    case 'int32':
    case 'uint8':
      return packWhole(values, kind);
    default:
      return null;
  }
}

/** The narrowest kind that keeps every one of the values; null if they are not of one kind. */
export function elementKindFor(values: readonly JsonValue[]): ElementKind | null {
  const present = values.filter(value => value !== null);
  if (present.length === 0) return 'float64';
  if (present.every(value => typeof value === 'boolean')) return 'boolean';
  if (present.every(value => typeof value === 'bigint' || typeof value === 'number')) return numberKind(present);
  if (present.every(value => numberOf(value) !== null) && present.some(value => typeof value === 'number'))
    return 'float64';
  return present.every(isTextOrNull) ? 'string' : null;
}

/** The narrowest kind for numbers: int32, else int64 if one is beyond 2^53, else float64. */
function numberKind(numbers: readonly JsonValue[]): 'int32' | 'int64' | 'float64' {
  if (!numbers.every(value => typeof value === 'bigint' || Number.isSafeInteger(value))) return 'float64';
  if (numbers.some(value => Object.is(value, -0))) return 'float64';
  if (numbers.every(value => typeof value === 'number' && value === (value | 0))) return 'int32';
  return numbers.some(value => typeof value === 'bigint') && numbers.every(isInt64) ? 'int64' : 'float64';
}

/** Takes nested arrays apart, the last axis running fastest; false if they have not the shape (slowest axis first). */
export function flattenInto(out: JsonValue[], value: JsonValue, shape: readonly number[]): boolean {
  if (shape.length === 0) {
    if (typeof value === 'object' && value !== null) return false;
    out.push(value);
    return true;
  }
  if (!Array.isArray(value) || value.length !== shape[0]) return false;
  const inner = shape.slice(1);
  return value.every(part => flattenInto(out, part, inner));
}

/** How {@link elementsJson} writes an infinite number: as Python reads it, or as a text, which is strict JSON. */
type InfinityStyle = 'bare' | 'quoted';

/**
 * Elements `start` to `end` as nested JSON arrays; NaN becomes null.
 *
 * @param shape axes, the one that runs fastest first, as `Vectors.shape`
 */
export function elementsJson(
  { data, element }: PackedElements,
  start: number,
  end: number,
  shape: readonly number[],
  infinities: InfinityStyle,
): string {
  const texts: string[] = [];
  for (let i = start; i < end; i++) texts.push(elementJson(data[i], element, infinities));
  let parts = texts;
  for (const axis of shape.slice(0, -1)) parts = grouped(parts, axis);
  return `[${parts.join(',')}]`;
}

function grouped(parts: readonly string[], size: number): string[] {
  const groups: string[] = [];
  for (let i = 0; i < parts.length; i += size) groups.push(`[${parts.slice(i, i + size).join(',')}]`);
  return groups;
}

/** One element as JSON. */
function elementJson(value: number | bigint | string, element: ElementKind, infinities: InfinityStyle): string {
  if (element === 'boolean') return String(value === 1);
  return typeof value === 'string' ? JSON.stringify(value) : numberJson(value, element === 'float32', infinities);
}

/** A number as JSON: NaN is null, a bigint its digits, a float32 as short as it may be. */
export function numberJson(value: number | bigint, isFloat32: boolean, infinities: InfinityStyle): string {
  if (typeof value === 'bigint') return String(value);
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return infinities === 'bare' ? String(value) : JSON.stringify(String(value));
  if (Object.is(value, -0)) return '-0.0';
  // as digits alone it would come back as a bigint
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return value.toExponential();
  return isFloat32 ? float32Text(value) : String(value);
}

function isTextOrNull(value: JsonValue): value is string | null {
  return value === null || typeof value === 'string';
}

function asNumberIfBoolean(value: JsonValue): JsonValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

function isInt64(value: JsonValue): boolean {
  return typeof value === 'bigint' ? fitsInt64(value) : Number.isSafeInteger(value);
}

function packFloats(values: readonly JsonValue[], kind: 'float64' | 'float32'): PackedElements | null {
  const data = kind === 'float64' ? new Float64Array(values.length) : new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const number = values[i] === null ? NaN : numberOf(values[i]);
    if (number === null) return null;
    data[i] = number;
  }
  return { data, element: kind };
}

function packWhole(values: readonly JsonValue[], kind: 'int32' | 'uint8'): PackedElements | null {
  const data = kind === 'int32' ? new Int32Array(values.length) : new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null) return values.every(isWholeOrNull) ? packFloats(values, 'float64') : null;
    if (typeof value !== 'number') return null;
    data[i] = value;
    if (data[i] !== value) return null;
  }
  return { data, element: kind };
}

function isWholeOrNull(value: JsonValue): boolean {
  return value === null || Number.isSafeInteger(value);
}
