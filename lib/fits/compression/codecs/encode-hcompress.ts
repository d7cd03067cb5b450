/**
 * Lossless HCOMPRESS compression of a tile of integers; see hcompress.ts for the layout.
 *
 * @module
 * @see White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167; FITS Standard 4.0 (2018), section 10.4.4
 */
import { BitWriter } from './bit-writer.js';
import { hTransform } from './h-transform.js';
import { HCOMPRESS_MAGIC } from './hcompress.js';
import { writeBitPlanes } from './quadtree-writer.js';

/** Compresses a tile of integers. */
export function encodeHcompress(pixels: ArrayLike<number>, rows: number, columns: number): Uint8Array {
  const coefficients = Float64Array.from(pixels);
  hTransform(coefficients, rows, columns);
  const sum = coefficients[0];
  coefficients[0] = 0;
  const top = Math.ceil(rows / 2);
  const left = Math.ceil(columns / 2);
  const quadrant = (row: number, column: number, height: number, width: number) => ({
    start: columns * row + column,
    stride: columns,
    rows: height,
    columns: width,
  });
  const quadrants = [
    quadrant(0, 0, top, left),
    quadrant(0, left, top, columns - left),
    quadrant(top, 0, rows - top, left),
    quadrant(top, left, rows - top, columns - left),
  ];
  const [smooth, right, below, corner] = quadrants.map(one => planesOf(coefficients, one));
  const edges = Math.max(right, below);
  const writer = new BitWriter(pixels.length);
  writeHeader(writer, rows, columns, sum, [smooth, edges, corner]);
  const planes = [smooth, edges, edges, corner];
  quadrants.forEach((one, i) => {
    writeBitPlanes(writer, coefficients, one, planes[i]);
  });
  writer.put(0, 4);
  writer.toWholeByte();
  for (let i = 0; i < coefficients.length; i++) if (coefficients[i] !== 0) writer.put(coefficients[i] < 0 ? 1 : 0, 1);
  return writer.taken();
}

function writeHeader(writer: BitWriter, rows: number, columns: number, sum: number, planes: readonly number[]): void {
  writer.put(HCOMPRESS_MAGIC, 16);
  writer.put(rows, 32);
  writer.put(columns, 32);
  writer.put(0, 32); // scale 0: lossless
  writer.put(Math.floor(sum / 2 ** 32) | 0, 32);
  writer.put(Number(BigInt.asIntN(32, BigInt(sum))), 32);
  for (const count of planes) writer.put(count, 8);
}

/** Returns the number of bits of the largest number in a quadrant. */
function planesOf(
  values: Float64Array,
  { start, stride, rows, columns }: { start: number; stride: number; rows: number; columns: number },
): number {
  let largest = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) largest = Math.max(largest, Math.abs(values[start + stride * i + j]));
  return largest === 0 ? 0 : Math.floor(Math.log2(largest)) + 1;
}
