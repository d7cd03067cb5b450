/**
 * Removes our kernelspec, and nothing else.
 *
 * @module
 */
import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NotebookError } from '../notebook-error.js';
import { type KernelPlace, kernelspecFolder } from './kernel-place.js';
import { readInstalled } from './kernelspec.js';
import { writeFailure } from './write-failure.js';

/** Every file that an installation of ours has written, now or in an earlier version. */
const OURS: ReadonlySet<string> = new Set([
  'project.json',
  'package.json',
  'launcher.js',
  'stand-in-kernel.js',
  'small-socket.js',
  'logo-svg.svg',
  'logo-32x32.png',
  'logo-64x64.png',
]);

/** What {@link uninstallKernel} found and did. */
interface Uninstalled {
  /** Folder of the kernelspec. */
  readonly folder: string;
  /** Whether there was one. */
  readonly wasThere: boolean;
  /** Files of somebody else's that were left in it; the folder stays if there are any. */
  readonly left: readonly string[];
}

/**
 * Removes the kernelspec from a place.
 *
 * @throws NotebookError if another's kernel has our name there, or the folder cannot be written
 */
export function uninstallKernel(place: KernelPlace): Uninstalled {
  const folder = kernelspecFolder(place);
  const installed = readInstalled(folder);
  if (installed.kind === 'none') return { folder, wasThere: false, left: [] };
  if (installed.kind === 'foreign')
    throw new NotebookError(`${folder} holds a kernel that is not ours (${installed.displayName}); it was left alone`);
  try {
    for (const name of readdirSync(folder)) if (OURS.has(name)) rmSync(join(folder, name));
    rmSync(join(folder, 'kernel.json')); // last: while it exists, the folder is recognised as ours
    const left = readdirSync(folder);
    if (left.length === 0) rmdirSync(folder);
    return { folder, wasThere: true, left };
  } catch (error) {
    throw writeFailure(`the kernel cannot be removed from ${folder}`, error);
  }
}
