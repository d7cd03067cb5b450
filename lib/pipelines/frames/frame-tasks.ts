/**
 * The tasks that run on single frames of a series, in this thread or in others: the same functions, so the same bytes.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import { type LayTask, layOnReference } from './lay-on-reference.js';
import { type FrameMeasurement, type MeasureFrameTask, measureFrame } from './measure-frame.js';
import { type FrameSurvey, type SurveyTask, surveyFrame } from './survey-frame.js';

/** The tasks by name: the request, as plain data, and the result. */
export interface FrameTasks {
  /** Finds the stars. */
  survey: { readonly ask: SurveyTask; readonly answer: FrameSurvey };
  /** Measures stars. */
  measure: { readonly ask: MeasureFrameTask; readonly answer: FrameMeasurement };
  /** Resamples the frame onto the reference frame. */
  lay: { readonly ask: LayTask; readonly answer: Image };
  /** Only reads and reduces. */
  load: { readonly ask: null; readonly answer: Image };
}

/** Name of a task. */
export type FrameVerb = keyof FrameTasks;

type Performers = { readonly [V in FrameVerb]: (image: Image, ask: FrameTasks[V]['ask']) => FrameTasks[V]['answer'] };

const PERFORMERS: Performers = {
  survey: surveyFrame,
  measure: measureFrame,
  lay: (image, task) => layOnReference(image, task),
  load: image => image,
};

/** Runs a task on a reduced frame. */
export function performTask<V extends FrameVerb>(
  verb: V,
  image: Image,
  ask: FrameTasks[V]['ask'],
): FrameTasks[V]['answer'] {
  return PERFORMERS[verb](image, ask);
}
