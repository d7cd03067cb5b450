/**
 * Runs a task on the frames of a series, in this thread or in several: the same functions, and results in the same order.
 *
 * @module
 */
import { betweenFrames, boundToCell, type RunOptions, throwIfAborted } from '../../core/ambient.js';
import { type FrameTasks, type FrameVerb, performTask } from '../frames/frame-tasks.js';
import { loadFrame, type SeriesPlan } from '../frames/series-plan.js';
import { threadsFor } from '../threads/threads-for.js';

/** The task, the frames it runs on, and the callback that receives the results. */
interface FrameWalk<V extends FrameVerb> {
  /** Name of the step, shown in progress reports. */
  readonly step: string;
  /** The task that runs on each frame. */
  readonly verb: V;
  /** Indices of the frames, in order. */
  readonly indices: readonly number[];
  readonly taskOf: (index: number) => FrameTasks[V]['ask'];
  /** Receives the results in order; an error thrown here ends the run. `n` counts from 0. */
  readonly take: (answer: FrameTasks[V]['answer'], n: number) => void;
  readonly run: RunOptions;
}

/**
 * Runs a task on the frames of a plan.
 *
 * @throws the error of the first frame that fails; PhotometryError `aborted`
 */
export async function overFrames<V extends FrameVerb>(plan: SeriesPlan, walk: FrameWalk<V>): Promise<void> {
  const { step, verb, indices, taskOf, take } = walk;
  const run = boundToCell(walk.run);
  const total = indices.length;
  const threads = threadsFor(plan, indices, step, run);
  if (!threads) {
    for (let n = 0; n < total; n++) {
      take(performTask(verb, await loadFrame(plan, indices[n]), taskOf(indices[n])), n);
      await betweenFrames(run, { step, done: n + 1, total });
    }
    return;
  }
  let done = 0;
  try {
    const answers = indices.map(async index => {
      const answer = await threads.ask(index, verb, taskOf(index));
      run.progress?.({ step, done: ++done, total });
      return answer;
    });
    for (const answer of answers) answer.catch(() => {}); // the first error is thrown below
    for (let n = 0; n < total; n++) {
      take(await answers[n], n);
      throwIfAborted(run, step);
    }
  } finally {
    threads.end();
  }
}
