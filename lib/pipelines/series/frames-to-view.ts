/**
 * Frames of a series to view one after another, with each star in the same place if the series is aligned.
 *
 * @module
 */
import { betweenFrames, type RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import { type Image, imageOf } from '../../frame/image.js';
import { resampleToReference } from '../frames/resample.js';
import { loadFrame, requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';

/** Which frames of a series to show. */
export interface FramesToViewOptions {
  /** Indices of the frames in the series, in the order to show them. Default: {@link most} of them, evenly spaced. */
  readonly frames?: readonly number[];
  /** Maximum number of frames when `frames` is not given. Default 12. */
  readonly most?: number;
}

/** A frame and its index in the series. */
interface FrameToView {
  readonly index: number;
  /** The frame; if the series is aligned, resampled to the reference frame's pixels, for display only. */
  readonly image: Image;
}

/**
 * Reads and reduces the frames to view; `use` is called with each, so that their pixels need not be kept.
 *
 * Frames that cannot be aligned are left out, unless they were requested by index: then that is an error.
 *
 * @throws PhotometryError `no-frames`, `bad-argument` for an index out of range, `not-aligned`, `aborted`
 */
export async function framesToView<T>(
  plan: SeriesPlan,
  alignment: SeriesAlignment | null,
  { frames, most = 12 }: FramesToViewOptions,
  run: RunOptions,
  use: (frame: FrameToView) => T,
): Promise<T[]> {
  requireFrames(plan, 'view');
  const usable = plan.frames.map((_, k) => k).filter(k => alignment === null || alignment.frames[k].transform !== null);
  const indices = frames ?? evenly(usable, most);
  const reference = alignment && (alignment.outside?.image ?? (await loadFrame(plan, alignment.reference!)));
  const used: T[] = [];
  for (const index of indices) {
    const image = await loadFrame(plan, index);
    const transform = alignment?.frames[index].transform;
    if (transform === null)
      throw new PhotometryError(
        'not-aligned',
        `frame ${index} (${plan.frames[index].facts.file}) could not be aligned (${alignment?.frames[index].reason}): leave it out of view({ frames })`,
        { index },
      );
    if (!reference || !transform) used.push(use({ index, image }));
    else {
      const { width, height, header } = reference;
      const pixels = resampleToReference(image, transform, width, height);
      const moved = imageOf({ ...image, width, height, header, pixels, variance: undefined, mask: undefined });
      used.push(use({ index, image: moved }));
    }
    await betweenFrames(run, { step: 'view', done: used.length, total: indices.length });
  }
  if (used.length === 0)
    throw new PhotometryError('no-frames', 'view() needs at least one frame: none was requested, or none was aligned');
  return used;
}

/** At most `most` items of a list, including the first and the last. */
function evenly(list: readonly number[], most: number): number[] {
  if (list.length <= most) return [...list];
  if (most < 2) return list.slice(0, Math.max(0, most));
  return Array.from({ length: most }, (_, k) => list[Math.round((k * (list.length - 1)) / (most - 1))]);
}
