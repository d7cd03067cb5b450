/**
 * What a notebook's compiler knows of tables beyond the cells' texts: the columns of files that a cell names, and those of
 * the tables in earlier cells' variables.
 *
 * The columns of files are declared in a file of the compiler's own, beside the cell, so that no position in the cell changes.
 *
 * @module
 */
import { join } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter, ConvertResult } from 'tslab/dist/converter.js';
import type { PatchableTypeScript } from '../tslab.js';
import { assignedNames } from './assigned-names.js';
import { FileTypes } from './files/file-types.js';
import type { TableLibrary } from './files/table-readings.js';
import { KNOWN_TABLES, knownTablesText } from './known-tables-text.js';
import { type LooseTable, looseTables } from './loose-tables.js';
import { RealColumns } from './real-columns.js';

/** What {@link TableTypes} asks of the executor. */
export interface TableServices {
  /** The library, as the cells have it. */
  readonly library: () => Promise<TableLibrary>;
  /** The values of the cells' variables by name. */
  readonly variables: () => Readonly<Record<string, unknown>>;
}

/** The types of the tables of one notebook. */
export class TableTypes {
  /** Path of the file of declarations; there is no such file on the disk. */
  readonly path: string;
  readonly #ts: PatchableTypeScript;
  readonly #files: FileTypes;
  readonly #columns: RealColumns;
  readonly #variables: TableServices['variables'];
  readonly #watchers = new Set<TypeScript.FileWatcherCallback>();
  #text: string = knownTablesText({ tables: new Map(), headers: new Map() });
  /** Declarations of the earlier cells, and those that hold when the running cell has ended. */
  #previous = '';
  #next = '';
  #loose: ReadonlyMap<string, LooseTable> = new Map();
  /** The variables that the code sets, and that keep the types of their own cells; then those of the running cell. */
  #kept: ReadonlySet<string> = new Set();
  #keptByCell: ReadonlySet<string> = new Set();

  constructor(ts: PatchableTypeScript, folder: string, services: TableServices) {
    this.#ts = ts;
    this.path = join(folder, KNOWN_TABLES).replaceAll('\\', '/');
    this.#files = new FileTypes(ts, services.library, () => process.cwd());
    this.#columns = new RealColumns(ts);
    this.#variables = services.variables;
  }

  /** The declarations for the code that is being compiled. */
  get text(): string {
    return this.#text;
  }

  /** What the earlier cells have declared. */
  get declarations(): string {
    return this.#previous;
  }

  /** Stands in for the compiler's `watchFile` on {@link path}. */
  watch(callback: TypeScript.FileWatcherCallback): TypeScript.FileWatcher {
    this.#watchers.add(callback);
    return { close: () => this.#watchers.delete(callback) };
  }

  /** Reads the files that code names, those that are new or changed: to be awaited before the code is compiled or completed. */
  prepare(source: string): Promise<void> {
    return this.#files.prepare(source, this.#previous);
  }

  /** What the library said of the files that a cell names while it read them for their types: now the cell's own. */
  takeWarnings(source: string): string[] {
    return this.#files.takeWarnings(source, this.#previous);
  }

  /**
   * A converter that knows the tables' types.
   *
   * A variable that the code sets has the wider type of its own cell, so that it may be set to any table. One that is only set to
   * what is made of itself, as in `t = t.filter(...)`, has its real columns if the code can be compiled so.
   */
  around(converter: Converter): Converter {
    const usual = (declarations: string, source: string): string => this.#declare(declarations, source, false);
    return {
      convert: (declarations, source) => {
        const narrowly = (): ConvertResult => converter.convert(usual(declarations, source), source);
        let result = narrowly();
        if (result.diagnostics.length > 0 && this.#canWiden(source)) {
          result = converter.convert(this.#declare(declarations, source, true), source);
          if (result.diagnostics.length > 0) result = narrowly(); // these errors tell more
        }
        this.#keptByCell = this.#kept;
        if (result.diagnostics.length === 0) this.#columns.keepWide(this.#kept);
        this.#next = result.declOutput ?? '';
        return result;
      },
      inspect: (declarations, source, position) => converter.inspect(usual(declarations, source), source, position),
      complete: (declarations, source, position) => converter.complete(usual(declarations, source), source, position),
      close: () => {
        this.#watchers.clear();
        converter.close();
      },
      addModule: (name, content, meta) => converter.addModule(name, content, meta),
    };
  }

  /** Whether code that cannot be compiled might be with wider types. */
  #canWiden(source: string): boolean {
    return this.#columns.canWiden(this.#setIn(source, true)) || this.#files.canWiden(source, this.#previous);
  }

  /** Declares what is known for some code; gives the declarations of the earlier cells. */
  #declare(declarations: string, source: string, isWide: boolean): string {
    this.#previous = declarations;
    this.#kept = this.#setIn(source, isWide);
    this.#declareFiles(source, isWide);
    return this.#columns.refine(declarations, this.#variables(), this.#kept);
  }

  /** The variables that code sets, those that are only set to what is made of themselves if types are to be wide. */
  #setIn(source: string, isWide: boolean): Set<string> {
    if (!source.includes('=')) return new Set();
    const ts = this.#ts;
    const file = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    return new Set([...assignedNames(ts, file)].flatMap(([name, to]) => (isWide || to === 'other' ? name : [])));
  }

  /** A cell has passed the checks. */
  cellChecked(checker: TypeScript.TypeChecker, cell: TypeScript.SourceFile): void {
    this.#loose = looseTables(this.#ts, checker, cell);
  }

  /**
   * A cell has ended.
   *
   * @param names those that it has declared
   * @param declarations what is declared now. Default: all that the cell declares, and what was there before
   */
  cellDone(names: readonly string[], declarations: string = this.#next): void {
    this.#previous = declarations;
    this.#columns.cellDone(names, this.#loose, declarations, this.#keptByCell);
    this.#loose = new Map();
  }

  /**
   * Declares the columns of the files that code names.
   *
   * @param isWide whether to leave out those of all tables that a variable is set to
   */
  #declareFiles(source: string, isWide: boolean): void {
    const text = knownTablesText(this.#files.typesIn(source, this.#previous, isWide));
    if (text === this.#text) return;
    this.#text = text;
    for (const callback of this.#watchers) callback(this.path, this.#ts.FileWatcherEventKind.Changed);
  }
}
