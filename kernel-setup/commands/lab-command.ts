/**
 * `skyframe lab`: installs the kernel for this user and opens JupyterLab, or the classic Notebook.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../install/find-program.js';
import { installKernel } from '../install/install-kernel.js';
import { installLabExtension } from '../install/lab-extension/lab-extension.js';

/** Front ends, the preferred first. */
const FRONT_ENDS = ['jupyter-lab', 'jupyter-notebook'];

/**
 * Opens the first front end found on PATH; resolves with its exit code when it ends.
 *
 * @param root the project; its notebooks are opened or, if an installed package has none, the current folder
 * @param words more of the front end's own command line, such as `--no-browser`
 */
export async function labCommand(root: string, words: readonly string[] = []): Promise<number> {
  const program = FRONT_ENDS.map(name => findProgram(name)).find(path => path !== null);
  if (!program) {
    console.error('Neither JupyterLab nor the classic Notebook is on PATH. To get one: pip install jupyterlab');
    console.error('(on Debian or Ubuntu also: apt install jupyter-notebook), then run this command again.');
    return 1;
  }
  console.log(`Kernel installed in ${installKernel({ user: true })}`);
  installLabExtension({ user: true });
  const notebooks = join(root, 'notebooks');
  const folder = existsSync(notebooks) ? notebooks : process.cwd();
  console.log(`Opening ${program} on ${folder} ... (Ctrl-C twice ends it)`);
  const front = spawn(program, words, { cwd: folder, stdio: 'inherit' });
  process.on('SIGINT', () => {}); // Ctrl-C is the front end's to answer
  return new Promise(resolve => {
    front.on('error', error => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    front.on('exit', code => resolve(code ?? 1));
  });
}
