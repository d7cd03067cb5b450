/**
 * `skyframe report`: runs a notebook with parameters and writes one HTML file.
 *
 * @module
 */
import { basename, dirname, resolve } from 'node:path';
import type { NotebookParameters } from '../runner/parameters.js';
import { runNotebook } from '../runner/run-notebook.js';
import { writeFileWhole } from '../whole-files.js';
import { failureText } from './failure-text.js';
import { pictureReader, type RenderReport } from './report-file.js';
import { summaryLines } from './summary-lines.js';
import { terminalProgress } from './terminal-progress.js';

/** What `report` was asked for. */
export interface ReportRequest {
  readonly notebook: string;
  readonly output: string;
  readonly parameters: NotebookParameters;
}

/** Runs the notebook; writes the report even of a notebook that failed, then exit code 1. */
export async function reportCommand(request: ReportRequest, renderReport: RenderReport): Promise<number> {
  const progress = terminalProgress();
  const run = await runNotebook(request.notebook, { parameters: request.parameters, onProgress: progress.report });
  progress.end();
  const html = renderReport(run.notebook, {
    title: basename(request.notebook).replace(/\.ipynb$/, ''),
    embedPicture: pictureReader(dirname(resolve(request.notebook))),
  });
  writeFileWhole(resolve(request.output), html);
  if (run.failure) console.error(failureText(request.notebook, run.failure));
  for (const line of summaryLines(run.notebook)) console.log(line);
  console.log(`Report: ${request.output}  (${run.seconds.toFixed(1)} s)`);
  return run.failure ? 1 : 0;
}
