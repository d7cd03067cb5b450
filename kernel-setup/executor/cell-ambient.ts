/**
 * What the kernel lends the library while a cell runs: a signal that stops long steps, and a place
 * for their progress. The library finds both under `Symbol.for('skyframe.ambient')`.
 *
 * @module
 */
import { type DisplayHandle, setGlobal } from './displays.js';

/** One report of a long step; the library's type of the same name. */
export interface ProgressReport {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** Is told how a long step goes on. */
export type ProgressListener = (report: ProgressReport) => void;

const AMBIENT = Symbol.for('skyframe.ambient');

/** The ambient of the running cell. */
export class CellAmbient {
  readonly #listener: () => ProgressListener;
  #controller = new AbortController();
  #remove: () => void = () => {};

  /** @param listener makes the listener for one cell */
  constructor(listener: () => ProgressListener) {
    this.#listener = listener;
  }

  /** The signal of the running cell. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A cell begins: a fresh signal and a fresh progress line. */
  beginCell(): void {
    this.#remove();
    this.#controller = new AbortController();
    this.#remove = setGlobal(AMBIENT, { signal: this.#controller.signal, progress: this.#listener() });
  }

  /** Asks the long steps of the cell to stop. */
  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Takes the ambient away. */
  remove(): void {
    this.#remove();
  }
}

/** The progress line is redrawn at most so often [ms]. */
const INTERVAL = 100;

/** A listener that shows one line per step and updates it in place. */
export function progressLines(
  show: (value: unknown, metadata: Record<string, unknown>) => DisplayHandle,
): ProgressListener {
  const lines = new Map<string, ProgressLine>();
  return report => {
    const line = lines.get(report.step) ?? new ProgressLine(show);
    line.report(report);
    if (report.done < report.total) lines.set(report.step, line);
    else lines.delete(report.step);
  };
}

class ProgressLine {
  readonly #show: (value: unknown, metadata: Record<string, unknown>) => DisplayHandle;
  readonly #started = performance.now();
  #handle: DisplayHandle | null = null;
  #drawn = 0;

  constructor(show: (value: unknown, metadata: Record<string, unknown>) => DisplayHandle) {
    this.#show = show;
  }

  report(report: ProgressReport): void {
    const now = performance.now();
    if (this.#handle !== null && report.done < report.total && now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    const value = { [Symbol.for('Jupyter.display')]: () => progressBundle(report, (now - this.#started) / 1000) };
    if (this.#handle) this.#handle.update(value);
    else this.#handle = this.#show(value, { skyframe: { progress: true } });
  }
}

function progressBundle(report: ProgressReport, seconds: number): Record<string, string> {
  const text = progressText(report, seconds);
  const step = text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`);
  const { done, total } = report;
  return {
    'text/html': `<progress max="${Number(total)}" value="${Number(done)}" aria-label="progress"></progress> ${step}`,
    'text/plain': text,
  };
}

/** `measure 12 of 48, 3.1 s left`. */
export function progressText({ step, done, total }: ProgressReport, seconds: number): string {
  if (done >= total) return `${step} ${done} of ${total}, ${seconds.toFixed(1)} s`;
  const left = done > 0 ? `, ${((seconds / done) * (total - done)).toFixed(1)} s left` : '';
  return `${step} ${done} of ${total}${left}`;
}
