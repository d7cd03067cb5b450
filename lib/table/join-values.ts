/**
 * The values of several columns one after the other.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { StoredColumn } from './stored-column.js';
import { type NumericArray, Vectors } from './vectors.js';

/** Numbers one after the other, into `out`, which is given back. */
export function joinNumbers<A extends NumericArray>(out: A, parts: readonly StoredColumn[]): A {
  let offset = 0;
  for (const part of parts) {
    out.set(part.values as NumericArray, offset);
    offset += part.values.length;
  }
  return out;
}

/** Big integers one after the other. */
export function joinInt64(parts: readonly StoredColumn[], length: number): BigInt64Array {
  const out = new BigInt64Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part.values as BigInt64Array, offset);
    offset += part.values.length;
  }
  return out;
}

/** Integers that were missing become NaN among floats: written into `out`, which is given back. */
export function withNaN(out: Float64Array, valid: Uint8Array | null): Float64Array {
  if (valid !== null) for (let i = 0; i < out.length; i++) if (valid[i] === 0) out[i] = NaN;
  return out;
}

/**
 * Vectors one after the other.
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
  const sameType = parts.every(part => part.data.constructor === parts[0].data.constructor);
  const make = (sameType ? parts[0].data.constructor : Float64Array) as new (n: number) => NumericArray;
  const data = new make(length * width);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return new Vectors<unknown>(data, width);
}

/** The masks one after the other; null if nothing is missing. */
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
