/**
 * What the kernelspec starts: the kernel of the project that installed it. If that cannot be started, it says why on
 * stderr, which Jupyter logs, and ends with 1; `skyframe doctor` says the same.
 *
 * This file is copied into the kernelspec's folder, next to `project.json`, and must work on its own.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

async function launch(): Promise<void> {
  const project = new URL('./project.json', import.meta.url);
  const { root, program } = JSON.parse(readFileSync(project, 'utf8')) as { root: string; program: string };
  let trouble = findTrouble(root, program);
  if (trouble === null)
    try {
      await import(pathToFileURL(program).href); // it reads the connection file's name itself
      return;
    } catch (error) {
      trouble = `The Skyframe kernel of ${root} cannot be loaded: ${error instanceof Error ? error.message : String(error)}
Build it again, then restart this kernel:

    cd ${root} && npm run build`;
    }
  console.error(trouble);
  process.exit(1);
}

/** Why the project's kernel cannot be started, with the remedy; null if it can. */
function findTrouble(root: string, program: string): string | null {
  if (!existsSync(join(root, 'package.json')))
    return `The Skyframe project that this kernel belongs to is no longer in ${root}.
If you moved it or installed it elsewhere, go to its new folder, run the line below, then restart this kernel:

    npx skyframe kernel install`;
  if (!existsSync(program))
    return `Skyframe in ${root} is not built (${program} is missing).
Run the line below, then restart this kernel:

    cd ${root} && npm run build`;
  try {
    createRequire(program).resolve('tslab/package.json');
    return null;
  } catch {
    return `The packages of Skyframe in ${root} are not installed.
Run the line below, then restart this kernel:

    cd ${root} && npm ci`;
  }
}

launch().catch(error => {
  console.error(`kernel: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
