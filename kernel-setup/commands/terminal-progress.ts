/**
 * The progress of a run in the terminal: one line per cell, long steps updated in place.
 *
 * @module
 */
import type { RunProgress } from '../runner/run-notebook.js';

/** Shows progress until `end` is called. */
export interface TerminalProgress {
  readonly report: (progress: RunProgress) => void;
  /** Clears what is not finished. */
  readonly end: () => void;
}

/** The step's line is redrawn at most so often [ms]. */
const INTERVAL = 100;

/**
 * Prints to standard error. Where that is no terminal, such as the log of a server, only the cells' lines are printed.
 */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): TerminalProgress {
  let lastDrawn = 0;
  let hasLine = false;
  const clear = (): void => {
    if (hasLine) stream.write('\r\x1b[K');
    hasLine = false;
  };
  return {
    report(progress) {
      if (progress.kind === 'cell') {
        clear();
        const width = String(progress.cells).length;
        stream.write(`  [${String(progress.cell).padStart(width)}/${progress.cells}] ${progress.title}\n`);
        return;
      }
      const now = performance.now();
      if (!stream.isTTY || (progress.done < progress.total && now - lastDrawn < INTERVAL)) return;
      lastDrawn = now;
      stream.write(`\r\x1b[K        ${progress.step} ${progress.done} of ${progress.total}`);
      hasLine = true;
      if (progress.done >= progress.total) clear();
    },
    end: clear,
  };
}
