/**
 * From peaks to stars: each at its centroid, once, and only if it is wide enough for starlight.
 *
 * @module
 */
import { windowedCentroid } from '../frame/centroid.js';
import { measureFwhm } from '../frame/profile-fwhm.js';
import { SourceFlag } from '../frame/source-flags.js';
import type { PreparedPlane } from './background/prepare-plane.js';
import type { Candidate } from './candidates.js';
import { SIGMA_TO_FWHM } from './daofind/daofind-kernel.js';

/** Two sources nearer than this are one [FWHM]. */
const SAME_STAR = 0.5;
/** A peak sharper than this */
const SHARP = 0.75;
/** and a source narrower than this fraction of the frame's width is not a star. */
const NARROW = 0.45;

/** A candidate at its final place, with its own width. */
export interface PlacedStar extends Candidate {
  readonly flags: number;
  /** FWHM of its Moffat fit [px]; NaN if there is no fit. */
  readonly measured: number;
}

/**
 * Centres and measures the candidates, brightest first, and drops those that fall together with a
 * brighter one (two maxima of one star) or are too narrow for starlight.
 */
export function placeStars(
  plane: PreparedPlane,
  candidates: readonly Candidate[],
  fwhm: number,
  edge: number,
  maxSources: number,
): PlacedStar[] {
  const { width, height } = plane;
  const kept: PlacedStar[] = [];
  const taken = new Map<number, PlacedStar[]>();
  const cell = Math.max(1, SAME_STAR * fwhm);
  const columns = Math.ceil(width / cell) + 2;
  const cellOf = (x: number, y: number): number => Math.floor(y / cell + 1) * columns + Math.floor(x / cell + 1);
  for (const candidate of candidates) {
    if (kept.length >= maxSources) break;
    const centre = windowedCentroid(plane, candidate.x, candidate.y, {
      sigma: candidate.fwhm / SIGMA_TO_FWHM,
      maxShift: Math.max(1, 0.5 * candidate.fwhm),
    });
    const { x, y, converged } = centre;
    if (!(x >= edge && y >= edge && x <= width - 1 - edge && y <= height - 1 - edge)) continue;
    const home = cellOf(x, y);
    let isNew = true;
    for (const at of [-columns - 1, -columns, -columns + 1, -1, 0, 1, columns - 1, columns, columns + 1])
      for (const star of taken.get(home + at) ?? []) isNew &&= Math.hypot(star.x - x, star.y - y) >= SAME_STAR * fwhm;
    if (!isNew) continue;
    const measured = measureFwhm(plane, x, y, { radius: Math.max(4, 2 * candidate.fwhm) });
    if (isTooNarrow(candidate, measured)) continue;
    const placed = { ...candidate, x, y, measured, flags: converged ? 0 : SourceFlag.notCentred };
    kept.push(placed);
    const there = taken.get(home);
    if (there) there.push(placed);
    else taken.set(home, [placed]);
  }
  return kept;
}

/**
 * No starlight is narrower than the PSF: a sharp peak with a fitted width below 0.45 of the frame's, or
 * with none, is a hot pixel whose neighbours' noise made it pass for a star.
 */
function isTooNarrow({ fwhm, sharpness }: Candidate, measured: number): boolean {
  return sharpness > SHARP && !(measured >= NARROW * fwhm);
}
