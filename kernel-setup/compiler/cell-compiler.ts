/**
 * tslab's converter with our options, our error messages and source maps.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter } from 'tslab/dist/converter.js';
import type { ErrorContent } from '../messages.js';
import { CompiledSources, type SourcePlace, splitInlineMap, withoutMapComment } from './compiled-sources.js';
import { cellCompilerOptions, cellGlobalsFile } from './compiler-options.js';
import { completeCell, completionHost } from './completion/complete-cell.js';
import { AmbientModules } from './declarations/ambient-modules.js';
import { cellNames } from './declarations/cell-names.js';
import { type ModuleBinding, moduleBindings, variablesOfModule } from './declarations/module-bindings.js';
import { declaredNames } from './declarations/older/mentions.js';
import { OlderDeclarations } from './declarations/older/older-declarations.js';
import { UnfinishedCells } from './declarations/unfinished-cells.js';
import { keepDynamicImport } from './emit/dynamic-import.js';
import { withoutImportAttributes } from './emit/import-attributes.js';
import { FILE_NAME, replaceImportMeta } from './emit/import-meta.js';
import { plainCell } from './emit/plain-cell.js';
import { PREVIOUS_CELLS } from './emit/previous-names.js';
import { emitOnlyCells, repairOnEmit } from './emit/repaired-emit.js';
import { acceptTopLevelAwait } from './emit/top-level-await.js';
import { isAboutEmptyVariable } from './errors/accepted/empty-variables.js';
import { isAboutAttributes } from './errors/accepted/import-options.js';
import { codeFrame } from './errors/code-frame.js';
import { isUntypedBuiltin, missingSideEffects } from './errors/modules/side-effect-imports.js';
import { fileNameErrors } from './errors/notebook-file-name.js';
import { type CellHint, promiseHints } from './errors/promise-hints.js';
import { describeTypeErrors, type EndedCell } from './errors/type-errors.js';
import { importedFiles } from './imported-files.js';
import { isLocalSource, LocalFiles } from './local-files.js';
import { assignExports } from './plain-exports.js';
import { type ProjectOptions, projectOptions } from './project-options.js';
import { shareDeclarations } from './shared-declarations.js';
import { type TableServices, TableTypes } from './tables/table-types.js';
import { takenNames } from './taken-names.js';
import type { PatchableTypeScript, Tslab } from './tslab.js';

/** "Cannot find module" and its kin: a later look may find it. */
const MODULE_NOT_FOUND: ReadonlySet<number> = new Set([2307, 2792]);
/** Complaints that do not hold for a notebook: a file outside rootDir, a package without types. */
const IGNORED: ReadonlySet<number> = new Set([6059, 7016]);

type Completer = PatchableTypeScript['Completions']['getCompletionsAtPositionForTslab'];
type Program = Parameters<PatchableTypeScript['getPreEmitDiagnosticsOfFiles']>[0];

/** Compiles the cells of one notebook. One at a time per process: tslab keeps global state. */
export class CellCompiler {
  /** What was compiled, for errors at run time. */
  readonly sources: CompiledSources = new CompiledSources();
  readonly #tslab: Tslab;
  readonly #folder: string;
  /** What is known of the tables in files and variables. */
  readonly tables: TableTypes;
  /** What was declared again since values were made by it. */
  readonly #older: OlderDeclarations;
  /** What cells that ended early have declared. */
  readonly #unfinished: UnfinishedCells;
  /** The modules that cells declare. */
  readonly #modules: AmbientModules;
  #converter: Converter | null = null;
  #files = new LocalFiles();
  #cell: { count: number; source: string } = { count: 0, source: '' };
  #cellFile: TypeScript.SourceFile | undefined;
  #checker: TypeScript.TypeChecker | undefined;
  /** Names that a cell would have declared which did not come to its end. */
  readonly #failed = new Map<string, EndedCell>();
  /** Whether local modules have changed since what cells imported from them was renewed, and whether they can be compiled. */
  #hasChanges = false;
  #areChangesSound = false;
  #isUnsoundTold = false;
  /** Called when a cell has been compiled, before it runs. */
  onCompiled: () => void = () => {};
  #errors: readonly TypeScript.Diagnostic[] = [];
  #hints: readonly CellHint[] = [];
  /** Local sources that were imported and deleted since. */
  readonly #deleted = new Set<string>();
  #checked = new WeakSet<TypeScript.SourceFile>();
  #isStale = false;
  #projectRead: ProjectOptions | null = null;
  #problemTold: string | null = null;

  /** Options of the notebook's project; read again when the compiler is recreated. */
  get #project(): ProjectOptions {
    this.#projectRead ??= projectOptions(this.#tslab.original, this.#folder);
    return this.#projectRead;
  }

  /** @param folder absolute path of the notebook's folder; also the process's working directory */
  constructor(tslab: Tslab, folder: string, services: TableServices) {
    this.#tslab = tslab;
    this.#folder = folder;
    this.tables = new TableTypes(tslab.ts, folder, services);
    this.#older = new OlderDeclarations(tslab.ts);
    this.#unfinished = new UnfinishedCells(tslab.ts);
    this.#modules = new AmbientModules(tslab.ts, folder);
    this.#installHooks();
  }

  /** The converter, created on first use, which takes about half a second. */
  get converter(): Converter {
    this.#converter ??= this.#createConverter();
    return this.#converter;
  }

  #createConverter(): Converter {
    const plain = this.#modules.around(this.#tslab.createConverter({ isJS: false, isBrowser: false }));
    const whole = this.#unfinished.around(this.tables.around(this.#older.around(plain, () => this.#cell.count)));
    return {
      ...whole,
      convert: (declarations, source) => {
        const result = whole.convert(declarations, source);
        if (result.diagnostics.length === 0) this.onCompiled();
        return result;
      },
    };
  }

  /** Called before a cell is executed. Gives the text that tslab is to execute. */
  beginCell(count: number, source: string): string {
    this.#cell = { count, source };
    this.#errors = [];
    this.#hints = [];
    this.#cellFile = undefined;
    this.#noticeChanges();
    return plainCell(this.#tslab.ts, source);
  }

  /**
   * What earlier cells have imported, by its module, if local modules have changed since and are free of errors: to be asked once a
   * cell has been compiled.
   */
  takeChangedBindings(): ReadonlyMap<string, readonly ModuleBinding[]> {
    if (!this.#hasChanges || !this.#areChangesSound) return new Map();
    this.#hasChanges = false;
    return moduleBindings(this.#tslab.ts, this.tables.declarations);
  }

  /** Whether local modules that earlier cells have imported have changed and have errors; told once. */
  takeUnsoundChange(): boolean {
    const isNew = this.#hasChanges && !this.#areChangesSound && !this.#isUnsoundTold;
    if (isNew) this.#isUnsoundTold = true;
    return isNew;
  }

  /** The variables of earlier cells whose types come from a module. */
  variablesOf(module: string, bindings: readonly ModuleBinding[]): string[] {
    return variablesOfModule(this.#tslab.ts, this.tables.declarations, module, bindings);
  }

  /** Whether the last cell failed to compile. */
  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  /** The compiler's errors on the last cell. */
  describeErrors(): ErrorContent {
    return describeTypeErrors(this.#tslab.ts, this.#errors, {
      ...this.#cell,
      file: this.#cellFile,
      folder: this.#folder,
      checker: this.#checker,
      failed: this.#failed,
      older: this.#older,
    });
  }

  /** Called when a cell has come to its end. */
  endCell(): void {
    this.#unfinished.finish();
    const names = cellNames(this.#cellFile);
    this.tables.cellDone(names);
    for (const name of names) this.#failed.delete(name);
  }

  /**
   * Called when a cell was not compiled or has ended early: what it has set stays declared, and the rest is remembered for the next
   * errors.
   *
   * @param how how it has ended
   * @param hasValue whether a variable has a value since the cell began
   * @param setUpTo where the last declaration ends that has set its variables, in the compiler's text of the cell
   * @returns the names that the cell would have declared and has not set
   */
  stopCell(how: EndedCell['how'], hasValue: (name: string) => boolean, setUpTo: number): string[] {
    const ends = declarationEnds(this.#tslab.ts, this.#cellFile);
    const isSet = (name: string): boolean => hasValue(name) || (ends.get(name) ?? Number.POSITIVE_INFINITY) <= setUpTo;
    const all = cellNames(this.#cellFile);
    const kept = this.#unfinished.stop(all, isSet, this.#older.names);
    if (kept) this.tables.cellDone(kept.names, kept.declarations);
    const names = new Set(kept?.names);
    const missing = all.filter(name => !names.has(name));
    for (const name of names) this.#failed.delete(name);
    for (const name of missing) this.#failed.set(name, { count: this.#cell.count, how });
    return kept ? missing : [];
  }

  /** Compiles a local module to CommonJS. */
  compileModule(path: string, source: string): string {
    const { ts, original } = this.#tslab;
    const { outputText, sourceMapText, diagnostics } = original.transpileModule(withoutImportAttributes(ts, source), {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        jsx: ts.JsxEmit.React,
        esModuleInterop: true,
        experimentalDecorators: true,
        ...this.#project.options,
        sourceMap: true,
      },
      transformers: { before: [replaceImportMeta(ts, () => path), keepDynamicImport(ts)] },
    });
    const [error] = diagnostics ?? [];
    if (error) throw new SyntaxError(syntaxProblem(ts, relative(this.#folder, path), error));
    this.sources.addFile(path, source, [sourceMapText ?? '']);
    return withoutMapComment(outputText);
  }

  /** Remarks on the last cell, which compiled: promises that were hardly meant. */
  describeHints(): string[] {
    const file = this.#cellFile;
    if (!file || this.hasErrors) return [];
    return this.#hints.map(({ start, length, message }) => {
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      const text = this.#cell.source.split('\n')[line - 1] ?? '';
      return [`Line ${line}: ${message}`, ...codeFrame(text, line, character + 1, length)].join('\n');
    });
  }

  /** The place in the last cell of a position in the compiler's text of it; null below 0. */
  placeAt(position: number): SourcePlace | null {
    if (!this.#cellFile || position < 0) return null;
    const { line, character } = this.#cellFile.getLineAndCharacterOfPosition(position);
    const { count, source } = this.#cell;
    return { name: `cell ${count}`, line, column: character + 1, text: source.split('\n')[line - 1] ?? '' };
  }

  /** The local file that a name means by the project's `paths` or `baseUrl`, or null. */
  resolvePath(name: string, folder: string): string | null {
    const { options } = this.#project;
    if (!options.paths && !options.baseUrl) return null;
    const { ts, original } = this.#tslab;
    const all = {
      ...options,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowJs: true,
      resolveJsonModule: true,
    };
    const found = original.resolveModuleName(name, join(folder, 'cell.ts'), all, original.sys).resolvedModule;
    return found && !found.isExternalLibraryImport && found.extension !== '.d.ts' ? found.resolvedFileName : null;
  }

  /** What is wrong with the project's tsconfig.json, reported once; or null. */
  takeProjectProblem(): string | null {
    const { problem } = this.#project;
    if (problem === this.#problemTold) return null;
    this.#problemTold = problem;
    return problem;
  }

  /** Frees the compiler; it is recreated on the next use. */
  close(): void {
    this.#converter?.close();
    this.#converter = null;
    this.#files = new LocalFiles();
    this.#checked = new WeakSet();
    this.#isStale = false;
    this.#projectRead = null;
  }

  /** Tells the compiler what changed on disk; it never looks twice for a missing file, so then it is recreated. */
  #noticeChanges(): void {
    const isBack = [...this.#deleted].some(path => existsSync(path));
    if (this.#isStale || isBack) this.close();
    const changed = this.#files.reportChanges(this.#tslab.ts);
    if (changed.length > 0 || isBack) {
      this.#hasChanges = true;
      this.#isUnsoundTold = false;
    }
    if (changed.length > 0) this.#checked = new WeakSet(); // what imports them is checked again
    for (const path of changed) if (!existsSync(path)) this.#deleted.add(path);
    for (const path of this.#deleted) if (existsSync(path)) this.#deleted.delete(path);
  }

  #installHooks(): void {
    const { ts, original } = this.#tslab;
    const inMemory = (path: string) => [this.tables, this.#modules].find(file => file.path === path);
    ts.sys = {
      ...original.sys,
      getCurrentDirectory: () => this.#folder, // its own remembers the first folder that the process was in
      readFile: (path, encoding) => {
        const text = inMemory(path)?.text ?? original.sys.readFile(path, encoding);
        return text !== undefined && isLocalSource(path) ? withoutImportAttributes(original, text) : text;
      },
      watchFile: (path, callback) => inMemory(path)?.watch(callback) ?? this.#files.watch(path, callback),
      watchDirectory: () => ({ close() {} }),
    };
    ts.createWatchCompilerHost = this.#createHost;
    ts.Completions = { ...original.Completions, getCompletionsAtPositionForTslab: this.#complete };
    ts.getPreEmitDiagnosticsOfFiles = (program, files) => this.#check(program, files);
    ts.transpileModule = (code, options) =>
      options.fileName === 'custom.js' ? this.#finishCell(code, options) : original.transpileModule(code, options);
  }

  /** Completions in our order, and those that the compiler does not have. */
  readonly #complete: Completer = (_host, program, log, file, position, ...rest) => {
    const { ts, original } = this.#tslab;
    const completer = original.Completions.getCompletionsAtPositionForTslab;
    const host = completionHost(original, program, this.#folder);
    const place = { ts, checker: program.getTypeChecker(), program, file, position, folder: this.#folder };
    const info = completeCell(place, () => completer(host, program, log, file, position, ...rest));
    return info && { ...info, entries: info.entries.filter(({ name }) => name !== FILE_NAME) };
  };

  /** The compiler's host with our options, and without tslab's rule that sources are in the notebook's folder. */
  readonly #createHost = (
    rootNames: readonly string[],
    options: TypeScript.CompilerOptions,
    ...rest: readonly unknown[]
  ): TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram> => {
    const ours = { ...options, ...cellCompilerOptions(this.#tslab, this.#folder, this.#project.options) };
    const roots = [...rootNames, cellGlobalsFile(), this.tables.path, this.#modules.path];
    const host = this.#tslab.original.createWatchCompilerHost(roots, ours, ...rest);
    shareDeclarations(this.#tslab.original, host);
    let after: ((program: TypeScript.BuilderProgram) => void) | undefined;
    Object.defineProperty(host, 'afterProgramCreate', {
      configurable: true,
      enumerable: true,
      get: () => after,
      set: (next: (program: TypeScript.BuilderProgram) => void) => {
        after = program => {
          emitOnlyCells(program);
          repairOnEmit(this.#tslab.ts, program);
          this.#older.hideFrom(program.getProgram().getTypeChecker());
          next(program);
        };
      },
    });
    return host;
  };

  /** Type errors of the cell, and of local modules that are new or changed. */
  #check(program: Program, [cell]: readonly TypeScript.SourceFile[]): readonly TypeScript.Diagnostic[] {
    const { ts, original } = this.#tslab;
    const globals = cellGlobalsFile();
    const modules = importedFiles(program, cell).filter(
      file => file.fileName !== globals && isLocalSource(file.fileName) && !this.#checked.has(file),
    );
    const found = original
      .getPreEmitDiagnosticsOfFiles(program, [cell, ...modules])
      .filter(d => d.file && d.category === ts.DiagnosticCategory.Error && !IGNORED.has(d.code));
    const checker = program.getTypeChecker();
    const isAccepted = (d: TypeScript.Diagnostic): boolean =>
      isAboutEmptyVariable(ts, checker, cell, d) || isAboutAttributes(ts, checker, d) || isUntypedBuiltin(d);
    const own = [...takenNames(ts, cell), ...fileNameErrors(ts, checker, cell), ...missingSideEffects(ts, cell)];
    const complaints = acceptTopLevelAwait(ts, cell, [...found.filter(d => !isAccepted(d)), ...own]);
    this.#cellFile = cell;
    this.#checker = checker;
    this.#errors = complaints.filter(d => d.messageText !== '');
    if (this.#errors.length === 0) for (const file of modules) this.#checked.add(file);
    if (this.#errors.length === 0) this.#hints = promiseHints(ts, this.#checker, cell);
    if (this.#errors.length === 0) this.tables.cellChecked(this.#checker, cell);
    this.#areChangesSound = this.#hasChanges && this.#errors.length === 0 && this.#areImportsSound(program);
    if (this.#errors.some(d => MODULE_NOT_FOUND.has(d.code))) this.#isStale = true;
    // tslab drops what is found outside the notebook's folder: such an error is laid on the cell's first character.
    return complaints.map(d => (d.file === cell ? d : { ...d, file: cell, code: 0, start: 0, length: 0 }));
  }

  /** Whether the local modules that earlier cells have imported are free of errors. */
  #areImportsSound(program: Program): boolean {
    const { ts, original } = this.#tslab;
    const previous = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/${PREVIOUS_CELLS}`));
    const modules = previous ? importedFiles(program, previous).filter(({ fileName }) => isLocalSource(fileName)) : [];
    return !original
      .getPreEmitDiagnosticsOfFiles(program, modules)
      .some(({ file, category, code }) => file && category === ts.DiagnosticCategory.Error && !IGNORED.has(code));
  }

  /** The second step of tslab's compilation of a cell, from ES module to CommonJS. */
  #finishCell(code: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
    const { ts, original } = this.#tslab;
    const { count, source } = this.#cell;
    const first = splitInlineMap(code);
    const output = original.transpileModule(first.code, {
      ...options,
      compilerOptions: { ...options.compilerOptions, sourceMap: true },
      transformers: { before: [keepDynamicImport(ts)] },
    });
    const maps = [output.sourceMapText ?? null, first.map];
    this.sources.addCell(
      count,
      source,
      maps.filter(map => map !== null),
    );
    // tslab puts its wrapper on the first line: the empty line keeps the columns of ours right.
    const text = assignExports(withoutMapComment(output.outputText));
    return { ...output, outputText: `\n${text}\n//# sourceURL=${CompiledSources.cellScript(count)}` };
  }
}

/** Why a module cannot be compiled, and where. */
function syntaxProblem(
  ts: PatchableTypeScript,
  name: string,
  { file, start, messageText }: TypeScript.Diagnostic,
): string {
  const line = file && start !== undefined ? `, line ${file.getLineAndCharacterOfPosition(start).line + 1}` : '';
  return `${name}${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}

/** Where the declarations of variables at the top of a cell end, by the variables' names. */
function declarationEnds(ts: PatchableTypeScript, file: TypeScript.SourceFile | undefined): Map<string, number> {
  const ends = new Map<string, number>();
  for (const statement of file?.statements ?? [])
    if (ts.isVariableStatement(statement))
      for (const { name } of declaredNames(ts, statement)) ends.set(name.text, statement.end);
  return ends;
}
