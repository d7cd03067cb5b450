/**
 * A rectangular part of an image, and how it is cut from rows of pixels.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** A rectangle of pixels; pixel (0, 0) is the first pixel of the image. */
export interface Rectangle {
  /** First column, counted from 0. */
  readonly x: number;
  /** First row, counted from 0. */
  readonly y: number;
  /** Number of columns [px]. */
  readonly width: number;
  /** Number of rows [px]. */
  readonly height: number;
}

/**
 * Throws unless the rectangle consists of whole pixels inside the image.
 *
 * @param what start of the message: the file and HDU
 * @throws PhotometryError `bad-argument`
 */
export function assertInside(rectangle: Rectangle, imageWidth: number, imageHeight: number, what: string): void {
  const { x, y, width, height } = rectangle;
  const isWhole = [x, y, width, height].every(Number.isInteger);
  if (isWhole && x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= imageWidth && y + height <= imageHeight)
    return;
  throw new PhotometryError(
    'bad-argument',
    `${what}: a section { x, y, width, height } must be whole pixels inside ${imageWidth} x ${imageHeight}, got { x: ${x}, y: ${y}, width: ${width}, height: ${height} }`,
    { x, y, width, height },
  );
}

/** Cuts columns `x` to `x + width` from rows that are `rowLength` elements long. */
export function columnsOf<T extends Float32Array | Float64Array | Uint8Array>(
  rows: T,
  rowLength: number,
  x: number,
  width: number,
): T {
  if (x === 0 && width === rowLength) return rows;
  const count = rows.length / rowLength;
  const part = new (rows.constructor as new (length: number) => T)(count * width);
  for (let j = 0; j < count; j++) part.set(rows.subarray(j * rowLength + x, j * rowLength + x + width), j * width);
  return part;
}
