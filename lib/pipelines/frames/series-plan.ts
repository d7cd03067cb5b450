/**
 * A series of frames as a plan: what to read and how to reduce it. Nothing is read yet.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { joinProblems, type Problems } from '../../core/problem.js';
import type { Image, Precision } from '../../frame/image.js';
import { type ReadFrameOptions, readImage } from '../../frame/read-frame.js';
import type { HeaderColumns } from '../../frame/telescopes/header-columns.js';
import { type CalibrateOptions, calibrate } from '../../reduce/calibrate/calibrate.js';
import type { FrameCache } from './frame-cache.js';

/** One frame of a series: the facts of its header, and how to read its pixels. */
export interface SeriesFrame {
  /** The normalised header, one row of the header table. */
  readonly facts: HeaderColumns;
  /** Reads the pixels. Called each time the frame is needed: a series keeps no pixels. */
  load(precision: Precision): Promise<Image>;
  /** What {@link load} reads, if a worker thread can read it too; absent for frames that only this thread has. */
  readonly source?: FrameSource;
  /** What was noticed in its header; absent if nothing was. */
  readonly problems?: Problems;
}

/** A frame in a file. */
export interface FrameSource {
  /** Path or address. */
  readonly path: string;
  /** How it is read. */
  readonly options: Omit<ReadFrameOptions, 'precision'>;
}

/** A source that can be read repeatedly. */
export type Loadable = Pick<SeriesFrame, 'load'>;

/** Reads frames from a file. */
export function fileLoader({ path, options }: FrameSource): Loadable {
  return { load: precision => readImage(path, { ...options, precision }) };
}

/** What a series will do with each frame it reads. */
export interface SeriesPlan {
  /** The frames, in order of time. */
  readonly frames: readonly SeriesFrame[];
  /** Reductions, applied in this order; to every frame, unless {@link reductions} says otherwise. */
  readonly calibrations: readonly CalibrateOptions[];
  /** Which of the reductions apply to a frame; all of them to one that is not in it. Keyed by the objects of {@link frames}. */
  readonly reductions?: ReadonlyMap<Loadable, FrameReduction>;
  /** Element type of the pixels. */
  readonly precision: Precision;
  /** Cache of reduced frames between passes; null to read them each time. */
  readonly cache: FrameCache | null;
}

/** How one frame is reduced, where frames of a plan differ; plain data. */
export interface FrameReduction {
  /** Indices of the plan's reductions that apply to it, in order. */
  readonly steps: readonly number[];
  /** What is to be said about its reduction, in addition to what its pixels show. */
  readonly problems: Problems;
}

/** The part of a plan that applies to every frame. */
export type ReductionSettings = Omit<SeriesPlan, 'frames'>;

/** Reads and reduces frame `index` of a plan. */
export async function loadFrame(plan: SeriesPlan, index: number): Promise<Image> {
  const frame = plan.frames[index];
  if (!frame)
    throw new PhotometryError(
      'bad-argument',
      `frame ${index} was requested, but the series has ${plan.frames.length} frames`,
      {
        index,
        length: plan.frames.length,
      },
    );
  return loadReduced(frame, plan);
}

/** Reads and reduces a frame, or returns it from the cache. */
export async function loadReduced(frame: Loadable, settings: ReductionSettings): Promise<Image> {
  const { precision, cache, reductions } = settings;
  const kept = cache?.get(frame);
  if (kept) return kept;
  let image = await frame.load(precision);
  for (const options of calibrationsOf(frame, settings)) image = calibrate(image, options);
  const problems = reductions?.get(frame)?.problems ?? [];
  if (problems.length > 0) image = { ...image, problems: joinProblems(image.problems, problems) };
  cache?.offer(frame, image);
  return image;
}

/** The reductions that apply to a frame, in order. */
export function calibrationsOf(
  frame: Loadable,
  { calibrations, reductions }: Pick<SeriesPlan, 'calibrations' | 'reductions'>,
): readonly CalibrateOptions[] {
  const reduction = reductions?.get(frame);
  return reduction ? reduction.steps.map(k => calibrations[k]) : calibrations;
}

/** Throws if a plan has no frames, naming the verb that needs them. */
export function requireFrames(plan: Pick<SeriesPlan, 'frames'>, verb: string): void {
  if (plan.frames.length === 0)
    throw new PhotometryError(
      'no-frames',
      `${verb}() needs at least one frame, but the series is empty: check the test given to where(), ` +
        `and look at the imagetyp and filter columns of series.table`,
      { verb },
    );
}
