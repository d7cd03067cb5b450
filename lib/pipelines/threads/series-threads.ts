/**
 * The worker threads among which the frames of all series are distributed.
 *
 * @module
 */
import { platform } from '#platform';
import { abortedError, onAbort, type RunOptions } from '../../core/ambient.js';
import type { NoWorkers, WorkerHost } from '../../platform/worker-host.js';
import type { SessionMessage } from './messages/series-worker-messages.js';
import { type Job, type Question, SeriesThread } from './series-thread.js';

let host: WorkerHost | NoWorkers | undefined;
const threads: SeriesThread[] = [];

/** The host that starts threads here, or why there is none. */
export function workerHost(): WorkerHost | NoWorkers {
  host ??= platform.workers();
  return host;
}

/** Tells every thread that a session has ended. */
export function forgetSession(session: number): void {
  for (const thread of threads) thread.forget(session);
}

/** Starts this many threads ahead of their first task. */
export function warmUpThreads(count: number): void {
  for (let k = 0; k < count; k++) threadOf(k).warmUp();
}

/** Polling interval of an abort signal without events [ms]. */
const LOOK_AGAIN = 50;

/**
 * The requests of one run. All of them end when the run is stopped, which frees the threads for other runs.
 *
 * Always call {@link end}.
 */
export class ThreadRun {
  readonly #step: string;
  readonly #signal: RunOptions['signal'];
  readonly #waiting = new Map<Job, SeriesThread>();
  readonly #ignore: () => void;
  #cancelLook: () => void = () => {};

  constructor({ signal }: RunOptions, step: string) {
    this.#step = step;
    this.#signal = signal;
    this.#ignore = onAbort(signal, () => this.#stop());
    if (signal && !('addEventListener' in signal)) this.#look();
  }

  /**
   * Sends a request to a thread.
   *
   * @param session the session that the thread must know first
   * @throws the error that the thread throws; PhotometryError `aborted`, `worker-ended`
   */
  ask(thread: number, question: Question, session: SessionMessage | null = null): Promise<unknown> {
    if (this.#signal?.aborted) return Promise.reject(abortedError(this.#signal, this.#step));
    return new Promise((resolve, reject) => {
      const done =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          this.#waiting.delete(job);
          settle(value);
        };
      const job: Job = { question, session, resolve: done(resolve), reject: done(reject), isAbandoned: false };
      const asked = threadOf(thread);
      this.#waiting.set(job, asked);
      asked.ask(job);
    });
  }

  /** Drops the requests that are still unanswered. */
  end(): void {
    this.#ignore();
    this.#cancelLook();
    const jobs = new Set(this.#waiting.keys());
    for (const thread of new Set(this.#waiting.values())) thread.abandon(jobs);
    this.#waiting.clear();
  }

  #stop(): void {
    const jobs = [...this.#waiting.keys()];
    this.end();
    for (const job of jobs) job.reject(abortedError(this.#signal ?? { aborted: true }, this.#step));
  }

  #look(): void {
    const present = workerHost();
    if ('why' in present) return;
    this.#cancelLook = present.after(LOOK_AGAIN, () => (this.#signal?.aborted ? this.#stop() : this.#look()));
  }
}

function threadOf(index: number): SeriesThread {
  while (threads.length <= index) {
    const present = workerHost();
    if ('why' in present) throw new Error(present.why); // callers check for a host first
    threads.push(new SeriesThread(present));
  }
  return threads[index];
}
