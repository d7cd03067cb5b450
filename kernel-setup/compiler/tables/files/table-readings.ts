/**
 * How the columns of a table file are found: by the library itself.
 *
 * @module
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { columnsOf, columnsType } from '../column-types.js';
import type { LiteralCall } from './literal-calls.js';
import type { FoundType, Reading } from './type-cache.js';

/** The library's functions, as far as they are used here. */
export interface TableLibrary {
  readTable(path: string, options?: Readonly<Record<string, unknown>>): Promise<unknown>;
  headerTable(pattern: string, options?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Larger files are not read twice for their types: a variable has them when its cell has run [byte]. */
const MAX_BYTES = 2 ** 25;
/** The same for a compressed file, which may be ten times as large [byte]. */
const MAX_COMPRESSED_BYTES = 2 ** 22;
const COMPRESSED = /\.(?:gz|bz2|xz|zst|zip|Z)$/;

/** What a call of `readTable` reads, and its key among the known tables. */
export interface KeyedReading extends Reading {
  readonly key: string;
}

/**
 * The reading that a call of `readTable` stands for; null if it has options that change the columns, `hdu` and `table`
 * excepted, which choose one of several tables.
 *
 * @param folder where relative paths begin
 */
export function tableReading(
  { path, options }: LiteralCall,
  folder: string,
  library: () => Promise<TableLibrary>,
): KeyedReading | null {
  if (options === null) return null;
  const { columns: _chosen, ...rest } = options;
  const [[name, part] = ['', undefined], ...more] = Object.entries(rest);
  if (more.length > 0) return null;
  const isPart = (name === 'hdu' || name === 'table') && (typeof part === 'number' || typeof part === 'string');
  if (name !== '' && !isPart) return null;
  const file = resolve(folder, path);
  return {
    key: isPart ? `${path}[${part}]` : path,
    id: JSON.stringify(['readTable', file, rest]),
    // the columns of a CDS table are in another file, the last rows of a database in its journal
    files: [file, join(dirname(file), 'ReadMe'), `${file}-wal`],
    find: () => columnsIn(file, rest, library),
  };
}

async function columnsIn(
  file: string,
  options: Readonly<Record<string, unknown>>,
  library: () => Promise<TableLibrary>,
): Promise<FoundType> {
  const stat = statSync(file);
  if (!stat.isFile()) return { type: null }; // a pipe could be read once only
  const isHeaderOnly = stat.size > (COMPRESSED.test(file) ? MAX_COMPRESSED_BYTES : MAX_BYTES);
  if (isHeaderOnly && !isFits(file)) return { type: null };
  const { readTable } = await library();
  const columns = columnsOf(await readTable(file, isHeaderOnly ? { ...options, rows: [0, 0] } : options));
  return { type: columns && columnsType(columns, isHeaderOnly) };
}

/** Whether a file is FITS, whose header alone says what the columns are. */
function isFits(file: string): boolean {
  const head = Buffer.alloc(6);
  const open = openSync(file, 'r');
  try {
    readSync(open, head);
  } finally {
    closeSync(open);
  }
  return head.toString('latin1') === 'SIMPLE';
}
