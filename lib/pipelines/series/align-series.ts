/**
 * Alignment of a series: for each frame, where the stars of the reference frame are in it.
 *
 * Alignment finds transforms and never resamples: photometry happens on the untouched pixels at
 * transformed positions.
 *
 * Method: the stars of each frame are detected; the frame with the most stars is the anchor; the others
 * are matched to it by asterisms. Frames that fail are tried once more against the stars of all the
 * aligned frames together (a drift may leave no overlap with the anchor itself), then by their
 * WCS where both have one and detected stars confirm it. What still fails is reported and left out.
 *
 * @module
 */
import { matchAsterisms } from '../../astrometry/match-asterisms.js';
import {
  composeTransforms,
  IDENTITY,
  invertTransform,
  type Similarity,
  transformX,
  transformY,
} from '../../astrometry/stars/similarity.js';
import type { RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import { parseWcs, type Wcs } from '../../frame/wcs/wcs.js';
import type { FrameAlignment } from '../frames/frame-alignment.js';
import { requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import type { FrameStars } from '../frames/survey-frame.js';
import { matchByWcs } from './match-by-wcs.js';
import { overFrames } from './over-frames.js';

/** Settings of `FrameSeries.align`. */
export interface AlignOptions {
  /** The frame whose pixel coordinates are used for positions: its index or its file name. Default: the first frame that can be aligned. */
  readonly reference?: number | string;
  /** Detection limit [sigma of the sky]. Default 5. */
  readonly sigma?: number;
  /** Maximum number of stars per frame; the brightest are used. Default 120. */
  readonly maxStars?: number;
}

/** The alignment of a series. */
export interface SeriesAlignment {
  /** Index of the reference frame. */
  readonly reference: number;
  /** One entry for each frame of the plan. */
  readonly frames: readonly FrameAlignment[];
  /** WCS of each frame; null where the header has no usable one. */
  readonly wcs: readonly (Wcs | null)[];
}

/** Detected stars of one frame, their FWHM and the WCS. */
interface Surveyed {
  readonly stars: FrameStars;
  readonly fwhm: number;
  readonly wcs: Wcs | null;
}

/** A transform and how well it fits. */
interface Match {
  readonly transform: Similarity;
  readonly matched: number;
  readonly rms: number;
  readonly method: 'asterisms' | 'wcs';
}

/**
 * Finds the transform from the reference frame to every frame of a series.
 *
 * @throws PhotometryError `no-stars` if no frame has stars; `not-aligned` if the requested reference cannot be aligned
 */
export async function alignSeries(
  plan: SeriesPlan,
  options: AlignOptions = {},
  run: RunOptions = {},
): Promise<SeriesAlignment> {
  requireFrames(plan, 'align');
  const surveyed: Surveyed[] = [];
  const { sigma, maxStars } = options;
  await overFrames(plan, {
    step: 'align',
    verb: 'survey',
    indices: [...plan.frames.keys()],
    taskOf: () => ({ sigma, maxStars }),
    take: ({ stars, fwhm, header }) => {
      surveyed.push({ stars, fwhm, wcs: parseWcs(header) });
    },
    run,
  });
  const anchor = richest(surveyed);
  if (surveyed[anchor].stars.x.length === 0)
    throw new PhotometryError(
      'no-stars',
      `no stars were found in any of the ${plan.frames.length} frames (first: ${plan.frames[0].facts.path}): ` +
        `check that these are light frames, and try align({ sigma: 3 })`,
      { path: plan.frames[0].facts.path },
    );
  const matches = matchToAnchor(surveyed, anchor);
  const reference = chooseReference(plan, matches, options.reference);
  const toAnchor = invertTransform(matches[reference]!.transform);
  const frames = surveyed.map(({ stars, fwhm }, k): FrameAlignment => {
    const match = matches[k];
    return {
      transform: match ? (k === reference ? IDENTITY : composeTransforms(toAnchor, match.transform)) : null,
      method: match?.method ?? 'none',
      matched: match?.matched ?? 0,
      rms: match?.rms ?? Number.NaN,
      starCount: stars.x.length,
      fwhm,
    };
  });
  return { reference, frames, wcs: surveyed.map(({ wcs }) => wcs) };
}

/** Index of the frame with the most stars; the first of equals. */
function richest(surveyed: readonly Surveyed[]): number {
  let best = 0;
  for (let k = 1; k < surveyed.length; k++) if (surveyed[k].stars.x.length > surveyed[best].stars.x.length) best = k;
  return best;
}

/** The transform from the anchor to each frame; null where none was found. */
function matchToAnchor(surveyed: readonly Surveyed[], anchor: number): (Match | null)[] {
  const anchorStars = surveyed[anchor].stars;
  const matches = surveyed.map(({ stars }, k): Match | null => {
    if (k === anchor) return { transform: IDENTITY, matched: stars.x.length, rms: 0, method: 'asterisms' };
    return byAsterisms(anchorStars, stars);
  });
  if (matches.every(match => match !== null)) return matches;
  const catalogue = mergeStars(surveyed, matches);
  const known = surveyed.findIndex(({ wcs }, k) => wcs !== null && matches[k] !== null);
  return matches.map((match, k) => {
    const { stars, wcs } = surveyed[k];
    const found = match ?? byAsterisms(catalogue, stars);
    if (found || wcs === null || known < 0) return found;
    const placed = { transform: matches[known]!.transform, wcs: surveyed[known].wcs! };
    const byWcs = matchByWcs(catalogue, placed, stars, wcs);
    return byWcs && { ...byWcs, method: 'wcs' };
  });
}

function byAsterisms(reference: FrameStars, stars: FrameStars): Match | null {
  const found = matchAsterisms(reference, stars);
  return found && { transform: found.transform, matched: found.matched, rms: found.rms, method: 'asterisms' };
}

/** Positions closer than this are the same star [px]. */
const SAME_STAR = 3;

/** The stars of all aligned frames in the anchor's pixels, each once, brightest first. */
function mergeStars(surveyed: readonly Surveyed[], matches: readonly (Match | null)[]): FrameStars {
  const merged: { x: number; y: number; flux: number }[] = [];
  matches.forEach((match, k) => {
    if (!match) return;
    const back = invertTransform(match.transform);
    const { x, y, flux } = surveyed[k].stars;
    for (let i = 0; i < x.length; i++) {
      const px = transformX(back, x[i], y[i]);
      const py = transformY(back, x[i], y[i]);
      if (!merged.some(star => Math.hypot(star.x - px, star.y - py) < SAME_STAR))
        merged.push({ x: px, y: py, flux: flux[i] });
    }
  });
  merged.sort((a, b) => b.flux - a.flux);
  return {
    x: Float64Array.from(merged, star => star.x),
    y: Float64Array.from(merged, star => star.y),
    flux: Float64Array.from(merged, star => star.flux),
  };
}

/** The index of the frame that positions refer to. */
function chooseReference(
  plan: SeriesPlan,
  matches: readonly (Match | null)[],
  wanted: number | string | undefined,
): number {
  if (wanted === undefined) return matches.findIndex(match => match !== null);
  const index =
    typeof wanted === 'number'
      ? wanted
      : plan.frames.findIndex(({ facts }) => facts.file === wanted || facts.path === wanted);
  if (!plan.frames[index])
    throw new PhotometryError(
      'bad-argument',
      `align({ reference: ${JSON.stringify(wanted)} }) is not a frame of this series of ${plan.frames.length}`,
      {
        reference: wanted,
      },
    );
  if (!matches[index])
    throw new PhotometryError(
      'not-aligned',
      `the reference frame ${plan.frames[index].facts.file} shares too few stars with the others: choose another, or leave the choice to align()`,
      { reference: wanted },
    );
  return index;
}
