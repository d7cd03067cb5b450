/**
 * Alignment of a series: for each frame, where the stars of the reference frame are in it.
 *
 * Alignment finds transforms and never resamples: photometry happens on the untouched pixels at
 * transformed positions.
 *
 * Method: the stars of each frame are detected; what does not move with them is left out; frames that show the same stars
 * form a group (see {@link ./alignment/frame-groups.ts}). The largest group, or that of the requested reference, is used;
 * the other frames are left out, each with the reason.
 *
 * @module
 */
import type { RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import type { Image } from '../../frame/image.js';
import { parseWcs, type Wcs } from '../../frame/wcs/wcs.js';
import type { FrameAlignment } from '../frames/frame-alignment.js';
import { requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import { surveyFrame } from '../frames/survey-frame.js';
import { reasonsOf } from './alignment/alignment-reasons.js';
import { withoutFixedPattern } from './alignment/fixed-pattern.js';
import { type FrameGroup, groupFrames, relativeTo } from './alignment/frame-groups.js';
import type { Surveyed } from './alignment/match-frames.js';
import { alignmentReference, requireGroup } from './alignment/wanted-reference.js';
import { overFrames } from './over-frames.js';

/** Settings of the alignment of a series. */
export interface AlignSeriesOptions {
  /** The frame whose pixel coordinates are used for positions: its index, its file name, or an image from outside the series. */
  readonly reference?: number | string | Image;
  /** Detection limit [sigma of the sky]. Default 5. */
  readonly sigma?: number;
  /** Maximum number of stars per frame; the brightest are used. Default 120. */
  readonly maxStars?: number;
}

/** The alignment of a series. */
export interface SeriesAlignment {
  /** Index of the reference frame; null if it is not one of the series. */
  readonly reference: number | null;
  /** The reference frame if it is not one of the series. */
  readonly outside: OutsideReference | null;
  /** One entry for each frame of the plan. */
  readonly frames: readonly FrameAlignment[];
  /** WCS of each frame; null where the header has no usable one. */
  readonly wcs: readonly (Wcs | null)[];
}

/** A reference frame that is not one of the series. */
interface OutsideReference {
  readonly image: Image;
  readonly wcs: Wcs | null;
}

/**
 * Finds the transform from the reference frame to every frame of a series.
 *
 * @throws PhotometryError `no-stars` if no frame has stars; `not-aligned` if the requested reference shares no stars with
 *   the others; `bad-argument` if it is not a frame
 */
export async function alignSeries(
  plan: SeriesPlan,
  options: AlignSeriesOptions = {},
  run: RunOptions = {},
): Promise<SeriesAlignment> {
  requireFrames(plan, 'align');
  const wanted = alignmentReference(plan, options.reference);
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
  requireStars(plan, surveyed);
  const outside = wanted.image && { image: wanted.image, wcs: parseWcs(wanted.image.header) };
  const all = [...withoutFixedPattern(surveyed)];
  if (outside) all.push({ ...surveyFrame(outside.image, { sigma, maxStars }), wcs: outside.wcs });
  const index = outside ? plan.frames.length : wanted.index;
  const groups = groupFrames(all);
  const chosen = index === null ? groups[0] : requireGroup(plan, groups, index, wanted.image);
  const reference = index ?? Math.min(...chosen.matches.keys());
  return {
    reference: outside ? null : reference,
    outside,
    frames: alignmentsOf(surveyed, groups, chosen, reference),
    wcs: surveyed.map(({ wcs }) => wcs),
  };
}

function requireStars(plan: SeriesPlan, surveyed: readonly Surveyed[]): void {
  if (surveyed.some(({ stars }) => stars.x.length > 0)) return;
  throw new PhotometryError(
    'no-stars',
    `no stars were found in any of the ${plan.frames.length} frames (first: ${plan.frames[0].facts.path}): ` +
      `check that these are light frames, and try align({ sigma: 3 })`,
    { path: plan.frames[0].facts.path },
  );
}

/** Where each frame of the series is, relative to the reference; frames of other groups are nowhere. */
function alignmentsOf(
  surveyed: readonly Surveyed[],
  groups: readonly FrameGroup[],
  chosen: FrameGroup,
  reference: number,
): FrameAlignment[] {
  const matchOf = relativeTo(chosen, reference);
  const reasonOf = reasonsOf(surveyed, groups, chosen);
  return surveyed.map(({ stars, fwhm }, k): FrameAlignment => {
    const match = matchOf(k);
    return {
      transform: match?.transform ?? null,
      method: match?.method ?? 'none',
      matched: match?.matched ?? 0,
      rms: match?.rms ?? Number.NaN,
      starCount: stars.x.length,
      fwhm,
      reason: match ? '' : reasonOf(k),
    };
  });
}
