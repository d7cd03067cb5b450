/**
 * `skyframe script`: writes a notebook as a TypeScript file that compiles outside the notebook.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { assertWritable } from '../assert-writable.js';
import { FileTypes } from '../compiler/tables/files/file-types.js';
import type { TableLibrary } from '../compiler/tables/files/table-readings.js';
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
export async function scriptCommand(
  { notebook, output }: ScriptRequest,
  library: () => Promise<TableLibrary>,
): Promise<number> {
  if (!/\.[cm]?ts$/.test(output)) throw new NotebookError(`a script's file ends in .ts, got '${output}'`);
  assertWritable(output);
  refuseForeign(output);
  const { notebook: content } = readNotebook(notebook);
  const folder = dirname(resolve(notebook));
  const files = new FileTypes(loadTslab().ts, library, () => folder);
  const code = codeOf(content);
  await files.prepare(code, '');
  const types = files.typesIn(code, '');
  writeFileWhole(resolve(output), scriptText(content, basename(notebook), types));
  const errors = scriptErrors(resolve(output));
  for (const line of errors) console.error(line);
  const paths = [...types.tables.keys(), ...types.headers.keys()];
  const typed = paths.length > 0 ? `, with the columns of ${paths.join(', ')}` : '';
  console.log(`Script: ${output}${typed}${errors.length > 0 ? '; it has type errors' : ''}`);
  return errors.length > 0 ? 1 : 0;
}

/** A file of the user's own may have the notebook's name. */
function refuseForeign(path: string): void {
  if (!existsSync(path) || /^\/\/ From .* by skyframe script/.test(readFileSync(path, 'utf8'))) return;
  throw new NotebookError(`${path} is there and was not written by skyframe script; name another file with -o`);
}
