/**
 * `skyframe script`: writes a notebook as a TypeScript file that compiles outside the notebook.
 *
 * @module
 */
import { basename, dirname, resolve } from 'node:path';
import { assertWritable } from '../assert-writable.js';
import { FileTypes, type ReadTable } from '../compiler/tables/file-types.js';
import { tablePaths } from '../compiler/tables/table-calls.js';
import { loadTslab } from '../compiler/tslab.js';
import { NotebookError } from '../notebook-error.js';
import { readNotebook } from '../runner/read-notebook.js';
import { scriptErrors } from '../script/check-script.js';
import { codeOf, scriptText } from '../script/script-text.js';
import { writeFileWhole } from '../whole-files.js';

/** The arguments of `script`. */
interface ScriptRequest {
  readonly notebook: string;
  readonly output: string;
}

/**
 * Writes the script and checks its types.
 *
 * The columns of the files that the cells name are read from the files and declared at the script's top. The exit code is 1 if
 * the script has type errors, which are printed: it is written all the same.
 */
export async function scriptCommand({ notebook, output }: ScriptRequest, readTable: ReadTable): Promise<number> {
  if (!/\.[cm]?ts$/.test(output)) throw new NotebookError(`a script's file ends in .ts, got '${output}'`);
  assertWritable(output);
  const { notebook: content } = readNotebook(notebook);
  const tables = await tablesOf(codeOf(content), dirname(resolve(notebook)), readTable);
  writeFileWhole(resolve(output), scriptText(content, basename(notebook), tables));
  const errors = scriptErrors(resolve(output));
  for (const line of errors) console.error(line);
  const typed = tables.size > 0 ? `, with the columns of ${[...tables.keys()].join(', ')}` : '';
  console.log(`Script: ${output}${typed}${errors.length > 0 ? '; it has type errors' : ''}`);
  return errors.length > 0 ? 1 : 0;
}

/** The types of the tables that code names, whose paths start from `folder`. */
async function tablesOf(code: string, folder: string, readTable: ReadTable): Promise<Map<string, string>> {
  const files = new FileTypes(() => Promise.resolve(readTable), folder);
  const paths = tablePaths(loadTslab().ts, code, '');
  await files.prepare(paths);
  const types = new Map<string, string>();
  for (const path of paths) {
    const type = files.typeAt(path);
    if (type !== null) types.set(path, type);
  }
  return types;
}
