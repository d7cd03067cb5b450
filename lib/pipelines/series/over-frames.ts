/**
 * Walks over the frames of a series, here or in several threads: the same functions in the same order of results.
 *
 * @module
 */
import { betweenFrames, boundToCell, type RunOptions, throwIfAborted } from '../../core/ambient.js';
import { type FrameTasks, type FrameVerb, performTask } from '../frames/frame-tasks.js';
import { loadFrame, type SeriesPlan } from '../frames/series-plan.js';
import { threadsFor } from '../threads/threads-for.js';

/** What to ask of which frames, and who takes the answers. */
interface FrameWalk<V extends FrameVerb> {
  /** The step in words, for progress. */
  readonly step: string;
  /** What is done to each frame. */
  readonly verb: V;
  /** Which frames, in order. */
  readonly indices: readonly number[];
  readonly taskOf: (index: number) => FrameTasks[V]['ask'];
  /** Takes the results, in order; an error thrown here ends the walk. `n` counts from 0. */
  readonly take: (answer: FrameTasks[V]['answer'], n: number) => void;
  readonly run: RunOptions;
}

/**
 * Does a task to the frames of a plan.
 *
 * @throws what the first frame throws that fails; PhotometryError `aborted`
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
