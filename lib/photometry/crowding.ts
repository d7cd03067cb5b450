/**
 * Which positions of a list have another one near.
 *
 * @module
 */

/**
 * Tells for each position whether another one of the list is nearer than `distance` [px].
 *
 * Sorts along x and looks only as far as `distance`: n log n for a field of stars. A NaN position
 * crowds nobody.
 *
 * @returns 1 for a crowded position, else 0
 * @example findCrowded([0, 3, 40], [0, 0, 0], 5) // Uint8Array [1, 1, 0]
 */
export function findCrowded(x: ArrayLike<number>, y: ArrayLike<number>, distance: number): Uint8Array {
  const n = x.length;
  const crowded = new Uint8Array(n);
  const order = Array.from({ length: n }, (_, i) => i)
    .filter(i => Number.isFinite(x[i]) && Number.isFinite(y[i]))
    .sort((a, b) => x[a] - x[b]);
  for (let a = 0; a < order.length; a++) {
    const i = order[a];
    for (let b = a + 1; b < order.length; b++) {
      const j = order[b];
      const dx = x[j] - x[i];
      if (dx >= distance) break;
      const dy = y[j] - y[i];
      if (dx * dx + dy * dy >= distance * distance) continue;
      crowded[i] = 1;
      crowded[j] = 1;
    }
  }
  return crowded;
}
