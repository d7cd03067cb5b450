/**
 * The command line of the first release: `skyframe start | report | script | kernel | lab | doctor`.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import type { TableLibrary } from '../compiler/tables/files/table-readings.js';
import { NotebookError } from '../notebook-error.js';
import { packageRoot } from '../package-root.js';
import { parseParameter } from '../runner/parameters.js';
import { doctorCommand } from './doctor-command.js';
import { kernelCommand } from './kernel-command.js';
import { labCommand } from './lab-command.js';
import { reportCommand } from './report-command.js';
import type { RenderReport } from './report-file.js';
import { scriptCommand } from './script-command.js';
import { startCommand } from './start-command.js';

const USAGE = `Usage:
  skyframe start                                   run the first-light notebook and write its report
  skyframe report NOTEBOOK [-o OUT.html] [-p name=value ...] [--notebook EXECUTED.ipynb]
                                                   run a notebook and write one HTML file
  skyframe script NOTEBOOK [-o OUT.ts]             write a notebook as a script, with the columns of the tables it reads
  skyframe kernel install [--user | --sys-prefix | --prefix DIR]
                                                   let Jupyter know the TypeScript (Skyframe) kernel
  skyframe kernel uninstall [--user | --sys-prefix | --prefix DIR]
                                                   take it away again
  skyframe doctor                                  say what is there, what is missing and what to do
  skyframe lab [its own options]                   install the kernel and open JupyterLab on notebooks/`;

/** What the command line needs of the library. */
interface CommandServices {
  readonly renderReport: RenderReport;
  /** Gives the library when it is needed. */
  readonly library: () => Promise<TableLibrary>;
}

/**
 * Runs one command.
 *
 * @param words the command line after the program's name
 * @returns the exit code
 */
export async function runCommand(words: readonly string[], services: CommandServices): Promise<number> {
  const [command = 'help', ...rest] = words;
  try {
    if (rest.includes('--help') || rest.includes('-h')) return help();
    switch (command) {
      case 'start':
        return await startCommand(packageRoot, services.renderReport);
      case 'report':
        return await reportCommand(reportArguments(rest), services.renderReport);
      case 'script':
        return await scriptCommand(scriptArguments(rest), services.library);
      case 'kernel':
        return kernelCommand(kernelArguments(rest));
      case 'lab':
        return await labCommand(packageRoot, rest);
      case 'doctor':
        noMoreWords(command, rest);
        return await doctorCommand();
      case 'help':
      case '--help':
      case '-h':
        return help();
      default:
        throw new NotebookError(`no command '${command}'\n${USAGE}`);
    }
  } catch (error) {
    if (!(error instanceof NotebookError) && !isArgumentError(error)) throw error;
    console.error(`skyframe: ${(error as Error).message}`);
    return 2;
  }
}

function help(): number {
  console.log(USAGE);
  return 0;
}

function reportArguments(words: string[]): Parameters<typeof reportCommand>[0] {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      parameter: { type: 'string', short: 'p', multiple: true },
      notebook: { type: 'string' },
    },
  });
  const [notebook, ...more] = positionals;
  if (!notebook || more.length > 0) throw new NotebookError(`report takes one notebook\n${USAGE}`);
  return {
    notebook,
    output: values.output ?? notebook.replace(/(\.ipynb)?$/, '.html'),
    executed: values.notebook ?? null,
    parameters: Object.fromEntries((values.parameter ?? []).map(parseParameter)),
  };
}

function scriptArguments(words: string[]): Parameters<typeof scriptCommand>[0] {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { output: { type: 'string', short: 'o' } },
  });
  const [notebook, ...more] = positionals;
  if (!notebook || more.length > 0) throw new NotebookError(`script takes one notebook\n${USAGE}`);
  return { notebook, output: values.output ?? notebook.replace(/(\.ipynb)?$/, '.ts') };
}

function kernelArguments(words: string[]): Parameters<typeof kernelCommand>[0] {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { user: { type: 'boolean' }, 'sys-prefix': { type: 'boolean' }, prefix: { type: 'string' } },
  });
  const [action, ...more] = positionals;
  if ((action !== 'install' && action !== 'uninstall') || more.length > 0)
    throw new NotebookError(`kernel knows 'install' and 'uninstall', got '${positionals.join(' ')}'\n${USAGE}`);
  const places = [values.user, values['sys-prefix'], values.prefix !== undefined].filter(Boolean);
  if (places.length > 1) throw new NotebookError('use only one of --user, --sys-prefix and --prefix DIR');
  if (values.prefix === '') throw new NotebookError('--prefix needs a folder, got nothing');
  if (values.prefix !== undefined) return { action, place: { prefix: values.prefix } };
  return { action, place: values['sys-prefix'] ? { sysPrefix: true } : { user: true } };
}

function noMoreWords(command: string, words: readonly string[]): void {
  if (words.length > 0)
    throw new NotebookError(`${command} takes no more arguments, got '${words.join(' ')}'\n${USAGE}`);
}

function isArgumentError(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code ?? '').startsWith('ERR_PARSE_ARGS');
}
