/**
 * Finds the files of a pattern, a directory or a list of both.
 *
 * @module
 */

import { dirname, isAbsolute, join, resolve } from 'node:path';
import { PhotometryError } from '../core/errors.js';
import { quoted } from '../core/quoted.js';
import { FITS_NAME, isPattern } from './names.js';
import { tinyglobby } from './node-libraries.js';
import { factsOf, isDirectory, namesIn, whereItEnds } from './node-missing-file.js';

/**
 * Absolute paths, sorted, each once. A directory means the FITS files directly in it; an existing
 * name means itself, even if it looks like a pattern. `~` is not expanded.
 *
 * @throws PhotometryError `no-such-file` for an entry that matches nothing, `bad-argument` for an empty list
 */
export function findFiles(pattern: string | readonly string[]): string[] {
  const entries = typeof pattern === 'string' ? [pattern] : pattern;
  if (entries.length === 0)
    throw new PhotometryError('bad-argument', 'expected a path, a pattern or a list of them, got an empty list');
  const found = new Set<string>();
  for (const entry of entries) for (const path of filesOf(entry)) found.add(path);
  return [...found].sort();
}

function filesOf(entry: string): string[] {
  if (typeof entry !== 'string' || entry.trim() === '')
    throw new PhotometryError('bad-argument', `expected a path or a pattern, got ${quoted(entry)}`);
  const full = resolve(entry);
  const facts = factsOf(full);
  if (facts?.isDirectory()) return filesInDirectory(entry, full);
  if (facts !== null) return [full];
  if (isPattern(entry)) return filesOfPattern(entry);
  throw new PhotometryError('no-such-file', `${entry}: ${whereItEnds(entry)}`, { path: entry });
}

function filesInDirectory(entry: string, full: string): string[] {
  const names = namesIn(full);
  const files = names.filter(isFitsName).map(name => join(full, name));
  if (files.length > 0) return files;
  throw new PhotometryError(
    'no-such-file',
    `${entry} has no FITS files (.fits .fit .fts, also .gz and .fz) among its ${names.length} entries; for files further down use '${entry.replace(/\/$/, '')}/**/*.fits'`,
    { path: entry },
  );
}

/** Hidden files are left out, as patterns leave them out. */
function isFitsName(name: string): boolean {
  return FITS_NAME.test(name) && !name.startsWith('.');
}

function filesOfPattern(entry: string): string[] {
  const pattern = isAbsolute(entry) ? entry : join(process.cwd(), entry);
  const files = tinyglobby().globSync(pattern, { absolute: true, expandDirectories: false, dot: false });
  if (files.length > 0) return files;
  const base = fixedPart(pattern);
  const reason = isDirectory(base)
    ? `${base} exists, but nothing in it matches${sample(base)}`
    : whereItEnds(join(base, 'x'));
  throw new PhotometryError('no-such-file', `${entry}: ${reason}`, { pattern: entry, directory: base });
}

/** The directories of a pattern before its first special sign. */
function fixedPart(pattern: string): string {
  let base = pattern;
  while (isPattern(base)) base = dirname(base);
  return base;
}

function sample(directory: string): string {
  const names = namesIn(directory).sort();
  if (names.length === 0) return '; it is empty';
  return `; it has ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}
