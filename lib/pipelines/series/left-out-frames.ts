/**
 * What is said of frames that could not be aligned and do not take part.
 *
 * @module
 */
import { type FrameCount, usedFrames } from '../../core/frame-count.js';
import type { Problem } from '../../core/problem.js';
import type { SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';

/** A result of fewer of its frames than this fraction is a problem of its own. */
const MIN_USED = 0.5;

/** How many frames came in, and which were left out; without an alignment none is. */
export function frameCountOf(plan: SeriesPlan, alignment: SeriesAlignment | null): FrameCount {
  const leftOut = plan.frames.flatMap(({ facts }, k) => {
    const { transform, reason } = alignment?.frames[k] ?? { transform: undefined, reason: '' };
    return transform === null ? [{ file: facts.file, reason }] : [];
  });
  return { given: plan.frames.length, leftOut };
}

/** A problem for each frame that could not be aligned, after one if these are more than half; none without an alignment. */
export function leftOutFrames(plan: SeriesPlan, alignment: SeriesAlignment | null): Problem[] {
  if (alignment === null) return [];
  const problems = plan.frames.flatMap(({ facts }, k): Problem[] => {
    const { transform, reason } = alignment.frames[k];
    if (transform !== null) return [];
    const remedy = `left out: ${reason}. Look at the frame for clouds or a wrong field, and at series.alignment()`;
    return [{ file: facts.path, where: `frame ${k}`, value: '', code: 'frame-not-aligned', action: 'dropped', remedy }];
  });
  const count = frameCountOf(plan, alignment);
  return usedFrames(count) < MIN_USED * count.given ? [fewFrames(count), ...problems] : problems;
}

function fewFrames(count: FrameCount): Problem {
  return {
    file: '',
    where: 'series',
    value: `${usedFrames(count)} of ${count.given}`,
    code: 'few-frames-used',
    action: 'dropped',
    remedy: `only ${usedFrames(count)} of the ${count.given} frames could be aligned and are used; the others are listed in series.alignment()`,
  };
}
