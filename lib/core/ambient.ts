/**
 * What surrounds a running call: the signal that stops it and the listener to its progress.
 *
 * A notebook kernel sets both for each cell, so that a user need not pass them; an option given to
 * a call wins over them. They stand on `globalThis` under a registered symbol because the kernel
 * and the library are separate programs that share nothing else.
 *
 * @module
 */
import { PhotometryError } from './errors.js';
import type { AbortSignalLike } from './web-types.js';

/** One report of a long step. */
export interface ProgressReport {
  /** What is being done, in words: `measure`. */
  readonly step: string;
  /** How many are done. */
  readonly done: number;
  /** How many there are. */
  readonly total: number;
}

/** Is told of each frame that a long step has finished. */
export type ProgressListener = (report: ProgressReport) => void;

/** Options of every long verb. */
export interface RunOptions {
  /** Stops the step between two frames; the promise then rejects with code `aborted`. */
  readonly signal?: AbortSignalLike;
  /** Is told of each finished frame. Default: the notebook's progress line, nothing in a script. */
  readonly progress?: ProgressListener;
}

/** What a kernel provides for the cell that runs. */
export interface Ambient {
  readonly signal?: AbortSignalLike;
  readonly progress?: ProgressListener;
}

const AMBIENT = Symbol.for('skyframe.ambient');

/** The ambient signal and listener of the running cell; empty outside a kernel. */
export function ambient(): Ambient {
  return (globalThis as { [AMBIENT]?: Ambient })[AMBIENT] ?? {};
}

/** Throws if the call was asked to stop. */
export function throwIfAborted(options: RunOptions, step: string): void {
  const signal = options.signal ?? ambient().signal;
  if (signal?.aborted)
    throw new PhotometryError('aborted', `${step} was stopped before it finished`, { step }, { cause: signal.reason });
}

/**
 * Called between two frames of a long step: reports, lets timers and interrupts run, obeys the signal.
 */
export async function betweenFrames(options: RunOptions, report: ProgressReport): Promise<void> {
  (options.progress ?? ambient().progress)?.(report);
  await new Promise<void>(nextTurn);
  throwIfAborted(options, report.step);
}

/** What Node has and browsers have not: a callback after I/O, without the millisecond that a timer waits at least. */
type Immediate = { readonly setImmediate?: (callback: () => void) => unknown };

/** Calls back when the event loop has gone round once. */
function nextTurn(callback: () => void): void {
  const { setImmediate } = globalThis as Immediate;
  if (setImmediate) setImmediate(callback);
  else setTimeout(callback, 0);
}
