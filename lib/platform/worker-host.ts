/**
 * What the library asks of a machine that can run several threads.
 *
 * @module
 */

/** A thread that runs a module of the library. It keeps the process alive only on request. */
export interface WorkerThread {
  /** Sends plain data; arrays on shared memory stay shared. @throws if a value cannot be sent */
  post(message: unknown): void;
  /** Whether the process has to wait for this thread. At first it has not. */
  keepAlive(isBusy: boolean): void;
  /** Terminates the thread immediately. */
  terminate(): void;
}

/** Who hears of a {@link WorkerThread}. */
export interface WorkerListeners {
  readonly onMessage: (message: unknown) => void;
  /** The thread has ended, by itself or because it was terminated. */
  readonly onEnd: (reason: string) => void;
}

/** Starts threads, and is how a thread speaks to who started it. */
export interface WorkerHost {
  /** How many threads work at the same time here. */
  readonly cores: number;
  /** Starts a thread of our worker module. */
  start(listeners: WorkerListeners): WorkerThread;
  /** In a thread: hears what is posted to it, and answers. */
  listen(onMessage: (message: unknown, answer: (message: unknown) => void) => void): void;
  /**
   * Calls back after a time, without keeping the process alive; a notebook's interrupt does not cancel it.
   * Gives back how to cancel.
   */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Says why there are no threads here. */
export interface NoWorkers {
  /** The reason, as the rest of a sentence that begins "because". */
  readonly why: string;
  /** Whether it is a fault: elsewhere of this kind there are threads. */
  readonly isFault: boolean;
}
