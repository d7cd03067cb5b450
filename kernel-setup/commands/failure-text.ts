/**
 * A failed cell as the terminal shows it.
 *
 * @module
 */
import type { CellFailure } from '../runner/run-notebook.js';

/** The cell's number, its text and what it said. */
export function failureText(notebook: string, { cell, source, error }: CellFailure): string {
  const code = source.split('\n').map(line => `    ${line}`);
  return [`${notebook}: cell ${cell} failed:`, '', ...code, '', ...error.traceback].join('\n');
}
