/**
 * Encodes columns of numbers and logicals, single or in vectors.
 *
 * @module
 */
import type { StoredColumn } from '../../../table/column/stored-column.js';
import type { ElementKind, Vectors } from '../../../table/column/vectors.js';
import type { CardValue } from '../../header/card.js';
import type { NumberArray } from '../physical-values.js';
import { encodeElements } from './encode-elements.js';
import type { RowTarget, WrittenColumn } from './written-column.js';

/** TFORM letter of each element kind. */
export const LETTERS: Readonly<Record<Exclude<ElementKind, 'string'>, string>> = {
  float64: 'D',
  float32: 'E',
  int32: 'J',
  uint8: 'B',
  int64: 'K',
  boolean: 'L',
  complex64: 'C',
  complex128: 'M',
};

/** The kinds of columns that hold a number or logical in each row. */
type NumberColumn = Extract<StoredColumn, { kind: 'float64' | 'float32' | 'int32' | 'uint8' | 'int64' | 'boolean' }>;

/**
 * Encodes a column of single numbers or logicals. Missing integers are stored as a TNULL that no value has; bytes that
 * use all 256 values are written as 32-bit integers.
 */
export function writtenNumbers({ kind, values, valid }: NumberColumn): WrittenColumn {
  const { data, cards } = withBlanks(kind === 'boolean' ? logicals(values, valid) : values, kind, valid);
  const letter = kind === 'uint8' && data instanceof Int32Array ? 'J' : LETTERS[kind];
  return fixedColumn(letter, data, 1, cards);
}

/**
 * Encodes a column of vectors of numbers or logicals. In a missing vector, every element is missing.
 */
export function writtenVectors(vectors: Vectors<unknown>, valid: Uint8Array | null): WrittenColumn {
  const { element, shape, width } = vectors;
  const kind = element as Exclude<ElementKind, 'string'>;
  const isComplex = kind === 'complex64' || kind === 'complex128';
  const given = vectors.data as NumberArray;
  const mask = valid === null ? null : elementMask(valid, width);
  const bytes = kind === 'boolean' ? logicals(given as Uint8Array, mask) : given;
  const { data, cards } = withBlanks(bytes, kind, mask);
  const letter = kind === 'uint8' && data instanceof Int32Array ? 'J' : LETTERS[kind];
  const needsShape = shape.length > 1 || (width === 1 && !isComplex);
  const dim: Record<string, CardValue> = needsShape ? { TDIM: `(${shape.join(',')})` } : {};
  return fixedColumn(letter, data, width, { ...cards, ...dim });
}

function fixedColumn(
  letter: string,
  data: NumberArray,
  width: number,
  cards: Readonly<Record<string, CardValue>>,
): WrittenColumn {
  const repeat = letter === 'C' || letter === 'M' ? width / 2 : width;
  return {
    form: `${repeat}${letter}`,
    bytes: width * data.BYTES_PER_ELEMENT,
    cards,
    fill({ first, ...target }: RowTarget, offset: number): void {
      encodeElements(data, first * width, { ...target, start: offset, repeat: width });
    },
  };
}

/** Encodes logicals as the letters T and F, or 0 if missing. */
export function logicals(values: Uint8Array, valid: Uint8Array | null): Uint8Array {
  return values.map((value, i) => (valid !== null && valid[i] === 0 ? 0 : value === 0 ? 70 : 84));
}

function elementMask(valid: Uint8Array, width: number): Uint8Array {
  const mask = new Uint8Array(valid.length * width);
  for (let i = 0; i < mask.length; i++) mask[i] = valid[Math.floor(i / width)];
  return mask;
}

/** Replaces missing numbers by a blank value, and returns the card that declares it. */
function withBlanks(
  data: NumberArray,
  kind: ElementKind,
  valid: Uint8Array | null,
): { data: NumberArray; cards: Record<string, CardValue> } {
  if (valid === null || kind === 'boolean') return { data, cards: {} };
  if (data instanceof Float64Array || data instanceof Float32Array)
    return { data: data.map((value, i) => (valid[i] === 0 ? NaN : value)), cards: {} };
  if (data instanceof BigInt64Array) {
    const blank = unusedLong(data, valid);
    return { data: data.map((value, i) => (valid[i] === 0 ? blank : value)), cards: { TNULL: blank } };
  }
  const blank = data instanceof Uint8Array ? unusedByte(data, valid) : unusedInteger(data, valid);
  const wide = blank < 0 && data instanceof Uint8Array ? Int32Array.from(data) : data;
  return { data: wide.map((value, i) => (valid[i] === 0 ? blank : value)), cards: { TNULL: blank } };
}

/** Returns the largest byte that no value has; -1 if all 256 are used. */
function unusedByte(data: Uint8Array, valid: Uint8Array): number {
  const used = new Uint8Array(256);
  for (let i = 0; i < data.length; i++) if (valid[i] === 1) used[data[i]] = 1;
  return used.lastIndexOf(0);
}

/** Returns the smallest integer that no value has; one of the n + 1 smallest must be free. */
function unusedInteger(data: Int32Array, valid: Uint8Array): number {
  const smallest = -(2 ** 31);
  const used = new Set<number>();
  for (let i = 0; i < data.length; i++) if (valid[i] === 1 && data[i] <= smallest + data.length) used.add(data[i]);
  let blank = smallest;
  while (used.has(blank)) blank++;
  return blank;
}

function unusedLong(data: BigInt64Array, valid: Uint8Array): bigint {
  const smallest = -(2n ** 63n);
  const used = new Set<bigint>();
  for (let i = 0; i < data.length; i++)
    if (valid[i] === 1 && data[i] <= smallest + BigInt(data.length)) used.add(data[i]);
  let blank = smallest;
  while (used.has(blank)) blank++;
  return blank;
}
