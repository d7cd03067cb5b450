/**
 * Which positions of a list have another one near.
 *
 * @module
 */

/**
 * Tells for each position whether another one of the list is nearer than `distance` [px].
 *
 * Puts the positions into square cells at least that large and looks at the neighbouring cells only:
 * the time grows with the number of positions, not with its square. A NaN position crowds nobody.
 *
 * @returns 1 for a crowded position, else 0
 * @example findCrowded([0, 3, 40], [0, 0, 0], 5) // Uint8Array [1, 1, 0]
 */
export function findCrowded(x: ArrayLike<number>, y: ArrayLike<number>, distance: number): Uint8Array {
  const n = x.length;
  const crowded = new Uint8Array(n);
  const box = boundsOf(x, y);
  if (!(distance > 0) || box === null) return crowded;
  // About as many cells as positions, or fewer.
  const size = Math.max(distance, Math.sqrt((box.width * box.height) / n), box.width / 1e4, box.height / 1e4);
  const columns = Math.floor(box.width / size) + 1;
  const rows = Math.floor(box.height / size) + 1;
  // Positions of one cell form a chain: `first` by cell, then `next` by position; -1 ends it.
  const first = new Int32Array(columns * rows).fill(-1);
  const next = new Int32Array(n).fill(-1);
  const limit = distance * distance;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue;
    const column = Math.floor((x[i] - box.left) / size);
    const row = Math.floor((y[i] - box.bottom) / size);
    // Those that came before; so each pair is met once.
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
        for (let j = first[r * columns + c]; j >= 0; j = next[j]) {
          const dx = x[j] - x[i];
          const dy = y[j] - y[i];
          if (dx * dx + dy * dy >= limit) continue;
          crowded[i] = 1;
          crowded[j] = 1;
        }
    next[i] = first[row * columns + column];
    first[row * columns + column] = i;
  }
  return crowded;
}

/** The rectangle around the finite positions; null if there is none. */
function boundsOf(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { left: number; bottom: number; width: number; height: number } | null {
  let left = Infinity;
  let right = -Infinity;
  let bottom = Infinity;
  let top = -Infinity;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue;
    left = Math.min(left, x[i]);
    right = Math.max(right, x[i]);
    bottom = Math.min(bottom, y[i]);
    top = Math.max(top, y[i]);
  }
  return left > right ? null : { left, bottom, width: right - left, height: top - bottom };
}
