/**
 * Encodes numbers into the rows of a binary table, big-endian: the reverse of decode-elements.
 *
 * @module
 */
import type { NumberArray } from '../physical-values.js';

/** Where the elements go: to rows that begin `stride` bytes apart, each with `repeat` consecutive elements. */
interface ElementTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Byte offset of the first element. */
  readonly start: number;
  readonly stride: number;
  readonly rows: number;
  /** Number of elements in each row; twice the number of complex numbers. */
  readonly repeat: number;
}

/** Writes the elements of `data`, starting at index `at`. */
export function encodeElements(data: NumberArray, at: number, target: ElementTarget): void {
  if (data instanceof Float64Array) encodeFloat64(data, at, target);
  else if (data instanceof Float32Array) encodeFloat32(data, at, target);
  else if (data instanceof Int32Array) encodeInt32(data, at, target);
  else if (data instanceof BigInt64Array) encodeInt64(data, at, target);
  else encodeBytes(data, at, target);
}

// One loop per type: a shared loop is several times slower.

function encodeBytes(data: Uint8Array, at: number, { bytes, start, stride, rows, repeat }: ElementTarget): void {
  for (let row = 0, to = start; row < rows; row++, to += stride)
    for (let k = 0; k < repeat; k++) bytes[to + k] = data[at++];
}

function encodeInt32(data: Int32Array, at: number, { view, start, stride, rows, repeat }: ElementTarget): void {
  for (let row = 0, to = start; row < rows; row++, to += stride)
    for (let k = 0; k < repeat; k++) view.setInt32(to + 4 * k, data[at++]);
}

/** Encodes 64-bit integers as two halves, low half first in memory, without creating bigints. */
function encodeInt64(data: BigInt64Array, at: number, { view, start, stride, rows, repeat }: ElementTarget): void {
  const halves = new Int32Array(data.buffer, data.byteOffset, 2 * data.length);
  let from = 2 * at;
  for (let row = 0, to = start; row < rows; row++, to += stride)
    for (let k = 0; k < repeat; k++, from += 2) {
      view.setInt32(to + 8 * k, halves[from + 1]);
      view.setInt32(to + 8 * k + 4, halves[from]);
    }
}

function encodeFloat32(data: Float32Array, at: number, { view, start, stride, rows, repeat }: ElementTarget): void {
  for (let row = 0, to = start; row < rows; row++, to += stride)
    for (let k = 0; k < repeat; k++) view.setFloat32(to + 4 * k, data[at++]);
}

function encodeFloat64(data: Float64Array, at: number, { view, start, stride, rows, repeat }: ElementTarget): void {
  if (repeat === 1) {
    for (let row = 0, to = start; row < rows; row++, to += stride) view.setFloat64(to, data[at + row]);
    return;
  }
  for (let row = 0, to = start; row < rows; row++, to += stride)
    for (let k = 0; k < repeat; k++) view.setFloat64(to + 8 * k, data[at++]);
}
