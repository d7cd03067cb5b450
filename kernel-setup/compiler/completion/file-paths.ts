/**
 * Files and folders for a path in quotes, relative to the notebook: folders, then the files that fit, then the others.
 *
 * @module
 */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Which files are meant. */
export type PathKind = 'frames' | 'tables' | 'modules' | 'any';

/** The end of a path that may be completed. */
interface PathMatch {
  /** The name; of a folder with a slash. */
  readonly name: string;
  readonly kind: 'directory' | 'file';
}

/** At most so many names are offered. */
const MOST = 500;

const FITTING: Readonly<Record<PathKind, RegExp>> = {
  frames: /\.(?:fits?|fts|fz)(?:\.(?:gz|fz|bz2|xz|zst|z))?$/i,
  tables:
    /\.(?:csv|tsv|ecsv|vot|votable|xml|parquet|parq|pq|arrow|arrows|feather|ipc|jsonl|ndjson|json|fits?|fts|ldac|tbl|ipac|cat|sex|dat|mrt|txt|asc|lst|sqlite3?|db3?|mag|als|nst|coo|aavso)(?:\.gz)?$/i,
  modules: /\.(?:[cm]?[jt]sx?|json)$/i,
  any: /^/,
};

/** What may follow the last slash of `typed`. One look into one folder. */
export function pathMatches(typed: string, kind: PathKind, folder: string): PathMatch[] {
  const slash = typed.lastIndexOf('/') + 1;
  const [within, begun] = [typed.slice(0, slash), typed.slice(slash).toLowerCase()];
  const base = resolve(folder, within);
  const fitting = FITTING[kind];
  const folders: PathMatch[] = [];
  const files: PathMatch[] = [];
  const others: PathMatch[] = [];
  for (const entry of entriesOf(base)) {
    const { name } = entry;
    if (!name.toLowerCase().startsWith(begun) || (name.startsWith('.') && !begun.startsWith('.'))) continue;
    if (isFolder(base, entry)) folders.push({ name: `${name}/`, kind: 'directory' });
    else if (fitting.test(name)) files.push({ name, kind: 'file' });
    else others.push({ name, kind: 'file' });
  }
  const byName = (a: PathMatch, b: PathMatch): number => (a.name < b.name ? -1 : 1);
  const all = kind === 'modules' ? [folders, modulesOf(files)] : [folders, files, others];
  return all.flatMap(group => group.sort(byName)).slice(0, MOST);
}

/** Modules as they are imported: without the ending of their language. */
function modulesOf(files: readonly PathMatch[]): PathMatch[] {
  const names = new Set(files.map(({ name }) => name.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')));
  return [...names].map(name => ({ name, kind: 'file' }));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // not there, or not ours to read
  }
}

function isFolder(base: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(base, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
