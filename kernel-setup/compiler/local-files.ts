/**
 * Notices when a local module that a notebook imports has changed.
 *
 * The compiler would watch every file it reads, hundreds of declarations among them. We watch none:
 * before a cell is compiled, the few local sources are looked at.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import { packageRoot } from '../package-root.js';

interface Watched {
  readonly callbacks: Set<TypeScript.FileWatcherCallback>;
  stamp: string;
}

/** The local sources of one converter. */
export class LocalFiles {
  readonly #watched = new Map<string, Watched>();

  /** Stands in for the compiler's `watchFile`. */
  watch(path: string, callback: TypeScript.FileWatcherCallback): TypeScript.FileWatcher {
    if (!isLocalModule(path)) return { close() {} };
    const watched = this.#watched.get(path) ?? { callbacks: new Set(), stamp: stampOf(path) };
    this.#watched.set(path, watched);
    watched.callbacks.add(callback);
    return { close: () => watched.callbacks.delete(callback) };
  }

  /** Tells the compiler of each local source that changed since the last look. Gives their paths. */
  reportChanges(ts: { FileWatcherEventKind: typeof TypeScript.FileWatcherEventKind }): string[] {
    const changed: string[] = [];
    for (const [path, watched] of this.#watched) {
      const stamp = stampOf(path);
      if (stamp === watched.stamp) continue;
      watched.stamp = stamp;
      changed.push(path);
      const kind = stamp === '' ? ts.FileWatcherEventKind.Deleted : ts.FileWatcherEventKind.Changed;
      for (const callback of watched.callbacks) callback(path, kind);
    }
    return changed;
  }
}

/** Whether a file is TypeScript of the user's own: no declarations, no package. */
export function isLocalSource(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path) && !path.includes('/node_modules/');
}

/** Whether a file is JavaScript of the user's own. */
function isLocalScript(path: string): boolean {
  return /\.[cm]?jsx?$/.test(path) && !path.includes('/node_modules/') && !path.startsWith(OWN_PROGRAM);
}

/** Where the kernel and the library are, which must be there once. */
const OWN_PROGRAM = join(packageRoot, 'dist', sep);

/** Whether a file is a module of the user's own, in TypeScript, JavaScript or JSON. */
export function isLocalModule(path: string): boolean {
  return isLocalSource(path) || isLocalScript(path) || isLocalJson(path);
}

/** Whether a file is JSON of the user's own. */
export function isLocalJson(path: string): boolean {
  return path.endsWith('.json') && !path.endsWith('/package.json') && !path.includes('/node_modules/');
}

/** Size and time of a file in one text; empty if it is not there. */
export function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}
