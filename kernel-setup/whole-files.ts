/**
 * Writes files atomically: next to the target, then renamed.
 *
 * @module
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NotebookError } from './notebook-error.js';

/** Writes text to a file whole or not at all; makes its folder. */
export function writeFileWhole(path: string, text: string): void {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, text);
    renameSync(part, path);
  } catch (error) {
    removeQuietly(part);
    throw new NotebookError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Removes a file or folder if it is there and can be removed. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // what could not be written cannot be removed either
  }
}
