/**
 * `import.meta.filename` and `__filename` in a cell: a kernel does not know the name of its notebook.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { FILE_NAME, nodesOwnNames } from '../emit/import-meta.js';
import type { PatchableTypeScript } from '../tslab.js';
import { diagnosticSite, ownerOf } from './diagnostic-site.js';

/** "Cannot find name", for want of a better number. */
const NO_NAME = 2304;
const NO_FILE_NAME =
  'A kernel is not told the name of its notebook. The folder is known: import.meta.dirname, and import.meta.url for new URL()';

/** An error for each use of `__filename` in a cell. */
export function fileNameErrors(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  cell: TypeScript.SourceFile,
): TypeScript.Diagnostic[] {
  return nodesOwnNames(ts, checker, cell, FILE_NAME).map(node => ({
    file: cell,
    code: NO_NAME,
    category: ts.DiagnosticCategory.Error,
    start: node.getStart(cell),
    length: FILE_NAME.length,
    messageText: NO_FILE_NAME,
  }));
}

/** What to say of `import.meta.filename` and `__filename`, or null. */
export function wrongFileName(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  error: TypeScript.Diagnostic,
): string | null {
  if (error.messageText === NO_FILE_NAME) return NO_FILE_NAME;
  const site = diagnosticSite(ts, checker, error);
  const missing = site && ownerOf(site);
  return missing?.name === 'filename' && ts.isMetaProperty(missing.owner) ? NO_FILE_NAME : null;
}
