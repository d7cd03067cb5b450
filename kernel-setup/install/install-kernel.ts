/**
 * Lets Jupyter know our kernel: writes its kernelspec.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotebookError } from '../runner/notebook-error.js';
import { removeQuietly } from '../whole-files.js';
import { findProgram } from './find-program.js';
import { logoPng, logoSvg } from './logo.js';

/** Where to install: for this user, for the active Python environment, or under a folder. */
export type KernelPlace =
  | { readonly user: true }
  | { readonly sysPrefix: true }
  | {
      /** The kernelspec goes to `<prefix>/share/jupyter/kernels`. */
      readonly prefix: string;
    };

/** Name under which Jupyter lists the kernel. */
export const KERNEL_NAME = 'skyframe';

/**
 * Writes the kernelspec, in place of an older one, whole or not at all.
 *
 * @returns the folder of the kernelspec
 * @throws NotebookError if the folder cannot be written or the environment cannot be found
 */
export function installKernel(place: KernelPlace): string {
  const kernels = kernelsFolder(place);
  const target = join(kernels, KERNEL_NAME);
  const part = join(kernels, `.${KERNEL_NAME}.${process.pid}.part`);
  try {
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, 'kernel.json'), `${JSON.stringify(kernelspec(), null, 2)}\n`);
    writeFileSync(join(part, 'logo-svg.svg'), logoSvg());
    for (const size of [32, 64]) writeFileSync(join(part, `logo-${size}x${size}.png`), logoPng(size));
    rmSync(target, { recursive: true, force: true });
    renameSync(part, target);
  } catch (error) {
    removeQuietly(part);
    const reason = error instanceof Error ? error.message : String(error);
    throw new NotebookError(`the kernel cannot be installed in ${kernels}: ${reason}`, { cause: error });
  }
  return target;
}

/** What stands in kernel.json. */
export interface Kernelspec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message';
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The kernelspec: this Node, this copy of Skyframe, both by absolute path. */
export function kernelspec(): Kernelspec {
  return {
    argv: [process.execPath, kernelProgram(), '{connection_file}'],
    display_name: 'TypeScript (Skyframe)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
}

/** Absolute path of the kernel's compiled program. */
export function kernelProgram(): string {
  return fileURLToPath(new URL('../kernel/kernel-process.js', import.meta.url));
}

function kernelsFolder(place: KernelPlace): string {
  if ('prefix' in place) return join(place.prefix, 'share', 'jupyter', 'kernels');
  if ('sysPrefix' in place) return join(pythonPrefix(), 'share', 'jupyter', 'kernels');
  return join(userDataFolder(), 'kernels');
}

/** Jupyter's data folder of this user, as `jupyter --paths` lists it first. */
function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'jupyter');
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'jupyter');
}

/** The folder of the active Python environment. */
function pythonPrefix(): string {
  const { VIRTUAL_ENV, CONDA_PREFIX } = process.env;
  const active = VIRTUAL_ENV || CONDA_PREFIX;
  if (active && existsSync(active)) return active;
  const python = findProgram('python3') ?? findProgram('python');
  if (python === null)
    throw new NotebookError(
      '--sys-prefix needs a Python environment, and no python3 is on PATH; use --user or --prefix DIR',
    );
  return execFileSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' }).trim();
}
