/**
 * Shifts that many pairs of stars agree on: the quick guess for frames that only drifted.
 *
 * @module
 */
import type { Matching } from './consensus.js';
import type { Similarity } from './stars/similarity.js';

/** Number of brightest stars of each list that are paired with each other. */
const BRIGHTEST = 60;
/** Pairs whose shifts differ by less than this many tolerances agree: a small rotation is allowed for. */
const AGREE = 1.5;
/** Maximum number of proposed shifts. */
const MAX_PROPOSALS = 8;
/** Shifts are sorted in steps of this part of a pixel. */
const STEPS = 16;

/**
 * The shifts with most agreement, best first.
 *
 * @param turned whether the frame is turned by 180 degrees before the shift (a meridian flip)
 */
export function findShifts({ a, b, tolerance }: Matching, turned: boolean): Similarity[] {
  const na = Math.min(a.length, BRIGHTEST);
  const nb = Math.min(b.length, BRIGHTEST);
  const sign = turned ? -1 : 1;
  const n = na * nb;
  // sorted by dx, with the number of the pair in the low digits
  const keys = new Float64Array(n);
  for (let i = 0, k = 0; i < na; i++)
    for (let j = 0; j < nb; j++, k++) keys[k] = Math.round((b.x[j] - sign * a.x[i]) * STEPS) * n + k;
  keys.sort();
  const dx = new Float64Array(n);
  const dy = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const pair = keys[k] - Math.floor(keys[k] / n) * n;
    const i = Math.floor(pair / nb);
    const j = pair - i * nb;
    dx[k] = b.x[j] - sign * a.x[i];
    dy[k] = b.y[j] - sign * a.y[i];
  }

  const near = AGREE * tolerance;
  const votes = new Int32Array(n);
  for (let k = 0; k < n; k++)
    for (let m = k + 1; m < n && dx[m] - dx[k] <= near; m++)
      if (Math.abs(dy[m] - dy[k]) <= near) {
        votes[k]++;
        votes[m]++;
      }

  const proposals: Similarity[] = [];
  while (proposals.length < MAX_PROPOSALS) {
    let best = 0;
    for (let k = 1; k < n; k++) if (votes[k] > votes[best]) best = k;
    if (votes[best] < 2) break;
    proposals.push({ a: sign, b: 0, tx: dx[best], ty: dy[best] });
    for (let k = 0; k < n; k++)
      if (Math.abs(dx[k] - dx[best]) <= 2 * near && Math.abs(dy[k] - dy[best]) <= 2 * near) votes[k] = 0;
  }
  return proposals;
}
