/**
 * `skyframe start`: the first-light notebook, from raw frames to a report.
 *
 * @module
 */
import { dirname, join, relative } from 'node:path';
import type { Notebook } from '../notebook-json.js';
import { runNotebook } from '../runner/run-notebook.js';
import { failureText } from './failure-text.js';
import { pictureReader, type RenderReport, writeFileWhole } from './report-file.js';
import { terminalProgress } from './terminal-progress.js';

/** MIME type under which a notebook gives the closing lines: `{ lines: string[] }`. */
export const SUMMARY_TYPE = 'application/vnd.skyframe.summary+json';

/** Runs the notebook of a project folder and writes `reports/first-light.html` there. */
export async function startCommand(root: string, renderReport: RenderReport): Promise<number> {
  const notebookPath = join(root, 'notebooks', '1-start', 'first-light.ipynb');
  const reportPath = join(root, 'reports', 'first-light.html');
  console.log('First light: from raw frames to a light curve.');
  const progress = terminalProgress();
  const run = await runNotebook(notebookPath, { onProgress: progress.report });
  progress.end();
  if (run.failure) {
    console.error(failureText(relative(process.cwd(), notebookPath), run.failure));
    return 1;
  }
  const html = renderReport(run.notebook, {
    title: 'First light',
    embedPicture: pictureReader(dirname(notebookPath)),
  });
  writeFileWhole(reportPath, html);
  console.log(['', ...summaryLines(run.notebook)].join('\n'));
  console.log(`Report: ${relative(process.cwd(), reportPath)}  (${run.seconds.toFixed(1)} s)`);
  return 0;
}

/** The closing lines that the cells of an executed notebook gave, in order. */
export function summaryLines(notebook: Notebook): string[] {
  return notebook.cells
    .flatMap(cell => (cell.cell_type === 'code' ? cell.outputs : []))
    .flatMap(output => ('data' in output ? [output.data[SUMMARY_TYPE]] : []))
    .flatMap(summary => (isSummary(summary) ? summary.lines.map(String) : []));
}

function isSummary(value: unknown): value is { readonly lines: readonly unknown[] } {
  return Array.isArray((value as { lines?: unknown } | null | undefined)?.lines);
}
