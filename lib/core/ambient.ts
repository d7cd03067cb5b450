/**
 * What surrounds a running call: the signal that stops it and the listener to its progress.
 *
 * A notebook kernel sets both for each cell, so that a user need not pass them; an option given to
 * a call take precedence. They are on `globalThis` under a registered symbol because the kernel
 * and the library are separate programs that share nothing else.
 *
 * @module
 */
import { PhotometryError } from './errors.js';
import type { AbortSignalLike } from './web-types.js';

/** One report of a long step. */
export interface ProgressReport {
  /** Name of the step: `measure`. */
  readonly step: string;
  /** How many are done. */
  readonly done: number;
  /** How many there are. */
  readonly total: number;
}

/** Called for each frame that a long step has finished. */
export type ProgressListener = (report: ProgressReport) => void;

/** Options of every long verb. */
export interface RunOptions {
  /** Stops the step between two frames; the promise then rejects with code `aborted`. */
  readonly signal?: AbortSignalLike;
  /** Called for each finished frame. Default: the notebook's progress line; nothing in a script. */
  readonly progress?: ProgressListener;
  /**
   * Threads among which the frames of a series are shared out; 1 works in this one alone. The result is the same to
   * the bit. Default: as many as there are cores, for series of at least 4 frames and 12 million pixels: starting threads
   * takes longer than they save on less; for frames that are not files always 1. More than 1 is an error where no thread
   * can start, as in a browser.
   */
  readonly workers?: number;
}

/** What a kernel provides for the cell that runs. */
export interface Ambient {
  /** Stops the long steps that the cell starts. */
  readonly signal?: AbortSignalLike;
  /** Called with their progress. */
  readonly progress?: ProgressListener;
}

const AMBIENT = Symbol.for('skyframe.ambient');

/** The ambient signal and listener of the running cell; empty outside a kernel. */
function ambient(): Ambient {
  return (globalThis as { [AMBIENT]?: Ambient })[AMBIENT] ?? {};
}

/**
 * Options with the ambient signal and listener of the running cell, so that a step that continues while another
 * cell runs still belongs to its own.
 */
export function boundToCell({ signal, progress, workers }: RunOptions): RunOptions {
  const around = ambient();
  return { signal: signal ?? around.signal, progress: progress ?? around.progress, workers };
}

/** Throws if the call was asked to stop. */
export function throwIfAborted(options: RunOptions, step: string): void {
  const signal = options.signal ?? ambient().signal;
  if (signal?.aborted) throw abortedError(signal, step);
}

/** The error of a step that was asked to stop. */
export function abortedError({ reason }: AbortSignalLike, step: string): PhotometryError {
  return new PhotometryError('aborted', `${step} was stopped before it finished`, { step }, { cause: reason });
}

/** A real `AbortSignal` emits an event; the minimal interface that we accept must be polled. */
type Listenable = AbortSignalLike & {
  addEventListener?(type: 'abort', listener: () => void): void;
  removeEventListener?(type: 'abort', listener: () => void): void;
};

/** Calls `listener` when the signal is aborted, if it emits events. Returns a function that stops listening. */
export function onAbort(signal: AbortSignalLike | undefined, listener: () => void): () => void {
  const source: Listenable | undefined = signal;
  source?.addEventListener?.('abort', listener);
  return () => source?.removeEventListener?.('abort', listener);
}

/**
 * Called between two frames of a long step: reports, lets timers and interrupts run, obeys the signal.
 */
export async function betweenFrames(options: RunOptions, report: ProgressReport): Promise<void> {
  (options.progress ?? ambient().progress)?.(report);
  await new Promise<void>(resolve => {
    // a kernel's interrupt cancels the callbacks of its cell: the signal then wakes us
    const ignore = onAbort(options.signal ?? ambient().signal, resolve);
    nextTurn(() => {
      ignore();
      resolve();
    });
  });
  throwIfAborted(options, report.step);
}

/** What Node has and browsers have not: a callback after I/O, without the millisecond that a timer waits at least. */
type Immediate = { readonly setImmediate?: (callback: () => void) => unknown };

/** Calls back after one turn of the event loop. */
function nextTurn(callback: () => void): void {
  const { setImmediate } = globalThis as Immediate;
  if (setImmediate) setImmediate(callback);
  else setTimeout(callback, 0);
}
