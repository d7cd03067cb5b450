/**
 * Where a kernelspec goes.
 *
 * @module
 */
import { join, resolve } from 'node:path';
import { NotebookError } from '../notebook-error.js';
import { kernelsFolder, prefixDataFolder, userDataFolder } from './jupyter-folders.js';
import { KERNEL_NAME } from './kernelspec.js';
import { pythonPrefix } from './python-prefix.js';
import { thisMachine } from './surroundings.js';

/** Where to install: for this user, for the active Python environment, or under a folder. */
export type KernelPlace =
  | { readonly user: true }
  | { readonly sysPrefix: true }
  | {
      /** The kernelspec goes to `<prefix>/share/jupyter/kernels`. */
      readonly prefix: string;
    };

/**
 * Absolute path of our kernelspec's folder at a place.
 *
 * @throws NotebookError if there is no Python environment with a prefix
 */
export function kernelspecFolder(place: KernelPlace): string {
  return join(kernelsFolder(thisMachine(), dataFolderOf(place)), KERNEL_NAME);
}

function dataFolderOf(place: KernelPlace): string {
  const machine = thisMachine();
  if ('prefix' in place) return prefixDataFolder(machine, resolve(place.prefix));
  if ('user' in place) return resolve(userDataFolder(machine));
  const prefix = pythonPrefix();
  if (prefix !== null) return prefixDataFolder(machine, prefix);
  throw new NotebookError(
    '--sys-prefix needs a Python environment, and no python3 is on PATH; use --user or --prefix DIR',
  );
}
