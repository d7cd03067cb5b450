/**
 * How an image is divided into tiles.
 *
 * @module
 */

/** The position and size of a tile along each axis, NAXIS1 first. */
export interface Tile {
  /** Its row in the table, counted from 0. */
  readonly row: number;
  /** Its first pixel along each axis. */
  readonly start: readonly number[];
  /** Its length along each axis; tiles at the far edge may be shorter. */
  readonly size: readonly number[];
}

/** Returns the number of tiles in an image. */
export function tileCount(shape: readonly number[], tileShape: readonly number[]): number {
  return shape.reduce((product, length, axis) => product * Math.ceil(length / tileShape[axis]), 1);
}

/** Returns the tile with a given number; the first axis varies fastest. */
export function tileAt(row: number, shape: readonly number[], tileShape: readonly number[]): Tile {
  let rest = row;
  const start = shape.map((length, axis) => {
    const across = Math.ceil(length / tileShape[axis]);
    const place = rest % across;
    rest = Math.floor(rest / across);
    return place * tileShape[axis];
  });
  return { row, start, size: shape.map((length, axis) => Math.min(tileShape[axis], length - start[axis])) };
}

/** Copies the bytes of a tile from those of an image. */
export function tileBytes(
  image: Uint8Array,
  { shape, bitpix }: { readonly shape: readonly number[]; readonly bitpix: number },
  { start, size }: Tile,
): Uint8Array {
  const width = Math.abs(bitpix) / 8;
  const rows = size.slice(1).reduce((product, length) => product * length, 1);
  const rowLength = size[0] * width;
  const out = new Uint8Array(rows * rowLength);
  for (let row = 0; row < rows; row++) {
    const from = width * rowStart(row, shape, start, size);
    out.set(image.subarray(from, from + rowLength), row * rowLength);
  }
  return out;
}

/** Returns the index in the image of the first pixel of a tile's row. */
function rowStart(row: number, shape: readonly number[], start: readonly number[], size: readonly number[]): number {
  let rest = row;
  let at = start[0];
  let stride = shape[0];
  for (let axis = 1; axis < shape.length; axis++) {
    at += (start[axis] + (rest % size[axis])) * stride;
    rest = Math.floor(rest / size[axis]);
    stride *= shape[axis];
  }
  return at;
}

/** Minimum number of rows and columns for HCOMPRESS. */
const MIN_SIDE = 4;

/** Whether an image can be divided into tiles for HCOMPRESS. */
export function isHcompressible(shape: readonly number[]): boolean {
  return shape.length >= 2 && shape[0] >= MIN_SIDE && shape[1] >= MIN_SIDE;
}

/** Whether every tile, including those at the far edges, is a plane with enough rows and columns. */
export function isHcompressTile(tileShape: readonly number[], shape: readonly number[]): boolean {
  return tileShape.every((length, axis) => {
    if (axis > 1) return length === 1;
    const last = shape[axis] % length;
    return length >= MIN_SIDE && (last === 0 || last >= MIN_SIDE);
  });
}

/**
 * Returns the tile shape that CFITSIO uses: whole rows, 16 of them or a similar number that leaves enough for the last
 * tile.
 */
export function hcompressTile(shape: readonly number[]): number[] {
  const tileOf = (rows: number): number[] => shape.map((length, axis) => (axis === 0 ? length : axis === 1 ? rows : 1));
  const candidates = shape[1] < 30 ? [] : [16, 24, 20, 30, 28, 26, 22, 18, 14];
  return tileOf(candidates.find(rows => isHcompressTile(tileOf(rows), shape)) ?? shape[1]);
}

/** Returns the position of a plane of a cube along the axes beyond the second. */
export function planePosition(plane: number, shape: readonly number[]): number[] {
  let rest = plane;
  return shape.slice(2).map(length => {
    const place = rest % length;
    rest = Math.floor(rest / length);
    return place;
  });
}

/**
 * Returns the index, within a tile, of the first pixel of a plane; -1 if the tile does not contain the plane.
 */
export function offsetInTile({ start, size }: Tile, position: readonly number[]): number {
  let offset = 0;
  let stride = size[0] * (size[1] ?? 1);
  for (let k = 0; k < position.length; k++) {
    const place = position[k] - start[k + 2];
    if (place < 0 || place >= size[k + 2]) return -1;
    offset += place * stride;
    stride *= size[k + 2];
  }
  return offset;
}
