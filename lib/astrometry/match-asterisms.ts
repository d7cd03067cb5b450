/**
 * Where the stars of one frame are in another, from the pattern of the stars alone.
 *
 * How: a shift that many bright stars agree on is tried first, without and with half a turn (drifts,
 * jumps and meridian flips: most frames). Else triangles of the brightest stars that have the same
 * shape, size and handedness in both lists propose transforms. Each proposal is verified on all stars,
 * refined by clipped least squares on one-to-one pairs, and judged by one number: how many
 * alignments as good that chance would produce (see `stars/chance.ts`). The candidate with the lowest wins.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { Candidate, Matching } from './consensus.js';
import { searchTransform } from './search-transform.js';
import { chanceModel } from './stars/chance.js';
import { composeTransforms, invertTransform, type Similarity } from './stars/similarity.js';
import { buildStarGrid } from './stars/star-grid.js';
import { footprintOf, listStars, mirrorList, type StarList, type Stars } from './stars/star-list.js';

/** Settings of {@link matchAsterisms}. */
export interface MatchAsterismsOptions {
  /** Stars nearer than this after the transform can be a pair [px]. Larger for distorted fields. Default 2. */
  readonly tolerance?: number;
  /** Largest change of scale between the frames, as a part of 1. Default 0.05. */
  readonly maxScaleChange?: number;
  /** Whether one frame may be a mirror image of the other. Default false. */
  readonly allowMirror?: boolean;
  /** Maximum expected number of equally good chance matches; otherwise the match is rejected. Default 1e-4. */
  readonly maxChance?: number;
  /** Minimum number of pairs of a match, at least 3. Few stars must also satisfy `maxChance`. Default 3. */
  readonly minMatched?: number;
}

/** How the stars of two frames correspond. */
export interface AsterismMatch {
  /** From a position in the reference to one in the other frame. */
  readonly transform: Similarity;
  /** Pairs of stars that agree. */
  readonly matched: number;
  /** Root mean square distance of the pairs after the transform [px]. */
  readonly rms: number;
  /** The pairs: row in `reference`, row in `stars`; by growing row in `reference`. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Expected number of alignments as good between unrelated stars; below `maxChance`. */
  readonly chance: number;
}

/** Maximum number of stars used from a list, the brightest. */
const MAX_STARS = 1000;

/**
 * Finds the similarity that takes the stars of `reference` to those of `stars`.
 *
 * Survives drifts of a large part of the frame, any rotation, meridian flips, half the detections being
 * spurious, brightness scrambled by noise, and frames in which clouds leave five or six stars. The
 * detections should be stars: hot pixels, which stay where they are while the stars drift, match too.
 * Positions that are not finite are left out. The same lists always give the same result.
 *
 * @param reference stars in any order
 * @param stars stars of the other frame, in any order
 * @returns null if no alignment is better than chance
 * @throws PhotometryError `bad-argument` for columns of unequal length or a setting out of range
 * @example
 * const [reference, later] = [findBrightStars(image), findBrightStars(flats[0])];
 * const match = matchAsterisms(reference, later);
 */
export function matchAsterisms(
  reference: Stars,
  stars: Stars,
  options: MatchAsterismsOptions = {},
): AsterismMatch | null {
  const { tolerance = 2, maxScaleChange = 0.05, allowMirror = false, maxChance = 1e-4, minMatched = 3 } = options;
  requireColumns('reference', reference);
  requireColumns('stars', stars);
  requireSetting('tolerance', tolerance, 'above 0 px', tolerance > 0 && tolerance < Infinity);
  requireSetting('maxScaleChange', maxScaleChange, '0 to 1', maxScaleChange >= 0 && maxScaleChange <= 1);
  requireSetting('maxChance', maxChance, 'above 0', maxChance > 0);
  requireSetting('minMatched', minMatched, '3 or more', minMatched >= 3);

  const from = listStars(reference, tolerance, MAX_STARS);
  const to = listStars(stars, tolerance, MAX_STARS);
  // the shorter list is laid on the longer one
  const swapped = from.length > to.length;
  const [a, b] = swapped ? [to, from] : [from, to];
  if (a.length < minMatched) return null;
  const settings = { tolerance, maxScaleChange, minMatched };
  const plain = searchTransform(makeMatching(a, b, settings));
  const mirrored = allowMirror ? searchTransform(makeMatching(mirrorList(a), b, settings)) : null;
  const isMirrored = mirrored !== null && (plain === null || mirrored.logChance < plain.logChance);
  const best = isMirrored ? mirrored : plain;
  if (!best) return null;
  const chance = Math.exp(best.logChance) * (allowMirror ? 2 : 1);
  if (!(chance < maxChance)) return null;

  const forward = isMirrored ? composeTransforms(MIRROR, best.transform) : best.transform;
  return {
    transform: swapped ? invertTransform(forward) : forward,
    matched: best.pairs.length,
    rms: rootMeanSquare(best) * (swapped ? 1 / Math.hypot(forward.a, forward.b) : 1),
    pairs: pairsOfRows(best, a, b, swapped),
    chance,
  };
}

const MIRROR: Similarity = { a: 1, b: 0, tx: 0, ty: 0, flipped: true };

/** Everything the search needs to know about two lists. */
function makeMatching(
  a: StarList,
  b: StarList,
  settings: { readonly tolerance: number; readonly maxScaleChange: number; readonly minMatched: number },
): Matching {
  const { tolerance, maxScaleChange, minMatched } = settings;
  const footprintB = footprintOf(b, 2 * tolerance);
  return {
    a,
    b,
    grid: buildStarGrid(b, 2 * tolerance),
    footprintA: footprintOf(a, 2 * tolerance),
    footprintB,
    chances: chanceModel(a, b, footprintB, tolerance, maxScaleChange),
    tolerance,
    maxLogScale: Math.log1p(maxScaleChange),
    minMatched,
  };
}

/** The pairs in rows of the caller's lists. */
function pairsOfRows({ pairs }: Candidate, a: StarList, b: StarList, swapped: boolean): (readonly [number, number])[] {
  const rows = Array.from(pairs.a, (i, k): readonly [number, number] => {
    const [rowA, rowB] = [a.index[i], b.index[pairs.b[k]]];
    return swapped ? [rowB, rowA] : [rowA, rowB];
  });
  return rows.sort((p, q) => p[0] - q[0]);
}

function rootMeanSquare({ pairs: { distance, length } }: Candidate): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += distance[k] * distance[k];
  return Math.sqrt(sum / length);
}

function requireColumns(name: string, { x, y, flux }: Stars): void {
  if (x.length === y.length && x.length === flux.length) return;
  throw new PhotometryError(
    'bad-argument',
    `matchAsterisms expects columns x, y and flux of one length, but ${name} has ${x.length}, ${y.length} and ${flux.length}`,
    { name },
  );
}

function requireSetting(name: string, value: number, expected: string, ok: boolean): void {
  if (!ok)
    throw new PhotometryError('bad-argument', `matchAsterisms({ ${name} }) is to be ${expected}, got ${value}`, {
      name,
      value,
    });
}
