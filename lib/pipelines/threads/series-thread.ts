/**
 * One worker thread: queues requests, sends the session first, and replaces the thread when it hangs.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { WorkerHost, WorkerThread } from '../../platform/worker-host.js';
import { fromPlainError } from './messages/plain-error.js';
import type { FrameMessage, FromWorker, RowsMessage, SessionMessage } from './messages/series-worker-messages.js';

/** A request without its job number, which is assigned here. */
export type Question = Unnumbered<FrameMessage> | Unnumbered<RowsMessage>;

type Unnumbered<M> = M extends unknown ? Omit<M, 'job'> : never;

/** A pending request. */
export interface Job {
  readonly question: Question;
  /** The session that the thread must know first. */
  readonly session: SessionMessage | null;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Whether nobody waits for the answer any more. */
  isAbandoned: boolean;
}

/** Requests sent to a thread at a time: one is read from disk while another is computed. */
const AT_ONCE = 2;
/** A thread that has not answered this long after its run was stopped is terminated [ms]. */
const PATIENCE = 2000;
/** An idle thread is terminated, with its cache, after this time [ms]. */
const IDLE_TIME = 30_000;

/** A thread that starts with its first request and, after it has ended, again with the next. */
export class SeriesThread {
  readonly #host: WorkerHost;
  #worker: WorkerThread | null = null;
  #queue: Job[] = [];
  readonly #posted = new Map<number, Job>();
  readonly #sessions = new Set<number>();
  #lastJob = 0;
  #cancelIdle: () => void = () => {};

  constructor(host: WorkerHost) {
    this.#host = host;
  }

  /** Starts the thread, so that its program is loaded when the first request arrives. */
  warmUp(): void {
    if (this.#worker) return;
    this.#worker = this.#start();
    this.#rest();
  }

  /** Sends a request once those before it are answered. */
  ask(job: Job): void {
    this.#queue.push(job);
    this.#next();
  }

  /** Cancels jobs: those not begun are dropped, one that runs on for too long is terminated. */
  abandon(jobs: ReadonlySet<Job>): void {
    this.#queue = this.#queue.filter(job => !jobs.has(job));
    const begun = [...this.#posted.values()].filter(job => jobs.has(job));
    for (const job of begun) job.isAbandoned = true;
    const worker = this.#worker;
    if (begun.length > 0)
      this.#host.after(PATIENCE, () => {
        if (worker && this.#worker === worker && begun.some(job => this.#isPosted(job))) this.#replace(worker);
      });
    this.#rest();
  }

  /** Allows the thread to drop its cache of a session. */
  forget(session: number): void {
    if (this.#sessions.delete(session)) this.#worker?.post({ kind: 'forget', session });
  }

  #next(): void {
    while (this.#posted.size < AT_ONCE) {
      const job = this.#queue.shift();
      if (job === undefined) break;
      this.#post(job);
    }
    this.#rest();
  }

  #post(job: Job): void {
    this.#lastJob++;
    try {
      this.#worker ??= this.#start();
      const { session } = job;
      if (session && !this.#sessions.has(session.session)) {
        this.#worker.post(session);
        this.#sessions.add(session.session);
      }
      this.#worker.post({ ...job.question, job: this.#lastJob });
      this.#posted.set(this.#lastJob, job);
    } catch (error) {
      job.reject(error);
    }
  }

  /** Keeps the process alive while a request is pending, and the thread for a while after. */
  #rest(): void {
    const isAwaited = [...this.#posted.values()].some(job => !job.isAbandoned);
    this.#worker?.keepAlive(isAwaited);
    this.#cancelIdle();
    if (this.#posted.size === 0) this.#cancelIdle = this.#host.after(IDLE_TIME, () => this.#worker?.terminate());
  }

  #start(): WorkerThread {
    const worker = this.#host.start({
      onMessage: message => {
        if (this.#worker === worker) this.#onAnswer(message as FromWorker);
      },
      onEnd: reason => this.#onEnd(worker, reason),
    });
    return worker;
  }

  #onAnswer(message: FromWorker): void {
    const job = this.#posted.get(message.job);
    this.#posted.delete(message.job);
    if ('error' in message) job?.reject(fromPlainError(message.error));
    else job?.resolve(message.answer);
    this.#next();
  }

  #isPosted(wanted: Job): boolean {
    for (const job of this.#posted.values()) if (job === wanted) return true;
    return false;
  }

  /** Abandons a hung thread without waiting for its end; the requests of other runs go to a new one. */
  #replace(worker: WorkerThread): void {
    this.#queue.unshift(...[...this.#posted.values()].filter(job => !job.isAbandoned));
    this.#posted.clear();
    this.#onEnd(worker, 'it did not stop');
    worker.terminate();
  }

  #onEnd(worker: WorkerThread, reason: string): void {
    if (this.#worker !== worker) return;
    const jobs = [...this.#posted.values()];
    this.#worker = null;
    this.#posted.clear();
    this.#sessions.clear();
    for (const job of jobs)
      job.reject(
        new PhotometryError(
          'worker-ended',
          `a thread that worked on the frames ended (${reason}): if memory ran out, try again with { workers: 1 }`,
          { reason },
        ),
      );
    this.#next();
  }
}
