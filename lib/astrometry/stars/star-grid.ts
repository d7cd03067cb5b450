/**
 * Which stars are near a position: a grid of cells, each listing the stars within a fixed reach of it.
 *
 * A star is entered in every cell it can be found from, so that a look-up reads one cell.
 *
 * @module
 */
import type { StarList } from './star-list.js';

/** The grid; read it through {@link cellOf} and the chain `next`. */
export interface StarGrid {
  /** Positions farther than this from a star may miss it [px]. */
  readonly reach: number;
  readonly stars: StarList;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Cells for one pixel. */
  readonly perPixel: number;
  /** First entry of each cell, -1 where it is empty. */
  readonly first: Int32Array;
  /** The star of each entry. */
  readonly star: Int32Array;
  /** The entry after this one in the same cell, -1 at the end. */
  readonly next: Int32Array;
}

/** Maximum number of cells along the longer side. */
const MAX_CELLS = 96;

/** Builds the grid for look-ups within `reach` [px]. */
export function buildStarGrid(stars: StarList, reach: number): StarGrid {
  const { x, y, length } = stars;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    left = Math.min(left, x[i] - reach);
    right = Math.max(right, x[i] + reach);
    top = Math.min(top, y[i] - reach);
    bottom = Math.max(bottom, y[i] + reach);
  }
  if (length === 0) [left, right, top, bottom] = [0, 0, 0, 0];
  const cell = Math.max(2 * reach, (right - left) / MAX_CELLS, (bottom - top) / MAX_CELLS);
  const perPixel = 1 / cell;
  const columns = Math.floor((right - left) * perPixel) + 1;
  const rows = Math.floor((bottom - top) * perPixel) + 1;
  const first = new Int32Array(columns * rows).fill(-1);
  // a cell is twice the reach, so a star reaches into four at most
  const star = new Int32Array(4 * length);
  const next = new Int32Array(4 * length);
  let entries = 0;
  // the faintest first, so that chains start with the brightest
  for (let i = length - 1; i >= 0; i--) {
    const c0 = Math.max(0, Math.floor((x[i] - reach - left) * perPixel));
    const c1 = Math.min(columns - 1, Math.floor((x[i] + reach - left) * perPixel));
    const r0 = Math.max(0, Math.floor((y[i] - reach - top) * perPixel));
    const r1 = Math.min(rows - 1, Math.floor((y[i] + reach - top) * perPixel));
    for (let r = r0; r <= Math.min(r1, r0 + 1); r++)
      for (let c = c0; c <= Math.min(c1, c0 + 1); c++) {
        star[entries] = i;
        next[entries] = first[r * columns + c];
        first[r * columns + c] = entries++;
      }
  }
  return { reach, stars, left, top, columns, rows, perPixel, first, star, next };
}

/** First entry of the cell that holds a position; -1 where no star is within reach. */
export function cellOf(grid: StarGrid, x: number, y: number): number {
  const c = Math.floor((x - grid.left) * grid.perPixel);
  const r = Math.floor((y - grid.top) * grid.perPixel);
  if (c >= 0 && r >= 0 && c < grid.columns && r < grid.rows) return grid.first[r * grid.columns + c];
  return -1;
}
