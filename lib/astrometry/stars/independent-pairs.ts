/**
 * Which pairs of stars count as witnesses of a match.
 *
 * The reckoning with chance takes each coincidence for independent of the others. Two kinds are not: the
 * parts of a split detection, and detections along a line (a bad column, a bleeding star, the trail of a
 * satellite), which coincide with any other line of detections by the dozen once two of them do.
 *
 * @module
 */
import type { StarList } from './star-list.js';
import type { StarPairs } from './star-pairs.js';

/** Pairs nearer to each other than this count as one [tolerances]. */
const APART = 2.5;
/** Pairs within this of a line are on it [tolerances]. */
const LINE_WIDTH = 0.75;
/** Maximum number of pairs on a line; of more, only as many count as determine it. */
const MAX_ON_LINE = 3;
const LEFT_ON_LINE = 2;
/** Maximum number of lines that are thinned: two for the cross of a bright star. */
const LINES = 2;
/** Number of pairs among which lines are searched: a significant line stands out among them. */
const MAX_CANDIDATES = 60;

/** Distances of the pairs that are independent of all nearer ones, ascending [px]. */
export function independentDistances({ x, y }: StarList, pairs: StarPairs, tolerance: number): number[] {
  const apart2 = (APART * tolerance) ** 2;
  let kept: number[] = [];
  for (let k = 0; k < pairs.length; k++) {
    const i = pairs.a[k];
    if (kept.every(m => (x[pairs.a[m]] - x[i]) ** 2 + (y[pairs.a[m]] - y[i]) ** 2 >= apart2)) kept.push(k);
  }
  for (let round = 0; round < LINES; round++) {
    const line = fullestLine(
      kept.map(k => x[pairs.a[k]]),
      kept.map(k => y[pairs.a[k]]),
      LINE_WIDTH * tolerance,
    );
    if (line.length <= MAX_ON_LINE) break;
    const dropped = new Set(line.slice(LEFT_ON_LINE));
    kept = kept.filter((_, n) => !dropped.has(n));
  }
  return kept.map(k => pairs.distance[k]);
}

/** The points within `width` of the line through two of them that has most; in the order given. */
function fullestLine(x: readonly number[], y: readonly number[], width: number): number[] {
  const n = Math.min(x.length, MAX_CANDIDATES);
  let most = MAX_ON_LINE;
  let [first, second] = [-1, -1];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      let on = 0;
      for (let k = 0; k < n; k++) if (isOnLine(x, y, i, j, k, width)) on++;
      if (on > most) [most, first, second] = [on, i, j];
    }
  if (first < 0) return [];
  return x.map((_, k) => k).filter(k => isOnLine(x, y, first, second, k, width));
}

/** Whether point k is within `width` of the line through points i and j. */
function isOnLine(x: readonly number[], y: readonly number[], i: number, j: number, k: number, width: number): boolean {
  const u = x[j] - x[i];
  const v = y[j] - y[i];
  return Math.abs(u * (y[k] - y[i]) - v * (x[k] - x[i])) <= width * Math.sqrt(u * u + v * v);
}
