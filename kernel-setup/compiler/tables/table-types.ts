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
import { FileTypes } from './file-types.js';
import { knownTablesText } from './known-tables-text.js';
import { type LooseTable, looseTables } from './loose-tables.js';
import { RealColumns } from './real-columns.js';
import type { TableLibrary } from './table-readings.js';

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
    const refined = (declarations: string, source: string): string => {
      this.#previous = declarations;
      this.#declareFiles(source);
      return this.#columns.refine(declarations, source, this.#variables());
    };
    return {
      convert: (declarations, source) => {
        this.#columns.keepWide(source);
        const result = converter.convert(refined(declarations, source), source);
        this.#next = result.declOutput ?? '';
        return result;
      },
      inspect: (declarations, source, position) => converter.inspect(refined(declarations, source), source, position),
      complete: (declarations, source, position) => converter.complete(refined(declarations, source), source, position),
      close: () => {
        this.#watchers.clear();
        converter.close();
      },
      addModule: (name, content, meta) => converter.addModule(name, content, meta),
    };
  }

  /** A cell has passed the checks. */
  cellChecked(checker: TypeScript.TypeChecker, cell: TypeScript.SourceFile): void {
    this.#loose = looseTables(this.#ts, checker, cell);
  }

  /** A cell has run to its end; `names` are those that it declares. */
  cellDone(names: readonly string[]): void {
    this.#previous = this.#next;
    this.#columns.cellDone(names, this.#loose, this.#next);
  }

  /** Declares the columns of the files that code names. */
  #declareFiles(source: string): void {
    const text = knownTablesText(this.#files.typesIn(source, this.#previous));
    if (text === this.#text) return;
    this.#text = text;
    for (const callback of this.#watchers) callback(this.path, this.#ts.FileWatcherEventKind.Changed);
  }
}
