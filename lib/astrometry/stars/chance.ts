/**
 * The expected number of equally good alignments by chance: the rule that rejects unrelated lists.
 *
 * Strew n_b stars evenly over a frame of area A and lay n other stars on it. Within r of a star of b
 * falls each with p = pi r^2 n_b / A, so the number that coincide is Poisson of mean mu = n p. A
 * transform that is fixed by d pairs makes these d coincide by itself, and there are as many such
 * transforms to try as there are d-fold pairings, each m-fold coincidence being met C(m, d) times:
 *
 *   E = T N_d / C(m, d) * P(K >= m - d),  K ~ Poisson(mu),
 *
 * with N_1 = n_a n_b for shifts, N_2 = C(n_a, 2) n_b (n_b - 1) f for similarities (f the share of
 * pairings whose separations agree within the scale allowed), and T the number of radii and kinds of
 * transform tried. A match is believed where E is small. Stars that huddle in a cluster coincide more often: mu is
 * raised by the clustering measured in b. What does not coincide independently is left out of m
 * ({@link ./independent-pairs.ts}).
 *
 * The reasoning is that of Lang et al. 2010 (AJ 139, 1782, section 2.3), with counts instead of odds.
 *
 * @module
 */
import type { Footprint, StarList } from './star-list.js';

/** What the chances depend on, the same for all transforms of two lists. */
export interface ChanceModel {
  /** Stars for one square pixel where a star of b is usually met [1/px^2]. */
  readonly density: number;
  /** ln of the number of shifts that pair a star of a with one of b. */
  readonly logShifts: number;
  /** ln of the number of similarities that pair two stars of a with two of b. */
  readonly logSimilarities: number;
}

/** Radii tried, as parts of the tolerance: a tight match is rarer by chance than a loose one. */
const RADIUS_LADDER: readonly number[] = [1, 0.7, 0.5, 0.35, 0.25, 0.175, 0.125];
/** Shifts, shifts after half a turn, similarities. */
const KINDS_OF_TRANSFORM = 3;
/**
 * The transform is fitted to all pairs, not fixed by d of them, so that it can reach for more. Counting
 * within r after the fit is like counting within 1.4 r before it; found by simulation (see the tests).
 */
const FIT_FREEDOM = 1.4;
/** Average number of stars in the circles in which clustering is measured. */
const CIRCLE_STARS = 6;

/** The chances for two lists. */
export function chanceModel(
  a: StarList,
  b: StarList,
  footprint: Footprint,
  tolerance: number,
  maxScaleChange: number,
): ChanceModel {
  const side = Math.sqrt(footprint.area);
  // ln(separation) of random pairs has a density below 1; 6 tolerances for the errors of the positions
  const share = Math.min(1, 2 * Math.log1p(maxScaleChange) + (6 * tolerance) / side);
  const shifts = a.length * b.length;
  const similarities = 0.5 * a.length * (a.length - 1) * b.length * (b.length - 1) * share;
  return {
    density: (clustering(b, footprint.area) * b.length) / footprint.area,
    logShifts: Math.log(shifts),
    logSimilarities: Math.log(Math.max(1, similarities)),
  };
}

/**
 * ln of the expected number of chance transforms with this many coincidences, at the best of the radii.
 *
 * @param fixedBy pairs that fix a transform of this kind: 1 for shifts, 2 for similarities
 * @param tried stars of a inside the frame of b
 * @param distances of the pairs [px], ascending
 */
export function logChance(
  model: ChanceModel,
  fixedBy: 1 | 2,
  tried: number,
  distances: ArrayLike<number>,
  tolerance: number,
): number {
  const logTransforms = fixedBy === 1 ? model.logShifts : model.logSimilarities;
  let best = Infinity;
  let matched = distances.length;
  for (const part of RADIUS_LADDER) {
    const radius = part * tolerance;
    while (matched > 0 && distances[matched - 1] > radius) matched--;
    if (matched <= fixedBy) break;
    const reach = FIT_FREEDOM * radius;
    const mean = Math.max(0, tried - fixedBy) * Math.min(1, model.density * Math.PI * reach * reach);
    const met = fixedBy === 1 ? matched : (matched * (matched - 1)) / 2;
    best = Math.min(best, logTransforms - Math.log(met) + logPoissonTail(matched - fixedBy, mean));
  }
  return best + Math.log(RADIUS_LADDER.length * KINDS_OF_TRANSFORM);
}

/** ln P(K >= k) for a Poisson count of mean `mean`. */
export function logPoissonTail(k: number, mean: number): number {
  if (k <= 0) return 0;
  if (!(mean > 0)) return Number.NEGATIVE_INFINITY;
  let logFirst = k * Math.log(mean) - mean;
  for (let i = 2; i <= k; i++) logFirst -= Math.log(i);
  // terms k, k + 1, ... relative to the first
  let sum = 1;
  let term = 1;
  for (let i = k + 1; i < k + 1000; i++) {
    term *= mean / i;
    sum += term;
    if (i > mean && term < 1e-12 * sum) break;
  }
  return Math.min(0, logFirst + Math.log(sum));
}

/** How much denser the surroundings of a star are than the frame, on average; 1 for even fields. */
function clustering({ x, y, length }: StarList, area: number): number {
  if (length <= CIRCLE_STARS) return 1;
  const circle = (CIRCLE_STARS * area) / length;
  const radius2 = circle / Math.PI;
  let neighbours = 0;
  for (let i = 0; i < length; i++)
    for (let j = 0; j < i; j++) {
      const dx = x[i] - x[j];
      const dy = y[i] - y[j];
      if (dx * dx + dy * dy < radius2) neighbours += 2;
    }
  return Math.max(1, neighbours / (length * CIRCLE_STARS));
}
