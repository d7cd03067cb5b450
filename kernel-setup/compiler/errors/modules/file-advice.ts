/**
 * What to do about a local module that is not found.
 *
 * @module
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { closestNames } from '../closest-names.js';

/** The end of a message about a path that is no module. */
export function fileAdvice(id: string, folder: string): string {
  if (id.startsWith('~/')) return ". '~' is not replaced by the home folder: write the whole path";
  const path = resolve(folder, id);
  const kind = kindOf(path);
  if (kind === 'file') return `. The file is there, but it is no module. ${readingAdvice(id)}`;
  const near = closestNames(id, neighbours(folder, id));
  if (near.length > 0) return `. Nearest: ${near.join(', ')}`;
  if (kind === 'folder') return inFolder(id, path);
  return existsSync(resolve(path, '..')) ? '' : `: there is no folder ${resolve(path, '..')}`;
}

/** The path of a file in `folder` that a plain name may mean, as an import of it would be written; or null. */
export function sameFileHere(id: string, folder: string): string | null {
  const stem = id.replace(/\.[cm]?[jt]sx?$/, '');
  if (stem.startsWith('@') || /[\\:]/.test(stem)) return null;
  const isThere = ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '/index.ts', ''].some(
    ending => (ending !== '' || /\.json$/.test(stem)) && kindOf(resolve(folder, stem + ending)) === 'file',
  );
  return isThere ? `./${stem}` : null;
}

function kindOf(path: string): 'file' | 'folder' | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return null;
  return stat.isDirectory() ? 'folder' : 'file';
}

function readingAdvice(id: string): string {
  if (/\.(?:csv|tsv|fits?|vot|parquet|ecsv|dat)(?:\.gz)?$/i.test(id))
    return `To read it as a table: await readTable('${id}')`;
  return `To read it as text: readFileSync('${id}', 'utf8')`;
}

function inFolder(id: string, path: string): string {
  const modules = modulesIn(path);
  const begin = id.endsWith('/') ? id : `${id}/`;
  const some = modules.slice(0, 5).map(name => begin + name);
  return some.length > 0 ? `. It is a folder. In it: ${some.join(', ')}` : '. It is a folder without modules';
}

/** The modules in the folder that a path names, written like it. */
function neighbours(folder: string, id: string): string[] {
  const before = id.slice(0, id.lastIndexOf('/') + 1);
  const wanted = basename(id);
  if (wanted === '.' || wanted === '..') return [];
  return modulesIn(resolve(folder, before || '.')).map(name => before + name);
}

function modulesIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap(name =>
      /\.(?:[cm]?[jt]sx?|json)$/.test(name) ? [name.replace(/\.[cm]?[jt]sx?$/, '')] : [],
    );
  } catch {
    return [];
  }
}
