/**
 * Finding out that a file cannot be written before a long run rather than after it.
 *
 * @module
 */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NotebookError } from './notebook-error.js';

/** @throws NotebookError if the path is a folder, or is where nothing can be written; nothing is created */
export function assertWritable(path: string): void {
  const whole = resolve(path);
  if (kindOf(whole) === 'folder') throw new NotebookError(`${path} cannot be written: it is a folder; name a file`);
  let folder = dirname(whole);
  while (kindOf(folder) === 'absent' && dirname(folder) !== folder) folder = dirname(folder);
  if (kindOf(folder) !== 'folder') throw new NotebookError(`${path} cannot be written: ${folder} is not a folder`);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new NotebookError(`${path} cannot be written: no permission to write in ${folder}`);
  }
}

function kindOf(path: string): 'folder' | 'other' | 'absent' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'other';
  } catch {
    return 'absent';
  }
}
