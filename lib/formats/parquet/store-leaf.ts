/**
 * Raw values of a Parquet leaf as a column.
 *
 * @module
 */
import type { DecodedArray } from 'hyparquet';
import { PhotometryError } from '../../core/errors.js';
import { Lists } from '../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import { Vectors } from '../../table/column/vectors.js';
import { millisecondsOf } from '../../table/interop/arrow/milliseconds.js';
import type { Leaf } from './leaf-kinds.js';

/**
 * Stores values, null or undefined where they are missing.
 *
 * @param name for messages
 * @throws PhotometryError `unsupported` for a uint64 of 2^63 or more
 */
export function storeLeaf(
  name: string,
  parts: readonly DecodedArray[],
  leaf: Leaf,
  facts: Partial<ColumnMeta> = {},
): StoredColumn {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const meta = leaf.unit === undefined ? facts : { unit: leaf.unit, ...facts };
  switch (leaf.kind) {
    case 'float64':
    case 'uint32': {
      const wrapped = leaf.kind === 'uint32';
      const values = numbers(parts, new Float64Array(length), value => (wrapped ? Number(value) >>> 0 : Number(value)));
      return stored('float64', values, null, meta);
    }
    case 'float32':
      return stored('float32', numbers(parts, new Float32Array(length), Number), null, meta);
    case 'int32':
      return stored('int32', numbers(parts, new Int32Array(length), Number), maskOf(parts, length), meta);
    case 'uint8':
      return stored('uint8', numbers(parts, new Uint8Array(length), Number), maskOf(parts, length), meta);
    case 'boolean':
      return stored('boolean', numbers(parts, new Uint8Array(length), Number), maskOf(parts, length), meta);
    case 'int64':
    case 'uint64':
      return stored('int64', bigIntegers(name, parts, length, leaf.kind === 'uint64'), maskOf(parts, length), meta);
    case 'date': {
      const ticks = leaf.perMillisecond ?? 1;
      const values = numbers(parts, new Float64Array(length), value => millisecondsOf(value, ticks));
      return stored('date', values, maskOf(parts, length), meta);
    }
    case 'decimal': {
      const scale = leaf.element.scale ?? 0;
      const values = numbers(parts, new Float64Array(length), value => decimalOf(value, scale));
      return stored('float64', values, null, meta);
    }
    case 'string':
      return stored('string', textsOf(parts, length), maskOf(parts, length), meta);
    case 'bytes':
      return stored('list', byteLists(parts, length), maskOf(parts, length), meta);
    case 'fixed':
      return stored('vector', byteVectors(parts, length, leaf.element.type_length ?? 1), maskOf(parts, length), meta);
  }
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Fills an array with converted values; a missing one is NaN, which integers keep as 0 under their mask. */
function numbers<T extends Numbers>(parts: readonly DecodedArray[], out: T, convert: (value: never) => number): T {
  let at = 0;
  for (const part of parts) {
    if (part.constructor === out.constructor) out.set(part as never, at);
    else
      for (let i = 0; i < part.length; i++) {
        const value = part[i];
        out[at + i] = value === null || value === undefined ? NaN : convert(value as never);
      }
    at += part.length;
  }
  return out;
}

/** 0 where a value is missing; null if none are missing. */
function maskOf(parts: readonly DecodedArray[], length: number): Uint8Array | null {
  if (parts.every(part => !Array.isArray(part))) return null;
  const mask = new Uint8Array(length).fill(1);
  let at = 0;
  for (const part of parts) {
    if (Array.isArray(part))
      for (let i = 0; i < part.length; i++) if (part[i] === null || part[i] === undefined) mask[at + i] = 0;
    at += part.length;
  }
  return mask.includes(0) ? mask : null;
}

function bigIntegers(name: string, parts: readonly DecodedArray[], length: number, unsigned: boolean): BigInt64Array {
  const out = new BigInt64Array(length);
  let row = 0;
  for (const part of parts) {
    if (part instanceof BigInt64Array) out.set(part, row);
    else for (let i = 0; i < part.length; i++) out[row + i] = BigInt((part[i] ?? 0) as bigint | number);
    row += part.length;
  }
  const tooLarge = unsigned ? out.findIndex(value => value < 0n) : -1;
  if (tooLarge < 0) return out;
  throw new PhotometryError(
    'unsupported',
    `Column '${name}' holds ${BigInt.asUintN(64, out[tooLarge])} in row ${tooLarge}; whole numbers of 2^63 and more are not kept. Leave the column out with { columns }`,
    { column: name, row: tooLarge },
  );
}

function textsOf(parts: readonly DecodedArray[], length: number): string[] {
  const texts = new Array<string>(length).fill('');
  let row = 0;
  for (const part of parts)
    for (let i = 0; i < part.length; i++, row++) {
      const value: unknown = part[i];
      if (typeof value === 'string') texts[row] = value;
    }
  return texts;
}

/** A decimal from its digits without the point: a number, or bytes with the highest first. */
function decimalOf(value: number | bigint | Uint8Array, scale: number): number {
  return Number(`${value instanceof Uint8Array ? bigEndianInteger(value) : value}e${-scale}`);
}

function bigEndianInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

function byteLists(parts: readonly DecodedArray[], length: number): Lists<unknown> {
  const offsets = new Float64Array(length + 1);
  const lists = parts.flatMap(part => Array.from(part as ArrayLike<Uint8Array | null>));
  for (let row = 0; row < length; row++) offsets[row + 1] = offsets[row] + (lists[row]?.length ?? 0);
  const data = new Uint8Array(offsets[length]);
  for (let row = 0; row < length; row++) data.set(lists[row] ?? [], offsets[row]);
  return new Lists<unknown>(data, offsets);
}

function byteVectors(parts: readonly DecodedArray[], length: number, width: number): Vectors<unknown> {
  const data = new Uint8Array(length * width);
  let at = 0;
  for (const part of parts)
    for (let i = 0; i < part.length; i++, at += width) data.set((part[i] as Uint8Array | null) ?? [], at);
  return new Vectors<unknown>(data, width);
}
