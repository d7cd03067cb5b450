/**
 * What is said of frames that could not be aligned and do not take part.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';

/** A problem for each frame that could not be aligned; none without an alignment. */
export function leftOutFrames(plan: SeriesPlan, alignment: SeriesAlignment | null): Problem[] {
  if (alignment === null) return [];
  return plan.frames.flatMap(({ facts }, k): Problem[] => {
    if (alignment.frames[k].transform !== null) return [];
    const remedy =
      'it could not be aligned with the others and was left out: look at the frame for clouds or a wrong field, and at ' +
      'series.alignment()';
    return [{ file: facts.path, where: `frame ${k}`, value: '', code: 'frame-not-aligned', action: 'dropped', remedy }];
  });
}
