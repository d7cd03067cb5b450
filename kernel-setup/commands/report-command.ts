/**
 * `skyframe report`: runs a notebook with parameters and writes one HTML file.
 *
 * @module
 */
import { resolve } from 'node:path';
import { assertWritable } from '../assert-writable.js';
import { NotebookError } from '../notebook-error.js';
import type { NotebookParameters } from '../runner/parameters.js';
import { runNotebook } from '../runner/run-notebook.js';
import { writeNotebook } from '../runner/write-notebook.js';
import { writeFileWhole } from '../whole-files.js';
import { failureText } from './failure-text.js';
import { type RenderReport, reportOptions } from './report-file.js';
import { summaryLines } from './summary-lines.js';
import { terminalProgress } from './terminal-progress.js';

/** The arguments of `report`. */
interface ReportRequest {
  readonly notebook: string;
  readonly output: string;
  /** Where to write the executed notebook, or null. */
  readonly executed: string | null;
  readonly parameters: NotebookParameters;
}

/**
 * Runs the notebook and writes the requested files.
 *
 * If a cell fails, no report is written and one that is there stays as it was; the executed notebook, if
 * asked for, ends with the failed cell's error. The exit code is then 1.
 */
export async function reportCommand(request: ReportRequest, renderReport: RenderReport): Promise<number> {
  const { notebook, output, executed, parameters } = request;
  refuseSameFiles(notebook, output, executed);
  for (const path of [output, executed]) if (path !== null) assertWritable(path);
  const progress = terminalProgress();
  const run = await runNotebook(notebook, { parameters, onProgress: progress.report });
  progress.end();
  if (executed !== null) writeNotebook(resolve(executed), run.notebook);
  if (run.failure) console.error(failureText(notebook, run.failure));
  else writeFileWhole(resolve(output), renderReport(run.notebook, reportOptions(notebook, run)));
  for (const line of summaryLines(run.notebook)) console.log(line);
  if (executed !== null) console.log(`Executed notebook: ${executed}`);
  if (run.failure) console.error(`No report was written (${run.seconds.toFixed(1)} s)`);
  else console.log(`Report: ${output}  (${run.seconds.toFixed(1)} s)`);
  return run.failure ? 1 : 0;
}

/** The files are three, or the notebook would be lost. */
function refuseSameFiles(notebook: string, output: string, executed: string | null): void {
  const paths = [notebook, output, ...(executed === null ? [] : [executed])].map(path => resolve(path));
  if (new Set(paths).size < paths.length)
    throw new NotebookError(
      `the notebook, the report and the executed notebook must be different files: ${paths.join(', ')}`,
    );
}
