/**
 * The closing lines of a notebook.
 *
 * @module
 */
import type { Notebook } from '../notebook-json.js';

/** MIME type in which the library's `summary` provides them: `{ lines: string[] }`. */
const SUMMARY_TYPE = 'application/vnd.skyframe.summary+json';

/** The summary lines of the cells of an executed notebook, in order. */
export function summaryLines(notebook: Notebook): string[] {
  return notebook.cells
    .flatMap(cell => (cell.cell_type === 'code' ? cell.outputs : []))
    .flatMap(output => ('data' in output ? [output.data[SUMMARY_TYPE]] : []))
    .flatMap(summary => (isSummary(summary) ? summary.lines.map(String) : []));
}

function isSummary(value: unknown): value is { readonly lines: readonly unknown[] } {
  return Array.isArray((value as { lines?: unknown } | null | undefined)?.lines);
}
