/**
 * The types of the tables in the files that code names.
 *
 * @module
 */
import type { PatchableTypeScript } from '../../tslab.js';
import type { KnownTypes } from '../known-tables-text.js';
import { headerReading } from './header-readings.js';
import { type LiteralCall, literalCalls } from './literal-calls.js';
import { type KeyedReading, type TableLibrary, tableReading } from './table-readings.js';
import { TypeCache } from './type-cache.js';

/** The readings that code stands for. */
interface Readings {
  readonly tables: readonly KeyedReading[];
  readonly headers: readonly KeyedReading[];
}

/** Looks up the columns of files, and remembers them. */
export class FileTypes {
  readonly #ts: PatchableTypeScript;
  readonly #library: () => Promise<TableLibrary>;
  readonly #folder: () => string;
  readonly #cache = new TypeCache();
  #looked: { readonly source: string; readonly previous: string; readonly calls: readonly LiteralCall[] } | null = null;

  /**
   * @param library gives the library when it is first needed
   * @param folder gives the folder where relative paths begin
   */
  constructor(ts: PatchableTypeScript, library: () => Promise<TableLibrary>, folder: () => string) {
    this.#ts = ts;
    this.#library = library;
    this.#folder = folder;
  }

  /**
   * Reads those files that are new or changed.
   *
   * @param previous declarations of the earlier cells
   */
  async prepare(source: string, previous: string): Promise<void> {
    const { tables, headers } = this.#readings(source, previous);
    if (tables.length + headers.length > 0) await this.#cache.prepare([...tables, ...headers]);
  }

  /**
   * The types of the files that code names, as far as they are known at this moment.
   *
   * Left out are those of tables that a variable is set to, if it may be set to others.
   *
   * @param isWide whether to leave them out even if the variable is set only to what is made of itself; default false
   */
  typesIn(source: string, previous: string, isWide = false): KnownTypes {
    const { tables, headers } = this.#readings(source, previous, isWide);
    return { tables: this.#known(tables), headers: this.#known(headers) };
  }

  /** Whether more are left out when types are to be wide. */
  canWiden(source: string, previous: string): boolean {
    return this.#callsIn(source, previous).some(({ setTo }) => setTo === 'itself');
  }

  /** What the library said of the files while it read them; each warning is given once. */
  takeWarnings(source: string, previous: string): string[] {
    const { tables, headers } = this.#readings(source, previous);
    return this.#cache.takeWarnings([...tables, ...headers]);
  }

  /** The calls in code; remembered, because one compilation asks several times. */
  #callsIn(source: string, previous: string): readonly LiteralCall[] {
    if (this.#looked?.source !== source || this.#looked.previous !== previous)
      this.#looked = { source, previous, calls: literalCalls(this.#ts, source, previous) };
    return this.#looked.calls;
  }

  #known(readings: readonly KeyedReading[]): Map<string, string> {
    const types = new Map<string, string>();
    for (const reading of readings) {
      const type = this.#cache.typeOf(reading);
      if (type !== null) types.set(reading.key, type);
    }
    return types;
  }

  #readings(source: string, previous: string, isWide = false): Readings {
    const all = this.#callsIn(source, previous);
    const isOut = ({ setTo }: LiteralCall): boolean => setTo === 'other' || (isWide && setTo === 'itself');
    const out = new Set(all.filter(isOut).map(({ path }) => path));
    const calls = all.filter(({ path }) => !out.has(path));
    const folder = this.#folder();
    const tables = calls
      .filter(({ reader }) => reader === 'readTable')
      .map(call => tableReading(call, folder, this.#library));
    const patterns = new Map<string, LiteralCall[]>();
    for (const call of calls)
      if (call.reader === 'headerTable') patterns.set(call.path, [...(patterns.get(call.path) ?? []), call]);
    const headers = [...patterns.values()].map(same => headerReading(same, folder, this.#library));
    return { tables: tables.filter(reading => reading !== null), headers: headers.filter(reading => reading !== null) };
  }
}
