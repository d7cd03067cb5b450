/**
 * What is done to single frames of a series, in this thread or in others: the same functions, so the same bytes.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import { type LayTask, layOnReference } from './lay-on-reference.js';
import { type FrameMeasurement, type MeasureFrameTask, measureFrame } from './measure-frame.js';
import { type FrameSurvey, type SurveyTask, surveyFrame } from './survey-frame.js';

/** The tasks by name: what is asked, as plain data, and what comes out. */
export interface FrameTasks {
  /** Finds the stars. */
  survey: { readonly ask: SurveyTask; readonly answer: FrameSurvey };
  /** Measures stars. */
  measure: { readonly ask: MeasureFrameTask; readonly answer: FrameMeasurement };
  /** Lays the frame on the reference frame. */
  lay: { readonly ask: LayTask; readonly answer: Image };
  /** Reads and reduces, no more. */
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

/** Does a task to a reduced frame. */
export function performTask<V extends FrameVerb>(
  verb: V,
  image: Image,
  ask: FrameTasks[V]['ask'],
): FrameTasks[V]['answer'] {
  return PERFORMERS[verb](image, ask);
}
