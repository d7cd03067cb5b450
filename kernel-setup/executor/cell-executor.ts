/**
 * Runs the cells of one notebook in this process: the kernel's child and the notebook runner share it.
 *
 * @module
 */
import { types } from 'node:util';
import type { Executor } from 'tslab/dist/executor.js';
import { CellCompiler } from '../compiler/cell-compiler.js';
import { AWAIT_PLACE } from '../compiler/emit/await-places.js';
import { IMPORT_FUNCTION } from '../compiler/emit/dynamic-import.js';
import { META_FUNCTION } from '../compiler/emit/import-meta.js';
import { SET_PLACE } from '../compiler/emit/set-places.js';
import { forgetLastValue, plainVariables } from '../compiler/plain-exports.js';
import type { TableLibrary } from '../compiler/tables/files/table-readings.js';
import { loadTslab, type Tslab } from '../compiler/tslab.js';
import type {
  CellResult,
  CommMessage,
  CompletenessResult,
  CompletionResult,
  ErrorContent,
  InspectionResult,
  Publish,
} from '../messages.js';
import { CellContext } from './cell-context.js';
import { CellTimers } from './cell-timers.js';
import { codeCompleteness } from './code-completeness.js';
import { installDrawingGlobals } from './drawing-globals.js';
import { importMeta } from './import-meta.js';
import { complete, inspectName } from './language-services.js';
import { ModuleLoader } from './module-loader.js';
import { CellAmbient } from './output/cell-ambient.js';
import { Comms } from './output/comms.js';
import { Displays, setGlobal } from './output/displays.js';
import { type InputQuestion, Inputs } from './output/inputs.js';
import { OutputQueue } from './output/output-queue.js';
import { type ProgressSink, progressLines } from './output/progress-lines.js';
import { describeThrown, interruptedError } from './output/run-time-errors.js';
import { StreamCapture } from './output/stream-capture.js';
import { installUserStacks, withUserStacks } from './output/user-stacks.js';

/** Settings of a {@link CellExecutor}. */
interface CellExecutorOptions {
  /** Called with the progress of long steps, in addition to the line in the cell's output that is updated in place. */
  readonly onProgress?: ProgressSink['report'];
  /**
   * Whether the executor has the process to itself, as in the kernel: text printed between the cells
   * belongs to the last one, and timers are counted so that an interrupt can end them. Default false:
   * the process's streams are its own between the cells.
   */
  readonly ownsProcess?: boolean;
  /** Receives what cells send to the front end over comms. Default: there is no front end. */
  readonly onComm?: (message: CommMessage) => void;
  /** Receives what cells ask the user. Default: nobody can be asked, and `input()` rejects. */
  readonly onInput?: (question: InputQuestion) => void;
}

/** Settings of one cell's run. */
interface CellRunOptions {
  /** Number of the cell, used in its errors. */
  readonly count: number;
  /** Receives the outputs in order. */
  readonly publish: Publish;
}

/** What tslab hands to the code of a cell. */
interface TslabRuntime {
  exports: Record<string, unknown>;
  require: (id: string) => unknown;
}

/** What tslab hands to its console's `error` for a compiler message. */
const DIAGNOSTIC_FORMAT = '%s%d:%d - %s';

/** Shown where the value of a cell is a promise. */
const PROMISE_HINT = 'The value is a promise: write await before the last expression to see its result.\n';

/** Executes cells one after the other. The notebook's folder is the process's working directory. */
export class CellExecutor {
  readonly #tslab: Tslab;
  readonly #compiler: CellCompiler;
  readonly #executor: Executor;
  readonly #folder: string;
  readonly #ownsProcess: boolean;
  readonly #capture: StreamCapture;
  readonly #displays: Displays;
  readonly #comms: Comms;
  readonly #inputs: Inputs;
  readonly #ambient: CellAmbient;
  readonly #timers: CellTimers;
  readonly #context = new CellContext();
  readonly #removeGlobals: (() => void)[] = [];
  #queue: OutputQueue = new OutputQueue(() => {});
  #variables: Record<string, unknown> = {};
  #reloadModule: ModuleLoader['reload'] = () => undefined;
  #importModule: (name: string) => Promise<unknown> = () => Promise.reject(new Error('no cell can run yet'));
  #count = 0;
  #thrown: { readonly value: unknown } | null = null;
  #isInterrupted = false;

  constructor(options: CellExecutorOptions = {}) {
    this.#folder = process.cwd();
    this.#ownsProcess = options.ownsProcess ?? false;
    this.#tslab = loadTslab();
    this.#compiler = new CellCompiler(this.#tslab, this.#folder, {
      library: async () => (await this.#importModule('skyframe')) as TableLibrary,
      variables: () => this.#variables,
    });
    this.#capture = new StreamCapture((name, text) => this.#queue.write(name, text));
    this.#displays = new Displays(() => this.#queue);
    this.#comms = new Comms(message => this.#sendComm(message, options.onComm));
    this.#inputs = new Inputs(options.onInput);
    this.#ambient = new CellAmbient(() => this.#progress(options.onProgress));
    this.#timers = new CellTimers(() => this.#ambient.signal);
    this.#executor = this.#createExecutor();
    this.#displays.install();
    this.#removeGlobals.push(this.#comms.install(), this.#inputs.install());
    if (this.#ownsProcess) this.#capture.install();
    if (this.#ownsProcess) this.#timers.install();
    if (this.#ownsProcess) this.#removeGlobals.push(installUserStacks(this.#compiler.sources));
  }

  /** Compiles and runs a cell; resolves when all of its outputs are published. */
  async execute(code: string, { count, publish }: CellRunOptions): Promise<CellResult> {
    this.#queue.flush();
    this.#queue = new OutputQueue(publish);
    this.#count = count;
    this.#thrown = null;
    this.#isInterrupted = false;
    this.#displays.beginCell();
    this.#inputs.beginCell();
    this.#ambient.beginCell();
    this.#timers.beginCell();
    this.#capture.install();
    const before = { ...this.#variables };
    try {
      const error = await withUserStacks(this.#compiler.sources, async () =>
        (await this.#run(code)) ? null : this.#error(),
      );
      // a loop that nothing here can stop: without an answer, the supervisor replaces this process
      if (await this.#goesOnUnstopped()) await new Promise(() => {});
      if (error === null) this.#compiler.endCell();
      else this.#keepWhatWasSet(before);
      const problem = this.#compiler.takeProjectProblem();
      if (problem !== null)
        this.#queue.write('stderr', `The project's options are read as far as possible. ${problem}\n`);
      for (const hint of this.#compiler.describeHints()) this.#queue.write('stderr', `${hint}\n`);
      await this.#queue.settle();
      if (error === null) return { status: 'ok' };
      publish({ type: 'error', content: error });
      return { status: 'error', ...error };
    } finally {
      if (!this.#ownsProcess) this.#capture.remove();
    }
  }

  /** Hands a message of the front end to the cells' comms; what their handlers print belongs to that message. */
  async receiveComm(message: CommMessage, publish: Publish): Promise<void> {
    const before = this.#queue;
    before.flush();
    this.#queue = new OutputQueue(publish);
    try {
      this.#comms.receive(message);
    } catch (error) {
      this.reportStray('An error in a comm', error);
    }
    const own = this.#queue;
    this.#queue = before;
    await own.settle();
  }

  /** Hands the user's answer to the cell that asked; null if nobody can be asked. */
  answerInput(question: number, text: string | null): void {
    this.#inputs.answer(question, text);
  }

  /** Looks up the columns of the files that code names, for {@link complete} and {@link inspect}. */
  prepare(code: string): Promise<void> {
    return this.#compiler.tables.prepare(code);
  }

  /** Completions at a position [UTF-16 units]. */
  complete(code: string, position: number): CompletionResult {
    return complete(this.#executor, code, position);
  }

  /** What is known of the name at a position [UTF-16 units], or null. */
  inspect(code: string, position: number): InspectionResult | null {
    return inspectName(this.#executor, code, position);
  }

  /** Whether code is complete. */
  completeness(code: string): CompletenessResult {
    const { ts, isCompleteCode } = this.#tslab;
    return codeCompleteness(ts, code, text => isCompleteCode(text).indent ?? '');
  }

  /** Makes the compiler read its libraries, a second's work, before the first cell needs them. */
  warmUp(): void {
    this.#executor.complete('', 0);
  }

  /** Stops the running cell if it awaits something; its timers and the library's long steps end too. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#context.stop();
    this.#ambient.abort(new Error('the cell was stopped'));
    this.#timers.cancel();
    this.#executor.interrupt();
  }

  /** Whether a cell that was asked to stop awaits its way on. */
  async #goesOnUnstopped(): Promise<boolean> {
    if (!this.#isInterrupted || !this.#ownsProcess || isSignalInterrupt(this.#thrown?.value)) return false;
    return this.#context.goesOn();
  }

  /** Shows an error that no cell waits for, such as a rejected promise that was forgotten. */
  reportStray(kind: string, thrown: unknown): void {
    const { traceback } = describeThrown(thrown, { sources: this.#compiler.sources, folder: this.#folder });
    const isPlaced = traceback.some(line => /^at /.test(line));
    const where = isPlaced ? '' : ` (cell ${this.#count} was the last to run)`;
    this.#queue.write('stderr', `${kind}${where}: ${traceback.join('\n')}\n`);
  }

  /** Frees the compiler and restores the streams and globals of the process. */
  close(): void {
    this.#queue.flush();
    this.#executor.close();
    this.#displays.remove();
    this.#ambient.remove();
    this.#capture.remove();
    for (const removeGlobal of this.#removeGlobals.splice(0)) removeGlobal();
  }

  /** What earlier cells imported from local modules that have changed has the new values, as it has the new types. */
  #renewImports(): void {
    for (const [module, bindings] of this.#compiler.takeChangedBindings())
      try {
        const exports = this.#reloadModule(module);
        if (!exports) continue;
        for (const { name, exported } of bindings) this.#variables[name] = exportOf(exports, exported);
        this.#warnOfOlderValues(module, this.#compiler.variablesOf(module, bindings));
      } catch (error) {
        const { ename, evalue } = describeThrown(error, { sources: this.#compiler.sources, folder: this.#folder });
        this.#queue.write(
          'stderr',
          `'${module}' has changed and cannot be loaded (${ename}: ${evalue}): its earlier version stays.\n`,
        );
      }
    if (this.#compiler.takeUnsoundChange())
      this.#queue.write(
        'stderr',
        'An imported module has changed and has errors: what was imported keeps its values. Import it again to see them.\n',
      );
  }

  #warnOfOlderValues(module: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const [verb, them] = names.length === 1 ? ['was', 'it'] : ['were', 'them'];
    const list = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
    this.#queue.write(
      'stderr',
      `${list} ${verb} made before '${module}' changed: make ${them} again if the types there are others now.\n`,
    );
  }

  /** After a cell that did not come to its end: variables that it has not set are as before. */
  #keepWhatWasSet(before: Readonly<Record<string, unknown>>): void {
    const variables = this.#variables;
    const setUpTo = (globalThis as unknown as Record<string, number>)[SET_PLACE] ?? 0;
    const how = this.#isInterrupted ? 'was stopped' : 'has failed';
    for (const name of this.#compiler.stopCell(how, name => variables[name] !== undefined, setUpTo))
      variables[name] = before[name];
  }

  #showResult(value: unknown): void {
    this.#displays.showResult(value, this.#count);
    if (types.isPromise(value)) this.#queue.write('stderr', PROMISE_HINT);
  }

  async #run(code: string): Promise<boolean> {
    await this.#compiler.tables.prepare(code);
    for (const warning of this.#compiler.tables.takeWarnings(code)) console.warn(warning);
    const plain = this.#compiler.beginCell(this.#count, code);
    if (this.#isInterrupted) return false;
    Object.assign(globalThis, { [AWAIT_PLACE]: 0 });
    Object.defineProperty(globalThis, SET_PLACE, { value: 0, writable: true, configurable: true });
    try {
      return await this.#context.run(() => this.#executor.execute(plain));
    } catch (error) {
      this.#thrown = { value: error };
      return false;
    } finally {
      forgetLastValue(this.#variables);
    }
  }

  #error(): ErrorContent {
    const thrown = this.#thrown?.value;
    if (this.#thrown === null && this.#compiler.hasErrors) return this.#compiler.describeErrors();
    if (this.#isInterrupted || isSignalInterrupt(thrown)) return interruptedError();
    const awaited = this.#compiler.placeAt(this.#awaitPlace - 1);
    return describeThrown(thrown, { sources: this.#compiler.sources, folder: this.#folder, awaited });
  }

  /** Index of the top-level `await` at which the cell waits, counted from 1; 0 if it waits at none. */
  get #awaitPlace(): number {
    return (globalThis as unknown as Record<string, number>)[AWAIT_PLACE];
  }

  #createExecutor(): Executor {
    const compiler = this.#compiler;
    const converters = {
      get node() {
        return compiler.converter;
      },
      get browser() {
        return compiler.converter;
      },
      close: () => compiler.close(),
    };
    const executor = this.#tslab.createExecutor(this.#folder, converters, {
      log: value => this.#showResult(value),
      error: first => {
        if (first !== DIAGNOSTIC_FORMAT) this.#thrown = { value: first };
      },
    });
    const runtime = (globalThis as unknown as { __tslab__: TslabRuntime }).__tslab__;
    runtime.exports = plainVariables(executor.locals);
    this.#variables = runtime.exports;
    const loader = new ModuleLoader({
      folder: this.#folder,
      fallback: runtime.require,
      compile: (path, source) => compiler.compileModule(path, source),
      resolvePath: (name, folder) => compiler.resolvePath(name, folder),
    });
    runtime.require = loader.require;
    this.#importModule = loader.import;
    this.#reloadModule = name => loader.reload(name);
    compiler.onCompiled = () => this.#renewImports();
    this.#removeGlobals.push(
      setGlobal(IMPORT_FUNCTION, loader.import),
      setGlobal(META_FUNCTION, importMeta),
      this.#installAwaitPlace(),
      installDrawingGlobals(),
    );
    this.#tslab.jupyter.lastWriteDisplayData = (content, isUpdate) =>
      this.#queue.push({ type: isUpdate ? 'update_display_data' : 'display_data', content });
    return executor;
  }

  /** Every top-level `await` of a cell notes its place: there a cell that was asked to stop ends. */
  #installAwaitPlace(): () => void {
    let place = 0;
    Object.defineProperty(globalThis, AWAIT_PLACE, {
      configurable: true,
      get: () => place,
      set: (value: number) => {
        this.#context.throwIfStopped();
        place = value;
      },
    });
    return () => void Reflect.deleteProperty(globalThis, AWAIT_PLACE);
  }

  /** What was printed before goes out before. */
  #sendComm(message: CommMessage, onComm: ((message: CommMessage) => void) | undefined): void {
    this.#queue.flush();
    onComm?.(message);
  }

  #progress(own: ProgressSink['report'] | undefined): ProgressSink {
    const lines = progressLines((value, metadata) => this.#displays.show(value, metadata));
    return {
      report: report => {
        lines.report(report);
        if (own) this.#capture.outside(() => own(report));
      },
      stop: lines.stop,
    };
  }
}

/** What a module exports under a name, as an import of it has it. */
function exportOf(exports: Record<string, unknown>, name: string): unknown {
  if (name === '*') return exports;
  return name === 'default' && exports['__esModule'] !== true ? exports : exports[name];
}

/** What Node throws where SIGINT ended synchronous code of a cell. */
function isSignalInterrupt(thrown: unknown): boolean {
  return (thrown as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}
