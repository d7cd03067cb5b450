/**
 * Decodes the big-endian numbers in the rows of a binary table.
 *
 * Complex numbers are pairs of floating-point numbers. 16-bit integers are decoded into an Int32Array.
 *
 * @module
 */
import type { ElementArray } from '../../table/column/vectors.js';
import type { BinaryCode } from './binary-form.js';

/** Where the elements are: in rows that begin `stride` bytes apart, each with `repeat` consecutive elements. */
interface ElementPlace {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Byte offset of the first element. */
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  /** Number of elements in each row. */
  readonly repeat: number;
}

/** Codes whose elements are numbers or logicals; text is decoded elsewhere. */
export type NumberCode = Exclude<BinaryCode, 'A'>;

/** Allocates an array for the stored elements of a code; a complex number takes two entries. */
export function storedArray(code: NumberCode, count: number): Exclude<ElementArray, readonly string[]> {
  switch (code) {
    case 'L':
    case 'X':
    case 'B':
      return new Uint8Array(count);
    case 'I':
    case 'J':
      return new Int32Array(count);
    case 'K':
      return new BigInt64Array(count);
    case 'E':
      return new Float32Array(count);
    case 'C':
      return new Float32Array(2 * count);
    case 'D':
      return new Float64Array(count);
    case 'M':
      return new Float64Array(2 * count);
  }
}

/**
 * Copies elements to `out`, starting at element `at` (a complex number counts as one). Logicals are copied as bytes.
 */
export function decodeElements(
  code: NumberCode,
  place: ElementPlace,
  out: Exclude<ElementArray, readonly string[]>,
  at: number,
): void {
  // a complex number is decoded as two numbers
  if (code === 'C') decodeFloat32({ ...place, repeat: 2 * place.repeat }, out as Float32Array, 2 * at);
  else if (code === 'M') decodeFloat64({ ...place, repeat: 2 * place.repeat }, out as Float64Array, 2 * at);
  else DECODERS[code](place, out as never, at);
}

type Decoder = (place: ElementPlace, out: never, at: number) => void;

const DECODERS: Readonly<Record<Exclude<NumberCode, 'C' | 'M'>, Decoder>> = {
  L: decodeBytes,
  B: decodeBytes,
  X: decodeBits,
  I: decodeInt16,
  J: decodeInt32,
  K: decodeInt64,
  E: decodeFloat32,
  D: decodeFloat64,
};

// One loop per type, first for columns of single values, then for vectors: a shared loop is several times slower.

function decodeBytes({ bytes, start, stride, rows, repeat }: ElementPlace, out: Uint8Array, at: number): void {
  if (repeat === 1) {
    for (let row = 0, from = start; row < rows; row++, from += stride) out[at + row] = bytes[from];
    return;
  }
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++) out[at++] = bytes[from + k];
}

/** Decodes bits, the highest bit of each byte first. */
function decodeBits({ bytes, start, stride, rows, repeat }: ElementPlace, out: Uint8Array, at: number): void {
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++) out[at++] = (bytes[from + (k >> 3)] >> (7 - (k & 7))) & 1;
}

function decodeInt16({ view, start, stride, rows, repeat }: ElementPlace, out: Int32Array, at: number): void {
  if (repeat === 1) {
    for (let row = 0, from = start; row < rows; row++, from += stride) out[at + row] = view.getInt16(from);
    return;
  }
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++) out[at++] = view.getInt16(from + 2 * k);
}

function decodeInt32({ view, start, stride, rows, repeat }: ElementPlace, out: Int32Array, at: number): void {
  if (repeat === 1) {
    for (let row = 0, from = start; row < rows; row++, from += stride) out[at + row] = view.getInt32(from);
    return;
  }
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++) out[at++] = view.getInt32(from + 4 * k);
}

/**
 * Decodes 64-bit integers as two halves, low half first, as on little-endian machines (all that run JavaScript),
 * without creating bigints.
 */
function decodeInt64({ view, start, stride, rows, repeat }: ElementPlace, out: BigInt64Array, at: number): void {
  const halves = new Int32Array(out.buffer, out.byteOffset, 2 * out.length);
  let to = 2 * at;
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++, to += 2) {
      halves[to] = view.getInt32(from + 8 * k + 4);
      halves[to + 1] = view.getInt32(from + 8 * k);
    }
}

function decodeFloat32({ view, start, stride, rows, repeat }: ElementPlace, out: Float32Array, at: number): void {
  if (repeat === 1) {
    for (let row = 0, from = start; row < rows; row++, from += stride) out[at + row] = view.getFloat32(from);
    return;
  }
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++) out[at++] = view.getFloat32(from + 4 * k);
}

function decodeFloat64({ view, start, stride, rows, repeat }: ElementPlace, out: Float64Array, at: number): void {
  if (repeat === 1) {
    for (let row = 0, from = start; row < rows; row++, from += stride) out[at + row] = view.getFloat64(from);
    return;
  }
  for (let row = 0, from = start; row < rows; row++, from += stride)
    for (let k = 0; k < repeat; k++) out[at++] = view.getFloat64(from + 8 * k);
}
