/**
 * The search for the transform between two lists: shifts first, then triangles of ever more stars.
 *
 * @module
 */

import { type Candidate, findConsensus, fitPairs, type Matching } from './consensus.js';
import { findShifts } from './find-shifts.js';
import { logPoissonTail } from './stars/chance.js';
import { composeTransforms, type Similarity, transformX, transformY } from './stars/similarity.js';
import { cellOf } from './stars/star-grid.js';
import { forEachAgreement, listTriangles } from './stars/triangles.js';

/** The search stops at a candidate rarer by chance than this (ln), */
const SURE_LOG_CHANCE = Math.log(1e-9);
/** if so large a part of the stars that could agree does: after the shifts, and among the triangles. */
const SURE_SHARE_OF_SHIFT = 0.5;
const SURE_SHARE = 0.25;
/** Numbers of brightest stars from which triangles are made, tried in turn. */
const STAGES: readonly number[] = [10, 20, 40];
/** Minimum longest side of a triangle, and minimum height on it [tolerances]. */
const MIN_SIZE = 8;
const MIN_HEIGHT = 1.5;
/** Largest error of the difference of two sides [tolerances]. */
const SIDE_ERROR = 0.5;
/** A guess is first tested on this number of the brightest stars of the shorter list, */
const QUICK_STARS = 60;
/** and dropped if chance would produce as many coincidences more often than this. */
const QUICK_CHANCE = 0.1;

/** The candidate that chance explains least, or null where no transform makes stars coincide. */
export function searchTransform(matching: Matching): Candidate | null {
  let best: Candidate | null = null;
  const consider = (candidate: Candidate | null): void => {
    if (candidate && (!best || candidate.logChance < best.logChance)) best = candidate;
  };
  const isSure = (share: number): boolean => best !== null && best.logChance < SURE_LOG_CHANCE && best.share >= share;

  for (const turned of [false, true])
    for (const shift of findShifts(matching, turned)) {
      consider(candidateOfShift(matching, shift));
      if (isSure(SURE_SHARE_OF_SHIFT)) return best;
    }

  const { a, b, tolerance, maxLogScale } = matching;
  const quick = quickTest(matching);
  let before = '';
  for (const stage of STAGES) {
    const na = Math.min(a.length, stage);
    const nb = Math.min(b.length, stage);
    if (`${na} ${nb}` === before) break;
    before = `${na} ${nb}`;
    const trianglesA = listTriangles(a, na, MIN_SIZE * tolerance, MIN_HEIGHT * tolerance);
    const trianglesB = listTriangles(b, nb, MIN_SIZE * tolerance, MIN_HEIGHT * tolerance);
    forEachAgreement(trianglesA, trianglesB, SIDE_ERROR * tolerance, maxLogScale, (i, j) => {
      const guess = throughSide(
        matching,
        trianglesA.corner1[i],
        trianglesA.corner2[i],
        trianglesB.corner1[j],
        trianglesB.corner2[j],
      );
      if (best && isSameTransform(matching, guess, best.transform)) return false;
      if (!quick(guess)) return false;
      consider(findConsensus(matching, guess, 'similarity'));
      return isSure(SURE_SHARE);
    });
    if (isSure(SURE_SHARE)) break;
  }
  return best;
}

/** What agrees with a shift, with rotation and scale fitted where the stars ask for it. */
function candidateOfShift(matching: Matching, shift: Similarity): Candidate | null {
  const stiff = findConsensus(matching, shift, 'shift');
  const free = findConsensus(matching, stiff?.transform ?? shift, 'similarity');
  if (!stiff || !free) return stiff ?? free;
  const logChance = Math.min(stiff.logChance, free.logChance);
  return { ...(needsSimilarity(matching, stiff, free) ? free : stiff), logChance };
}

/**
 * Whether the free fit is worth its two further parameters, by the corrected Akaike criterion
 * (Hurvich & Tsai 1989, Biometrika 76, 297): with few stars a fitted rotation is mostly noise, which
 * grows away from them.
 */
function needsSimilarity(matching: Matching, stiff: Candidate, free: Candidate): boolean {
  const { pairs, transform } = free;
  const shifted = fitPairs(matching, pairs, stiff.transform, 'shift');
  if (!shifted) return true;
  const values = 2 * pairs.length;
  // positions are not better known than to a thousandth of the tolerance
  const floor = values * (1e-3 * matching.tolerance) ** 2;
  const criterion = (t: Similarity, parameters: number): number => {
    const spare = values - parameters - 1;
    if (spare <= 0) return Infinity;
    return (
      values * Math.log(squares(matching, free, t) + floor) +
      2 * parameters +
      (2 * parameters * (parameters + 1)) / spare
    );
  };
  // the scatter itself is a parameter
  return criterion(transform, 5) < criterion(shifted, 3);
}

/** Sum of the squared distances of a candidate's pairs under a transform [px^2]. */
function squares({ a, b }: Matching, { pairs }: Candidate, t: Similarity): number {
  let sum = 0;
  for (let k = 0; k < pairs.length; k++) {
    const [i, j] = [pairs.a[k], pairs.b[k]];
    sum += (transformX(t, a.x[i], a.y[i]) - b.x[j]) ** 2 + (transformY(t, a.x[i], a.y[i]) - b.y[j]) ** 2;
  }
  return sum;
}

/** The similarity that takes stars i0, i1 of a to j0, j1 of b. */
function throughSide({ a, b }: Matching, i0: number, i1: number, j0: number, j1: number): Similarity {
  const [u, v] = [a.x[i1] - a.x[i0], a.y[i1] - a.y[i0]];
  const [p, q] = [b.x[j1] - b.x[j0], b.y[j1] - b.y[j0]];
  const size = u * u + v * v;
  const turn = { a: (u * p + v * q) / size, b: (u * q - v * p) / size, tx: 0, ty: 0 };
  const x = b.x[j0] - transformX(turn, a.x[i0], a.y[i0]);
  const y = b.y[j0] - transformY(turn, a.x[i0], a.y[i0]);
  return composeTransforms(turn, { a: 1, b: 0, tx: x, ty: y });
}

/** Whether two transforms map the corners of the frame to the same positions within two tolerances. */
function isSameTransform(
  { footprintA: { left, right, top, bottom }, tolerance }: Matching,
  s: Similarity,
  t: Similarity,
): boolean {
  const near = (x: number, y: number): boolean =>
    Math.abs(transformX(s, x, y) - transformX(t, x, y)) < 2 * tolerance &&
    Math.abs(transformY(s, x, y) - transformY(t, x, y)) < 2 * tolerance;
  return near(left, top) && near(right, bottom);
}

/** A fast test of guesses: do enough of the brightest stars of a meet any star of b? */
function quickTest({ a, b, grid, chances, tolerance, minMatched }: Matching): (t: Similarity) => boolean {
  const count = Math.min(a.length, QUICK_STARS);
  // wide, because the guess is rough, but not so wide that every star meets another
  const byChance = (radius: number): number => count * Math.min(1, chances.density * Math.PI * radius * radius);
  const radius = Math.max(tolerance, Math.min(grid.reach, grid.reach / Math.sqrt(byChance(grid.reach))));
  let needed = Math.max(3, minMatched);
  while (logPoissonTail(needed - 3, byChance(radius)) > Math.log(QUICK_CHANCE) && needed < count) needed++;
  const radius2 = radius * radius;
  const { x: bx, y: by } = b;
  const { star, next } = grid;
  return t => {
    let met = 0;
    for (let i = 0; i < count; i++) {
      if (met + count - i < needed) return false;
      const x = transformX(t, a.x[i], a.y[i]);
      const y = transformY(t, a.x[i], a.y[i]);
      for (let entry = cellOf(grid, x, y); entry >= 0; entry = next[entry]) {
        const dx = bx[star[entry]] - x;
        const dy = by[star[entry]] - y;
        if (dx * dx + dy * dy < radius2) {
          met++;
          break;
        }
      }
      if (met >= needed) return true;
    }
    return met >= needed;
  };
}
