/**
 * The folder of this package.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the folder with Skyframe's package.json. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  const parent = dirname(folder);
  return existsSync(join(folder, 'package.json')) || parent === folder ? folder : findRoot(parent);
}

/** Absolute path of a file that the build makes of `kernel-setup/`: `kernel/kernel-process.js`. */
export function builtFile(name: string): string {
  return join(packageRoot, 'dist', 'kernel-setup', ...name.split('/'));
}
