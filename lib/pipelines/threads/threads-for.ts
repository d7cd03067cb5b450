/**
 * Decides whether the frames of a plan are processed in several threads, and gives access to them.
 *
 * @module
 */

import type { RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import { warnOnce } from '../../core/warn-once.js';
import type { NoWorkers } from '../../platform/worker-host.js';
import type { CombineTarget, StripFrame, StripRule } from '../../reduce/combine/pixels/combine-strip.js';
import type { FrameTasks, FrameVerb } from '../frames/frame-tasks.js';
import type { SeriesFrame, SeriesPlan } from '../frames/series-plan.js';
import type { FrameMessage } from './messages/series-worker-messages.js';
import { fromPlain, type Plain } from './messages/shared-image.js';
import { type SeriesSession, sessionOf } from './series-session.js';
import { ThreadRun, warmUpThreads, workerHost } from './series-threads.js';

/** Fewer frames are processed in this thread unless workers are requested. */
const MIN_FRAMES = 4;
/**
 * Fewer pixels in total take less time than threads need to start [px]: loading and compiling a thread's program takes
 * about 0.3 s, and one thread aligns and measures 20 million pixels per second.
 */
const MIN_PIXELS = 12e6;

/** From this many pixels on, threads are started in advance, because more such frames will follow [px]. */
const WORTH_WARMING = 4e6;

/** Access to the threads that a plan's frames belong to. Always call {@link end}. */
export class PlanThreads {
  readonly #plan: SeriesPlan;
  readonly #session: SeriesSession;
  readonly #run: ThreadRun;

  constructor(plan: SeriesPlan, session: SeriesSession, run: ThreadRun) {
    this.#plan = plan;
    this.#session = session;
    this.#run = run;
  }

  /** Number of threads. */
  get count(): number {
    return this.#session.workers;
  }

  /** Runs a task on frame `index` in the thread that the frame belongs to. */
  async ask<V extends FrameVerb>(index: number, verb: V, ask: FrameTasks[V]['ask']): Promise<FrameTasks[V]['answer']> {
    const frame = this.#plan.frames[index];
    const { numbers, message, workers } = this.#session;
    const number = numbers.get(frame) ?? numbers.size;
    numbers.set(frame, number);
    const { session } = message;
    const { source } = frame;
    const reduction = this.#plan.reductions?.get(frame);
    const question = { kind: 'frame', session, frame: number, source, reduction, verb, ask } as Omit<
      FrameMessage,
      'job'
    >;
    const answer = await this.#run.ask(number % workers, question as FrameMessage, message);
    return fromPlain(answer as Plain<FrameTasks[V]['answer']>) as FrameTasks[V]['answer'];
  }

  /** Combines rows, distributed among the threads; all arrays must be on shared memory. */
  async combineRows(frames: readonly StripFrame[], rule: StripRule, out: CombineTarget): Promise<void> {
    const { length } = frames[0].pixels;
    const share = Math.ceil(length / this.count / ROUND) * ROUND;
    const parts = Array.from({ length: this.count }, (_, k) => [k * share, Math.min(length, (k + 1) * share)] as const);
    await Promise.all(
      parts
        .filter(([from, to]) => from < to)
        .map(([from, to], thread) =>
          this.#run.ask(thread, {
            kind: 'rows',
            frames: frames.map(frame => ({
              pixels: frame.pixels.subarray(from, to),
              mask: frame.mask?.subarray(from, to),
              variance: frame.variance?.subarray(from, to),
              level: frame.level,
              offset: frame.offset,
            })),
            rule,
            out: {
              pixels: out.pixels.subarray(from, to),
              variance: out.variance?.subarray(from, to),
              mask: out.mask.subarray(from, to),
            },
          }),
        ),
    );
  }

  /** Drops the requests that are still unanswered. */
  end(): void {
    this.#run.end();
  }
}

/** Pixels are distributed in multiples of this number. */
const ROUND = 4096;

/**
 * The threads for these frames of a plan; null if this thread does the work alone: because that was requested, a frame is
 * not in a file, there is too little work, or no number was requested and threads cannot start.
 *
 * @throws PhotometryError `bad-argument` if `workers` is not a positive integer; `unsupported` if workers were
 * requested and cannot start
 */
export function threadsFor(
  plan: SeriesPlan,
  indices: readonly number[],
  step: string,
  run: RunOptions,
): PlanThreads | null {
  const { workers } = run;
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1))
    throw new PhotometryError('bad-argument', `workers must be a positive whole number, got ${quoted(workers)}`, {
      workers,
    });
  const frames = indices.map(index => plan.frames[index]);
  if (workers === 1 || frames.length < 2 || frames.some(({ source }) => source === undefined)) return null;
  const isLittle = workers === undefined && !isWorthThreads(frames);
  const host = workerHost();
  if ('why' in host) {
    if (!isLittle) doWithoutThreads(workers, host);
    return null;
  }
  // limited by the frames of the whole series: every pass over it then has the same threads
  const count = Math.min(workers ?? host.cores, plan.frames.length);
  if (count < 2) return null;
  try {
    // a few calibration frames are usually followed by the lights: the threads load their program meanwhile
    if (!isLittle || pixelsOf(frames) >= WORTH_WARMING) warmUpThreads(count);
  } catch (error) {
    if (!isLittle)
      doWithoutThreads(workers, { why: `the system refused to start them: ${messageOf(error)}`, isFault: true });
    return null;
  }
  if (isLittle) return null;
  const session = sessionOf(plan, count);
  return session && new PlanThreads(plan, session, new ThreadRun(run, step));
}

/** Throws if workers were requested; otherwise warns once if something is wrong with the installation. */
function doWithoutThreads(workers: number | undefined, { why, isFault }: NoWorkers): void {
  if (workers !== undefined)
    throw new PhotometryError(
      'unsupported',
      `${workers} workers cannot start, because ${why}. Use { workers: 1 } to work without them`,
      { workers },
    );
  if (isFault) warnOnce(`The frames are processed one after another: worker threads cannot start, because ${why}.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isWorthThreads(frames: readonly SeriesFrame[]): boolean {
  return frames.length >= MIN_FRAMES && pixelsOf(frames) >= MIN_PIXELS;
}

/** Total number of pixels; NaN if a header does not give it. */
function pixelsOf(frames: readonly SeriesFrame[]): number {
  return frames.reduce((sum, { facts }) => sum + facts.width * facts.height, 0);
}
