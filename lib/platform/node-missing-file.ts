/**
 * The message for a file that is not there: how far the path exists, and what is near.
 *
 * @module
 */
import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { PhotometryError } from '../core/errors.js';
import { suggestion } from '../core/nearest-names.js';

/** An error that names the path, the part of it that exists, and similar names. */
export function missingFile(path: string, cause?: unknown): PhotometryError {
  return new PhotometryError('no-such-file', `${path}: ${whereItEnds(path)}`, { path }, { cause });
}

/** Describes where a path stops existing. */
export function whereItEnds(path: string): string {
  const full = resolve(path);
  const parent = dirname(full);
  if (path.startsWith('~')) return `no such file ('~' is not expanded; use the full path)`;
  if (isDirectory(parent)) return `there is no such file in ${parent}${suggestion(basename(full), namesIn(parent))}`;
  let missing = parent;
  while (!existsSync(dirname(missing))) missing = dirname(missing);
  if (!isDirectory(missing) && existsSync(missing)) return `${missing} is a file, not a directory`;
  const above = dirname(missing);
  if (!isDirectory(above)) return `${above} is a file, not a directory`;
  return `the directory ${missing} does not exist${suggestion(basename(missing), namesIn(above))} (in ${above})`;
}

/** Is there a directory of this name? */
export function isDirectory(path: string): boolean {
  return factsOf(path)?.isDirectory() ?? false;
}

/** What is at a path; null if nothing can be reached there. */
export function factsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** Names in a directory; none where it may not be read. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
