/**
 * tslab, unmodified, over a copy of its TypeScript that we may change.
 *
 * TypeScript's exports are getters that cannot be replaced, so a plain copy of the module takes its
 * position in Node's cache before tslab is loaded; our functions then replace a few of the copy's.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter } from 'tslab/dist/converter.js';
import type { Executor } from 'tslab/dist/executor.js';

/** tslab's TypeScript, with the internals that tslab itself uses and its own typings leave out. */
export type PatchableTypeScript = {
  -readonly [K in Exclude<keyof typeof TypeScript, 'createWatchCompilerHost'>]: (typeof TypeScript)[K];
} & {
  /** The one of its overloads that tslab calls. */
  createWatchCompilerHost(
    rootNames: readonly string[],
    options: TypeScript.CompilerOptions,
    ...rest: readonly unknown[]
  ): TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>;
  getPreEmitDiagnosticsOfFiles(
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
  ): readonly TypeScript.Diagnostic[];
  Completions: {
    getCompletionsAtPositionForTslab(
      host: object,
      program: TypeScript.Program,
      log: (text: string) => void,
      file: TypeScript.SourceFile,
      position: number,
      ...rest: readonly unknown[]
    ): TypeScript.CompletionInfo | undefined;
  };
};

/** What tslab's executor is given in place of a console. */
interface ExecutorConsole {
  /** Receives the value of the last expression, if it is neither null nor undefined. */
  log(value: unknown): void;
  /** Receives what was thrown, or a format string and the parts of one compiler message. */
  error(first: unknown, ...rest: unknown[]): void;
}

/** The parts of tslab that we use. */
export interface Tslab {
  /** The patchable copy. */
  readonly ts: PatchableTypeScript;
  /** The unchanged module, for calling what we replaced. */
  readonly original: PatchableTypeScript;
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  createExecutor(
    folder: string,
    converters: { node: Converter; browser: Converter; close: () => void },
    console: ExecutorConsole,
  ): Executor;
  isCompleteCode(code: string): { completed: boolean; indent?: string };
  /** tslab's Jupyter module: its `lastWriteDisplayData` serves `import { display } from 'tslab'`. */
  readonly jupyter: { lastWriteDisplayData: ((content: TslabDisplay, update?: boolean) => void) | null };
  /** Folder of the Node types that tslab was made for. */
  readonly typeRoot: string;
}

/** What tslab's own `display` sends. */
interface TslabDisplay {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly transient: { readonly display_id?: string };
}

let loaded: Tslab | null = null;

/** Loads tslab once per process. Takes about half a second. */
export function loadTslab(): Tslab {
  loaded ??= load();
  return loaded;
}

function load(): Tslab {
  const tslabPackage = createRequire(import.meta.url).resolve('tslab/package.json');
  const fromTslab = createRequire(tslabPackage);
  const path = fromTslab.resolve('@tslab/typescript-for-tslab');
  const original = fromTslab(path) as PatchableTypeScript;
  const ts = { ...original };
  const cached = fromTslab.cache[path];
  if (!cached) throw new Error(`tslab's TypeScript is not in Node's module cache: ${path}`);
  cached.exports = ts;
  const converter = fromTslab('./dist/converter.js') as Pick<Tslab, 'createConverter' | 'isCompleteCode'>;
  const executor = fromTslab('./dist/executor.js') as Pick<Tslab, 'createExecutor'>;
  return {
    ts,
    original,
    createConverter: converter.createConverter,
    createExecutor: executor.createExecutor,
    isCompleteCode: converter.isCompleteCode,
    jupyter: fromTslab('./dist/jupyter.js') as Tslab['jupyter'],
    typeRoot: dirname(dirname(fromTslab.resolve('@types/node/package.json'))),
  };
}
