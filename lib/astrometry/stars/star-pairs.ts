/**
 * Pairs the stars of two lists under a transform.
 *
 * @module
 */
import { type Similarity, transformX, transformY } from './similarity.js';
import { cellOf, type StarGrid } from './star-grid.js';
import type { StarList } from './star-list.js';

/** Pairs of stars, nearest first. */
export interface StarPairs {
  readonly length: number;
  /** Places in the list that is transformed. */
  readonly a: Int32Array;
  /** Places in the list of the grid. */
  readonly b: Int32Array;
  /** Distances after the transform [px]. */
  readonly distance: Float64Array;
}

/**
 * Stars of a list, after the transform, and those of a grid within `radius` of them: one to one, the
 * nearest pairs first.
 *
 * @param transform from the list to the grid
 * @param radius [px] at most the reach of the grid
 */
export function pairStars(a: StarList, grid: StarGrid, transform: Similarity, radius: number): StarPairs {
  const b = grid.stars;
  const found: { readonly i: number; readonly j: number; readonly d2: number }[] = [];
  for (let i = 0; i < a.length; i++) {
    const x = transformX(transform, a.x[i], a.y[i]);
    const y = transformY(transform, a.x[i], a.y[i]);
    for (let entry = cellOf(grid, x, y); entry >= 0; entry = grid.next[entry]) {
      const j = grid.star[entry];
      const d2 = (b.x[j] - x) ** 2 + (b.y[j] - y) ** 2;
      if (d2 <= radius * radius) found.push({ i, j, d2 });
    }
  }
  found.sort((p, q) => p.d2 - q.d2 || p.i - q.i || p.j - q.j);
  const takenA = new Uint8Array(a.length);
  const takenB = new Uint8Array(b.length);
  const kept = found.filter(({ i, j }) => {
    if (takenA[i] || takenB[j]) return false;
    takenA[i] = 1;
    takenB[j] = 1;
    return true;
  });
  return {
    length: kept.length,
    a: Int32Array.from(kept, ({ i }) => i),
    b: Int32Array.from(kept, ({ j }) => j),
    distance: Float64Array.from(kept, ({ d2 }) => Math.sqrt(d2)),
  };
}
