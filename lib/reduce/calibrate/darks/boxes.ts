/**
 * An image cut into boxes of nearly equal size, each judged by itself.
 *
 * @module
 */

/** Boxes side by side that cover an image. */
export interface Boxes {
  readonly columns: number;
  readonly rows: number;
  /** First pixel of each column of boxes, and the width of the image. */
  readonly x: Int32Array;
  /** First pixel of each row of boxes, and the height of the image. */
  readonly y: Int32Array;
}

/** Pixels x0 <= x < x1, y0 <= y < y1. */
export interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** Boxes of about `side` x `side` pixels; at least one. */
export function boxesOf(width: number, height: number, side: number): Boxes {
  const columns = Math.max(1, Math.round(width / side));
  const rows = Math.max(1, Math.round(height / side));
  const edges = (count: number, length: number): Int32Array =>
    Int32Array.from({ length: count + 1 }, (_, k) => Math.floor((k * length) / count));
  return { columns, rows, x: edges(columns, width), y: edges(rows, height) };
}

/** Box `k`, counted along the rows. */
export function boxAt({ columns, x, y }: Boxes, k: number): Box {
  const column = k % columns;
  const row = (k - column) / columns;
  return { x0: x[column], x1: x[column + 1], y0: y[row], y1: y[row + 1] };
}

/** Pixels of the largest box. */
export function largestBox({ x, y }: Boxes): number {
  return longestStep(x) * longestStep(y);
}

function longestStep(edges: Int32Array): number {
  let longest = 0;
  for (let k = 1; k < edges.length; k++) longest = Math.max(longest, edges[k] - edges[k - 1]);
  return longest;
}
