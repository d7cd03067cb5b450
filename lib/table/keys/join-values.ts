/**
 * Concatenates the values of several columns.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { Lists } from '../column/lists.js';
import type { StoredColumn } from '../column/stored-column.js';
import {
  type ElementArray,
  type ElementKind,
  elementsBetween,
  emptyLike,
  type NumericArray,
  setElements,
  Vectors,
} from '../column/vectors.js';

/** Concatenates numbers into `out`, which is returned. */
export function joinNumbers<A extends NumericArray>(out: A, parts: readonly StoredColumn[]): A {
  let offset = 0;
  for (const part of parts) {
    out.set(part.values as NumericArray, offset);
    offset += part.values.length;
  }
  return out;
}

/** Concatenates big integers. */
export function joinInt64(parts: readonly StoredColumn[], length: number): BigInt64Array {
  const out = new BigInt64Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part.values as BigInt64Array, offset);
    offset += part.values.length;
  }
  return out;
}

/** Integers that were missing become NaN among floats: written into `out`, which is returned. */
export function withNaN(out: Float64Array, valid: Uint8Array | null): Float64Array {
  if (valid !== null) for (let i = 0; i < out.length; i++) if (valid[i] === 0) out[i] = NaN;
  return out;
}

/**
 * Concatenates vectors.
 *
 * @throws PhotometryError `bad-argument` if their widths differ
 */
export function joinVectors(
  name: string,
  columns: readonly Extract<StoredColumn, { kind: 'vector' }>[],
  length: number,
): Vectors<unknown> {
  const parts = columns.map(column => column.values);
  const { width } = parts[0];
  const other = parts.find(part => part.width !== width);
  if (other)
    throw new PhotometryError(
      'bad-argument',
      `concat: column '${name}' holds vectors of ${width} here and of ${other.width} there`,
      { column: name },
    );
  const { element, shape } = parts[0];
  const data = joinElements(name, parts, length * width);
  const same = data.constructor === parts[0].data.constructor;
  return new Vectors<unknown>(data, width, same ? { element, shape } : { shape });
}

/** Concatenates lists. @throws PhotometryError `bad-argument` if they hold values of different types */
export function joinLists(
  name: string,
  columns: readonly Extract<StoredColumn, { kind: 'list' }>[],
  length: number,
): Lists<unknown> {
  const parts = columns.map(column => column.values);
  const offsets = new Float64Array(length + 1);
  let row = 0;
  for (const { offsets: own, length: rows } of parts)
    for (let i = 0; i < rows; i++, row++) offsets[row + 1] = offsets[row] + own[i + 1] - own[i];
  const windows = parts.map(({ data, offsets: own, length: rows, element }) => ({
    data: elementsBetween(data, own[0], own[rows]),
    element,
  }));
  const data = joinElements(name, windows, offsets[length]);
  const same = data.constructor === parts[0].data.constructor;
  return new Lists<unknown>(data, offsets, same ? { element: parts[0].element } : {});
}

/** Concatenates elements; numbers of different types become float64. */
function joinElements(
  name: string,
  parts: readonly { readonly data: ElementArray; readonly element: ElementKind }[],
  length: number,
): ElementArray {
  const [{ data: first, element }] = parts;
  const sameType = parts.every(part => part.element === element);
  const others = ['string', 'int64', 'boolean', 'complex64', 'complex128'];
  const mixed = parts.find(
    part => part.element !== element && (others.includes(part.element) || others.includes(element)),
  );
  if (mixed)
    throw new PhotometryError(
      'bad-argument',
      `concat: column '${name}' holds ${element} elements here and ${mixed.element} there; convert one`,
      { column: name },
    );
  const data = sameType ? emptyLike(first, length) : new Float64Array(length);
  let offset = 0;
  for (const part of parts) {
    setElements(data, part.data, offset);
    offset += part.data.length;
  }
  return data;
}

/** Concatenates masks; null if nothing is missing. */
export function joinMasks(parts: readonly StoredColumn[], length: number): Uint8Array | null {
  if (parts.every(part => part.valid === null)) return null;
  const mask = new Uint8Array(length).fill(1);
  let offset = 0;
  for (const part of parts) {
    if (part.valid !== null) mask.set(part.valid, offset);
    offset += part.values.length;
  }
  return mask;
}
