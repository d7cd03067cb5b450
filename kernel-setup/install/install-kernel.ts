/**
 * Lets Jupyter know our kernel: writes its kernelspec.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NotebookError } from '../notebook-error.js';
import { builtFile } from '../package-root.js';
import { removeQuietly } from '../whole-files.js';
import { type KernelPlace, kernelspecFolder } from './kernel-place.js';
import { KERNEL_NAME, kernelspec, readInstalled, thisProject } from './kernelspec.js';
import { logoPng, logoSvg } from './logo.js';
import { writeFailure } from './write-failure.js';

/**
 * Writes the kernelspec, replacing an older one of ours, completely or not at all.
 *
 * @returns the folder of the kernelspec
 * @throws NotebookError if the folder cannot be written, holds another's kernel, or the environment cannot be found
 */
export function installKernel(place: KernelPlace): string {
  const target = kernelspecFolder(place);
  const kernels = dirname(target);
  const installed = readInstalled(target);
  if (installed.kind === 'foreign')
    throw new NotebookError(
      `${target} holds a kernel that is not ours (${installed.displayName}); remove it or choose another place`,
    );
  const made = missingFolders(kernels);
  const part = join(kernels, `.${KERNEL_NAME}.${process.pid}.part`);
  const old = join(kernels, `.${KERNEL_NAME}.${process.pid}.old`);
  try {
    mkdirSync(part, { recursive: true });
    for (const [name, content] of kernelspecFiles(target)) writeFileSync(join(part, name), content);
    if (existsSync(target)) renameSync(target, old);
    try {
      renameSync(part, target);
    } catch (error) {
      if (existsSync(old)) renameSync(old, target);
      throw error;
    }
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    removeQuietly(part);
    removeEmptyFolders(made);
    throw writeFailure(`the kernel cannot be installed in ${kernels}`, error);
  }
  return target;
}

/** The files of the kernelspec in `folder`. */
function kernelspecFiles(folder: string): [name: string, content: string | Uint8Array][] {
  return [
    ['kernel.json', json(kernelspec(folder))],
    ['project.json', json(thisProject())],
    ['package.json', json({ name: 'skyframe-kernelspec', private: true, type: 'module' })],
    ['launcher.js', readFileSync(builtFile('install/launcher.js'))], // a copy: it must work after the project was deleted
    ['logo-svg.svg', logoSvg()],
    ['logo-32x32.png', logoPng(32)],
    ['logo-64x64.png', logoPng(64)],
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The folders that have to be made for `path`, the innermost first. */
function missingFolders(path: string): string[] {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? [] : [path, ...missingFolders(parent)];
}

/** Removes folders that were created in vain, if they are still empty. */
function removeEmptyFolders(paths: readonly string[]): void {
  try {
    for (const path of paths) if (existsSync(path)) rmdirSync(path);
  } catch {
    // somebody else has put something there meanwhile
  }
}
