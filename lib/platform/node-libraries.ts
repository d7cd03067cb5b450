/**
 * Loads libraries when they are first used, without making those wait who never use them.
 *
 * Each is one CommonJS file, made by the build: `require` loads it at once and on every Node alike.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { PhotometryError } from '../core/errors.js';
import type { LibraryName } from './libraries.js';

const load = createRequire(import.meta.url);

/**
 * A library of `dist/libraries/`; the same object every time.
 *
 * @throws PhotometryError `unsupported` if the file is not there
 */
export function nodeLibrary(name: LibraryName): unknown {
  return loadFile(name);
}

/** linkedom, the document that charts are drawn on. */
export function linkedom(): LinkedomModule {
  return loadFile('linkedom') as LinkedomModule;
}

/** Finds files by pattern. */
export function tinyglobby(): typeof import('tinyglobby') {
  return loadFile('tinyglobby') as typeof import('tinyglobby');
}

/** What is used of linkedom. */
interface LinkedomModule {
  parseHTML(html: string): { window: object; document: object };
}

function loadFile(name: string): unknown {
  try {
    return load(`#libraries/${name}`);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new PhotometryError(
      'unsupported',
      `Skyframe's copy of ${name} is missing. A bundler must not bundle the package 'skyframe': declare it as external`,
      { library: name },
      { cause: error },
    );
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_IMPORT_NOT_DEFINED';
}
