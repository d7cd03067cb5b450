/**
 * Runs a notebook in this process: no Python, no sockets, the same executor as the kernel's.
 *
 * @module
 */
import { dirname, resolve } from 'node:path';
import { CellExecutor } from '../executor/cell-executor.js';
import { guardProcess } from '../executor/guard-process.js';
import type { OutputMessage } from '../messages.js';
import { NotebookError } from '../notebook-error.js';
import { type CodeCell, type ErrorOutput, joinText, type Notebook, type NotebookCell } from '../notebook-json.js';
import type { ProgressReport } from '../progress-text.js';
import { hasTag } from './cell-tags.js';
import { cellTitle } from './cell-title.js';
import { OutputCollector } from './collect-outputs.js';
import { publishedValues, type RunParameter, valuesCell } from './parameter-record.js';
import { type NotebookParameters, parameterPlace, withParameters } from './parameters.js';
import { readNotebook } from './read-notebook.js';

/** How far a run is: a cell begins, or a long step within it goes on. */
export type RunProgress =
  | { readonly kind: 'cell'; readonly cell: number; readonly cells: number; readonly title: string }
  | ({ readonly kind: 'step' } & ProgressReport);

/** Settings of {@link runNotebook}. */
interface RunNotebookOptions {
  /** Working directory of the cells. Default: the notebook's folder, as in Jupyter. */
  readonly cwd?: string;
  /** Values for the names declared in the cell tagged `parameters`. */
  readonly parameters?: NotebookParameters;
  /** Called with the progress of the run. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Ends the run: a cell that awaits something is stopped, as by an interrupt, and is the failure. */
  readonly signal?: AbortSignal;
}

/** The cell that failed. */
export interface CellFailure {
  /** Number of the code cell, from 1, as in the message. */
  readonly cell: number;
  /** Text of the cell. */
  readonly source: string;
  /** The error that it ended with. */
  readonly error: ErrorOutput;
}

/** The result of {@link runNotebook}. */
export interface NotebookRun {
  /** The notebook with its outputs; cells after a failed one have none. */
  readonly notebook: Notebook;
  /** The cell that failed, or null. */
  readonly failure: CellFailure | null;
  /** The parameters of the notebook with the values that they had, also those left at their default. */
  readonly parameters: readonly RunParameter[];
  /** Hexadecimal SHA-256 of the notebook's file as it was read. */
  readonly sha256: string;
  /** Time taken [s]. */
  readonly seconds: number;
}

/** Runs of one process come one after the other: the working directory and the console are its own. */
let isRunning = false;

/**
 * Executes the code cells of a notebook in order and stops at the first that fails; a cell tagged `raises-exception` may.
 *
 * The file is not changed. While it runs, the process's working directory is the notebook's folder.
 *
 * @throws NotebookError if the file is not a notebook, or has no such parameter; the signal's reason if it is aborted between cells
 * @example
 * const { notebook, failure } = await runNotebook('night.ipynb', { parameters: { sigma: 4 } });
 */
export async function runNotebook(path: string, options: RunNotebookOptions = {}): Promise<NotebookRun> {
  const started = performance.now();
  if (isRunning) throw new NotebookError('a notebook is running in this process already; wait for it to end');
  const file = readNotebook(path);
  const notebook = withParameters(file.notebook, options.parameters ?? {}, path);
  const before = process.cwd();
  const folder = resolve(options.cwd ?? dirname(path));
  isRunning = true;
  process.chdir(folder);
  try {
    const { cells, failure, parameters } = await runCells(notebook, options);
    const seconds = (performance.now() - started) / 1000;
    return { notebook: { ...notebook, cells }, failure, parameters, sha256: file.sha256, seconds };
  } finally {
    process.chdir(before);
    isRunning = false;
  }
}

/** The cells as far as they were run. */
interface RunCells {
  readonly cells: NotebookCell[];
  readonly failure: CellFailure | null;
  readonly parameters: readonly RunParameter[];
}

async function runCells(notebook: Notebook, options: RunNotebookOptions): Promise<RunCells> {
  const { onProgress = () => {}, signal } = options;
  const { cells } = notebook;
  const executor = new CellExecutor({ onProgress: report => onProgress({ kind: 'step', ...report }) });
  const unguard = guardProcess((kind, thrown) => executor.reportStray(kind, thrown));
  const stop = (): void => executor.interrupt();
  signal?.addEventListener('abort', stop);
  const collector = new OutputCollector();
  const place = parameterPlace(notebook);
  const done: NotebookCell[] = [];
  const total = cells.filter(isRunnable).length;
  let parameters: readonly RunParameter[] = [];
  let count = 0;
  let failure: CellFailure | null = null;
  try {
    for (const [index, cell] of cells.entries()) {
      if (failure === null) signal?.throwIfAborted();
      if (cell.cell_type !== 'code') {
        done.push(cell);
        continue;
      }
      if (failure !== null || !isRunnable(cell)) {
        done.push({ ...cell, execution_count: null, outputs: [] });
        continue;
      }
      count++;
      onProgress({ kind: 'cell', cell: count, cells: total, title: cellTitle(cells, index) });
      const source = joinText(cell.source);
      const outputs = collector.beginCell();
      const result = await executor.execute(source, { count, publish: message => collector.add(message) });
      done.push({ ...cell, execution_count: count, outputs });
      const isInterrupted = signal?.aborted === true;
      if (result.status === 'error' && (isInterrupted || !hasTag(cell, 'raises-exception')))
        failure = { cell: count, source, error: { output_type: 'error', ...withoutStatus(result) } };
      else if (index === place.lastCell) parameters = await readParameters(executor, count, place.names, options);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    unguard();
    executor.close();
  }
  return { cells: done, failure, parameters };
}

/** The values that the parameters have now; of one that cannot be read, those that were given. */
async function readParameters(
  executor: CellExecutor,
  count: number,
  names: readonly string[],
  { parameters: given = {} }: RunNotebookOptions,
): Promise<RunParameter[]> {
  const messages: OutputMessage[] = [];
  await executor.execute(valuesCell(names), { count, publish: message => messages.push(message) });
  const values = publishedValues(messages);
  return names.map(name => ({
    name,
    value: values?.[name] ?? (Object.hasOwn(given, name) ? String(given[name]) : 'unknown'),
    isDefault: !Object.hasOwn(given, name),
  }));
}

function isRunnable(cell: NotebookCell): cell is CodeCell {
  return cell.cell_type === 'code' && joinText(cell.source).trim() !== '';
}

function withoutStatus<T extends { status: unknown }>({ status: _status, ...rest }: T): Omit<T, 'status'> {
  return rest;
}
