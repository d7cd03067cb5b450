/**
 * From a first guess of a transform to all the stars that agree with it.
 *
 * @module
 */
import { type ChanceModel, logChance } from './stars/chance.js';
import { independentDistances } from './stars/independent-pairs.js';
import { fitSimilarity, invertTransform, type Similarity, transformX, transformY } from './stars/similarity.js';
import type { StarGrid } from './stars/star-grid.js';
import type { Footprint, StarList } from './stars/star-list.js';
import { pairStars, type StarPairs } from './stars/star-pairs.js';

/** The two lists of one matching, and what is allowed. */
export interface Matching {
  /** The shorter list; transforms go from it to `b`. */
  readonly a: StarList;
  readonly b: StarList;
  readonly grid: StarGrid;
  readonly footprintA: Footprint;
  readonly footprintB: Footprint;
  readonly chances: ChanceModel;
  /** Pairs are nearer than this [px]. */
  readonly tolerance: number;
  /** Largest |ln scale|. */
  readonly maxLogScale: number;
  /** Fewest pairs of a match. */
  readonly minMatched: number;
}

/** A transform with the stars that agree. */
export interface Candidate {
  readonly transform: Similarity;
  readonly pairs: StarPairs;
  /** ln of the expected number of chance transforms as good. */
  readonly logChance: number;
  /** Part of the stars in the common area (of the list with fewer there) that are paired. */
  readonly share: number;
}

/** What may be fitted: the shift alone, with rotation and scale as in the guess, or everything. */
type TransformKind = 'shift' | 'similarity';

/** The first rounds pair stars within these multiples of the tolerance, because the guess is rough. */
const OPENING_RADII: readonly number[] = [2, 1.5, 1, 1];
/** Pairs are clipped beyond this many robust sigma of the distances. */
const CLIP = 4;
/** Rounds of clipping at most. */
const CLIP_ROUNDS = 6;
/** The clip radius is not smaller than this part of the tolerance. */
const MIN_CLIP = 0.1;
/** The median of a Rayleigh distribution, in units of the scatter along one axis. */
const RAYLEIGH_MEDIAN = 1.1774;

/** Pairs stars and fits in turns, with clipping at the end; null where too few stars agree. */
export function findConsensus(matching: Matching, guess: Similarity, kind: TransformKind): Candidate | null {
  const { tolerance, minMatched } = matching;
  let transform = guess;
  let pairs: StarPairs | null = null;
  for (const part of OPENING_RADII) {
    pairs = pairStars(matching.a, matching.grid, transform, part * tolerance);
    const fitted = fitPairs(matching, pairs, transform, kind);
    if (pairs.length < minMatched || !fitted) return null;
    transform = fitted;
  }
  let radius = tolerance;
  for (let round = 0; round < CLIP_ROUNDS; round++) {
    pairs = pairStars(matching.a, matching.grid, transform, radius);
    const fitted = fitPairs(matching, pairs, transform, kind);
    if (pairs.length < minMatched || !fitted) return null;
    transform = fitted;
    const scatter = pairs.distance[pairs.length >> 1] / RAYLEIGH_MEDIAN;
    const clipped = Math.min(tolerance, Math.max(MIN_CLIP * tolerance, CLIP * scatter));
    if (Math.abs(clipped - radius) < 1e-3 * radius) break;
    radius = clipped;
  }
  pairs = pairStars(matching.a, matching.grid, transform, radius);
  if (pairs.length < minMatched) return null;
  const within = insideOf(matching.footprintB, matching.a, transform);
  const covered = insideOf(matching.footprintA, matching.b, invertTransform(transform));
  const fixedBy = kind === 'shift' ? 1 : 2;
  return {
    transform,
    pairs,
    logChance: logChance(
      matching.chances,
      fixedBy,
      within,
      independentDistances(matching.a, pairs, tolerance),
      tolerance,
    ),
    share: pairs.length / Math.max(pairs.length, Math.min(within, covered)),
  };
}

/** Least-squares transform of the pairs, or null if there is none or its scale is not allowed. */
export function fitPairs(
  { a, b, maxLogScale }: Matching,
  pairs: StarPairs,
  from: Similarity,
  kind: TransformKind,
): Similarity | null {
  const n = pairs.length;
  if (kind === 'shift') {
    if (n === 0) return null;
    let [dx, dy] = [0, 0];
    for (let k = 0; k < n; k++) {
      const [x, y] = [a.x[pairs.a[k]], a.y[pairs.a[k]]];
      dx += b.x[pairs.b[k]] - transformX(from, x, y);
      dy += b.y[pairs.b[k]] - transformY(from, x, y);
    }
    return { ...from, tx: from.tx + dx / n, ty: from.ty + dy / n };
  }
  const fitted = fitSimilarity(
    { x: Float64Array.from(pairs.a, i => a.x[i]), y: Float64Array.from(pairs.a, i => a.y[i]) },
    { x: Float64Array.from(pairs.b, j => b.x[j]), y: Float64Array.from(pairs.b, j => b.y[j]) },
  );
  if (!fitted || Math.abs(Math.log(Math.hypot(fitted.a, fitted.b))) > maxLogScale) return null;
  return fitted;
}

/** How many stars of a list fall into a footprint. */
function insideOf({ left, right, top, bottom }: Footprint, { x, y, length }: StarList, t: Similarity): number {
  let inside = 0;
  for (let i = 0; i < length; i++) {
    const px = transformX(t, x[i], y[i]);
    const py = transformY(t, x[i], y[i]);
    if (px >= left && px <= right && py >= top && py <= bottom) inside++;
  }
  return inside;
}
