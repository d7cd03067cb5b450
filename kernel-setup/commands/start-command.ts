/**
 * `skyframe start`: the first-light notebook, from raw frames to a report.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runNotebook } from '../runner/run-notebook.js';
import { writeFileWhole } from '../whole-files.js';
import { failureText } from './failure-text.js';
import { type RenderReport, reportOptions } from './report-file.js';
import { summaryLines } from './summary-lines.js';
import { terminalProgress } from './terminal-progress.js';

/**
 * Runs the notebook that comes with the package and writes `reports/first-light.html`: in a clone below its root, else
 * below the current folder, because an installed package is not the user's to write to.
 */
export async function startCommand(root: string, renderReport: RenderReport): Promise<number> {
  const notebookPath = join(root, 'notebooks', '1-start', 'first-light.ipynb');
  const isClone = existsSync(join(root, 'lib'));
  const reportPath = join(isClone ? root : process.cwd(), 'reports', 'first-light.html');
  console.log('First light: from raw frames to a light curve.');
  const progress = terminalProgress();
  const run = await runNotebook(notebookPath, { onProgress: progress.report });
  progress.end();
  if (run.failure) {
    console.error(failureText(relative(process.cwd(), notebookPath), run.failure));
    return 1;
  }
  writeFileWhole(reportPath, renderReport(run.notebook, reportOptions(notebookPath, run)));
  console.log(['', ...summaryLines(run.notebook)].join('\n'));
  console.log(`Report: ${relative(process.cwd(), reportPath)}  (${run.seconds.toFixed(1)} s)`);
  return 0;
}
