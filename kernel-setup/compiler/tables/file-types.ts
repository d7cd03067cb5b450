/**
 * The types of tables in files, read by the library itself and kept until the file changes.
 *
 * @module
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stampOf } from '../local-files.js';
import { columnsOf, columnsType } from './column-types.js';
import { holdWarnings } from './held-warnings.js';

/** The library's `readTable`, as far as it is used here. */
export type ReadTable = (path: string, options?: { readonly rows?: readonly [number, number] }) => Promise<unknown>;

/** Larger files are not read twice for their types: a variable has them when its cell has run [byte]. */
const MAX_BYTES = 2 ** 25;
/** The same for a compressed file, which may be ten times as large [byte]. */
const MAX_COMPRESSED_BYTES = 2 ** 22;
const PACKED = /\.(?:gz|bz2|xz|zst|zip|Z)$/;
/** Files that are remembered. */
const MAX_FILES = 200;

interface FileType {
  readonly stamp: string;
  /** The type of the columns, or null if the file is not there, too large or no table. */
  readonly type: string | null;
  /** What the library said about the file and no cell has shown yet. */
  warnings: readonly string[];
}

/** The types of the tables of one notebook. */
export class FileTypes {
  readonly #read: () => Promise<ReadTable>;
  readonly #folder: string | undefined;
  readonly #known = new Map<string, FileType>();
  #last: Promise<void> = Promise.resolve();

  /**
   * @param read gives the library's function when it is first needed
   * @param folder where relative paths begin; default the working directory of the moment
   */
  constructor(read: () => Promise<ReadTable>, folder?: string) {
    this.#read = read;
    this.#folder = folder;
  }

  /** Reads those of the files that are new or changed. Never throws: the cell itself will tell what is wrong with a file. */
  prepare(paths: readonly string[]): Promise<void> {
    const files = paths.map(path => this.#fileAt(path));
    this.#last = this.#last.then(() => this.#readNew(files));
    return this.#last;
  }

  /** What the library said while it read the files; each warning is given once. */
  takeWarnings(paths: readonly string[]): string[] {
    return paths.flatMap(path => {
      const known = this.#known.get(this.#fileAt(path));
      const warnings = known?.warnings ?? [];
      if (known) known.warnings = [];
      return warnings;
    });
  }

  #fileAt(path: string): string {
    return resolve(this.#folder ?? process.cwd(), path);
  }

  async #readNew(files: readonly string[]): Promise<void> {
    for (const file of files) {
      const stamp = tableStamp(file);
      const before = this.#known.get(file);
      if (before?.stamp === stamp) continue;
      const { value: type, warnings } = await holdWarnings(() => this.#typeOf(file));
      this.#known.delete(file);
      this.#known.set(file, { stamp, type, warnings: [...(before?.warnings ?? []), ...warnings] });
    }
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_FILES) break;
      this.#known.delete(oldest);
    }
  }

  /** The type of a file's columns; null if it is not known, or the file has changed since it was read. */
  typeAt(path: string): string | null {
    const file = this.#fileAt(path);
    const known = this.#known.get(file);
    return known && known.stamp === tableStamp(file) ? known.type : null;
  }

  async #typeOf(file: string): Promise<string | null> {
    try {
      const stat = statSync(file);
      if (!stat.isFile()) return null; // a pipe could be read once only
      const isHeaderOnly = stat.size > (PACKED.test(file) ? MAX_COMPRESSED_BYTES : MAX_BYTES);
      if (isHeaderOnly && !isFits(file)) return null;
      const readTable = await this.#read();
      const columns = columnsOf(await readTable(file, isHeaderOnly ? { rows: [0, 0] } : undefined));
      return columns && columnsType(columns, isHeaderOnly);
    } catch {
      return null;
    }
  }
}

/** Time and size of a file and of those beside it that have a say: the columns of a CDS table, the journal of a database. */
function tableStamp(file: string): string {
  const own = stampOf(file);
  if (own === '') return '';
  return [own, stampOf(join(dirname(file), 'ReadMe')), stampOf(`${file}-wal`)].join(' ');
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
