/**
 * The progress of a run in the terminal: one line per cell, the running step's line redrawn in place.
 *
 * @module
 */
import { type ProgressReport, StepMeter } from '../progress-text.js';
import type { RunProgress } from '../runner/run-notebook.js';

/** Shows progress until `end` is called. */
interface TerminalProgress {
  readonly report: (progress: RunProgress) => void;
  /** Clears what is not finished. */
  readonly end: () => void;
}

/** What is written to. */
interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What {@link terminalProgress} goes by; for tests. */
interface TerminalSettings {
  /** Whether a line can be redrawn. Default: in a terminal, unless the environment says `CI=true`. */
  readonly redraws?: boolean;
  /** Gives the time [ms]. */
  readonly clock?: () => number;
}

/** Minimum interval between redraws of a step's line in a terminal [ms] ... */
const REDRAW = 100;
/** ... and between lines in a log [ms]. */
const LOG = 5000;
const INDENT = '        ';

/** Prints to standard error: in place in a terminal, a line now and then in the log of a server. */
export function terminalProgress(
  stream: TerminalStream = process.stderr,
  settings: TerminalSettings = {},
): TerminalProgress {
  const { redraws = stream.isTTY === true && !isTrue(process.env['CI']), clock = () => performance.now() } = settings;
  let steps = new Map<string, StepLine>();
  let hasLine = false;
  const clear = (): void => {
    if (hasLine) stream.write('\r\x1b[K');
    hasLine = false;
  };
  const reportStep = (report: ProgressReport): void => {
    const step = steps.get(report.step) ?? {
      meter: new StepMeter(clock),
      drawn: redraws ? -REDRAW : clock(),
      isLong: false,
    };
    const text = step.meter.line(report);
    const isDone = report.done >= report.total;
    if (isDone) steps.delete(report.step);
    else steps.set(report.step, step);
    if (redraws && isDone) clear();
    if (redraws ? isDone || clock() - step.drawn < REDRAW : isDone ? !step.isLong : clock() - step.drawn < LOG) return;
    step.drawn = clock();
    step.isLong = true;
    if (!redraws) {
      stream.write(`${INDENT}${text}\n`);
      return;
    }
    const width = stream.columns || 80; // some terminals say 0
    stream.write(`\r\x1b[K${`${INDENT}${text}`.slice(0, Math.max(10, width - 1))}`);
    hasLine = true;
  };
  return {
    report(progress) {
      if (progress.kind === 'step') {
        reportStep(progress);
        return;
      }
      clear();
      steps = new Map();
      const width = String(progress.cells).length;
      stream.write(`${`  [${String(progress.cell).padStart(width)}/${progress.cells}] ${progress.title}`.trimEnd()}\n`);
    },
    end: clear,
  };
}

interface StepLine {
  readonly meter: StepMeter;
  /** When its line was last written [ms]; in a log, its beginning counts as such. */
  drawn: number;
  /** Whether it has had a line. */
  isLong: boolean;
}

function isTrue(word: string | undefined): boolean {
  return word !== undefined && /^(?:1|true|yes)$/i.test(word);
}
