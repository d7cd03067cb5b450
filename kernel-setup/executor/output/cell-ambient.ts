/**
 * What the kernel lends the library while a cell runs: a signal that stops long steps, and a place
 * for their progress. The library finds both under `Symbol.for('skyframe.ambient')`.
 *
 * @module
 */
import { setGlobal } from './displays.js';
import type { ProgressSink } from './progress-lines.js';

const AMBIENT = Symbol.for('skyframe.ambient');

/** The ambient of the running cell. */
export class CellAmbient {
  readonly #makeProgress: () => ProgressSink;
  #progress: ProgressSink | null = null;
  #controller = new AbortController();
  #remove: () => void = () => {};

  /** @param makeProgress makes the place for the progress of one cell */
  constructor(makeProgress: () => ProgressSink) {
    this.#makeProgress = makeProgress;
  }

  /** The signal of the running cell. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A cell begins: a fresh signal and a fresh progress line. */
  beginCell(): void {
    this.#remove();
    this.#controller = new AbortController();
    this.#progress = this.#makeProgress();
    this.#remove = setGlobal(AMBIENT, { signal: this.#controller.signal, progress: this.#progress.report });
  }

  /** Asks the long steps of the cell to stop. */
  abort(reason: Error): void {
    this.#controller.abort(reason);
    this.#progress?.stop();
  }

  /** Takes the ambient away. */
  remove(): void {
    this.#remove();
  }
}
