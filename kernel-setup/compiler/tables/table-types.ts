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
import type { Converter } from 'tslab/dist/converter.js';
import type { PatchableTypeScript } from '../tslab.js';
import { FileTypes } from './files/file-types.js';
import type { TableLibrary } from './files/table-readings.js';
import { knownTablesText } from './known-tables-text.js';
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
  /** The variables that the running cell sets and that keep their wide types. */
  #kept: ReadonlySet<string> = new Set();

  constructor(ts: PatchableTypeScript, folder: string, services: TableServices) {
    this.#ts = ts;
    this.path = join(folder, '__tables__.d.ts').replaceAll('\\', '/');
    this.#files = new FileTypes(ts, services.library, () => process.cwd());
    this.#columns = new RealColumns(ts);
    this.#variables = services.variables;
  }

  /** The declarations for the code that is being compiled. */
  get text(): string {
    return this.#text;
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

  /** A converter that knows the tables' types. */
  around(converter: Converter): Converter {
    const narrow = (declarations: string, source: string): string => {
      this.#previous = declarations;
      this.#declareFiles(source, false);
      return this.#columns.refine(declarations, this.#variables());
    };
    return {
      convert: (declarations, source) => {
        this.#kept = new Set();
        const narrowly = () => converter.convert(narrow(declarations, source), source);
        let result = narrowly();
        if (result.diagnostics.length > 0 && this.#canWiden(source)) {
          const assigned = this.#columns.assignedIn(source);
          result = converter.convert(this.#widely(declarations, source, assigned), source);
          if (result.diagnostics.length > 0)
            result = narrowly(); // these errors tell more
          else this.#keepWide(assigned);
        }
        this.#next = result.declOutput ?? '';
        return result;
      },
      inspect: (declarations, source, position) => converter.inspect(narrow(declarations, source), source, position),
      complete: (declarations, source, position) => converter.complete(narrow(declarations, source), source, position),
      close: () => {
        this.#watchers.clear();
        converter.close();
      },
      addModule: (name, content, meta) => converter.addModule(name, content, meta),
    };
  }

  /** Whether code sets a variable, or declares and sets it, to the tables of several files. */
  #canWiden(source: string): boolean {
    return this.#columns.canWiden(source) || this.#files.setsVariables(source, this.#previous);
  }

  /** The declarations with which a variable that the code sets may be set to any table. */
  #widely(declarations: string, source: string, assigned: ReadonlySet<string>): string {
    this.#declareFiles(source, true);
    return this.#columns.refine(declarations, this.#variables(), assigned);
  }

  #keepWide(assigned: ReadonlySet<string>): void {
    this.#columns.keepWide(assigned);
    this.#kept = assigned;
  }

  /** A cell has passed the checks. */
  cellChecked(checker: TypeScript.TypeChecker, cell: TypeScript.SourceFile): void {
    this.#loose = looseTables(this.#ts, checker, cell);
  }

  /** A cell has run to its end; `names` are those that it declares. */
  cellDone(names: readonly string[]): void {
    this.#previous = this.#next;
    this.#columns.cellDone(names, this.#loose, this.#next, this.#kept);
    this.#loose = new Map();
  }

  /**
   * Declares the columns of the files that code names.
   *
   * @param isWide whether to leave out those of tables that a variable is set to
   */
  #declareFiles(source: string, isWide: boolean): void {
    const text = knownTablesText(this.#files.typesIn(source, this.#previous, isWide));
    if (text === this.#text) return;
    this.#text = text;
    for (const callback of this.#watchers) callback(this.path, this.#ts.FileWatcherEventKind.Changed);
  }
}
