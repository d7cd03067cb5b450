/**
 * The progress of a cell's long steps in its output: one line per step, updated in place.
 *
 * @module
 */
import { type ProgressReport, StepMeter } from '../../progress-text.js';
import type { DisplayHandle } from './displays.js';

/** Receives the reports of a cell's steps, and a call when the cell was stopped. */
export interface ProgressSink {
  readonly report: (report: ProgressReport) => void;
  /** Marks the lines of unfinished steps as stopped. */
  readonly stop: () => void;
}

/** Shows a value in the running cell. */
type Show = (value: unknown, metadata: Record<string, unknown>) => DisplayHandle;

/** Minimum interval between redraws of a line [ms]. */
const INTERVAL = 100;

/** One line per running step. The lines are in the output as displays with `metadata.skyframe.progress`. */
export function progressLines(show: Show): ProgressSink {
  const lines = new Map<string, ProgressLine>();
  let isStopped = false;
  return {
    report(report) {
      if (isStopped) return;
      const line = lines.get(report.step) ?? new ProgressLine(show);
      line.draw(report);
      if (report.done < report.total) lines.set(report.step, line);
      else lines.delete(report.step);
    },
    stop() {
      isStopped = true;
      for (const line of lines.values()) line.stop();
      lines.clear();
    },
  };
}

class ProgressLine {
  readonly #show: Show;
  readonly #meter = new StepMeter();
  #handle: DisplayHandle | null = null;
  #drawn = 0;
  #last: ProgressReport = { step: '', done: 0, total: 0 };

  constructor(show: Show) {
    this.#show = show;
  }

  draw(report: ProgressReport): void {
    this.#last = report;
    const text = this.#meter.line(report);
    const now = performance.now();
    if (this.#handle !== null && report.done < report.total && now - this.#drawn < INTERVAL) return;
    this.#drawn = now;
    this.#put(text, report);
  }

  stop(): void {
    const { step, done, total } = this.#last;
    this.#put(`${step} stopped at ${done} of ${total}`, this.#last);
  }

  #put(text: string, report: ProgressReport): void {
    const value = { [Symbol.for('Jupyter.display')]: () => progressBundle(text, report) };
    if (this.#handle) this.#handle.update(value);
    else this.#handle = this.#show(value, { skyframe: { progress: true } });
  }
}

function progressBundle(text: string, { done, total }: ProgressReport): Record<string, string> {
  const words = text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`);
  const bar = `<progress max="${Number(total)}" value="${Number(done)}" aria-label="progress"></progress>`;
  return { 'text/html': `<div>${bar} <small>${words}</small></div>`, 'text/plain': text };
}
