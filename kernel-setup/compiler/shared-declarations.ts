/**
 * Declaration files that one compiler has read, kept for the next compiler of this process.
 *
 * Parsing and binding the declarations of the language, of Node and of packages is three quarters of a compiler's start.
 * TypeScript's own language services share them in the same way, by the options that have a say in how a file is read.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { stampOf } from './local-files.js';

/** The host of a watching compiler's programs; TypeScript's typings leave the method out. */
type ProgramHost = TypeScript.CompilerHost & {
  getSourceFileByPath: (name: string, path: TypeScript.Path, ...rest: ReadOptions) => TypeScript.SourceFile | undefined;
};

type ReadOptions = [
  version: TypeScript.ScriptTarget | TypeScript.CreateSourceFileOptions,
  onError?: (message: string) => void,
  shouldCreate?: boolean,
];

/** The options by which TypeScript's document registry distinguishes readings; its typings omit them. */
interface ReadingOptions {
  readonly sourceFileAffectingCompilerOptions?: readonly { readonly name: string }[];
}

interface Declarations {
  readonly stamp: string;
  readonly file: TypeScript.SourceFile;
}

/** By the options and the path; one reading each, the newest. */
const shared = new Map<string, Declarations>();

/** Lets the programs that a watching host creates take declaration files that were read before. */
export function shareDeclarations(
  ts: object,
  host: TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>,
): void {
  const create = host.createProgram;
  let known: TypeScript.CompilerHost | undefined;
  host.createProgram = (roots, options, programHost, ...rest) => {
    if (options && programHost && programHost !== known) {
      known = programHost;
      readThroughShared(programHost as ProgramHost, optionsKey(ts, options));
    }
    return create(roots, options, programHost, ...rest);
  };
}

/** Makes a host look among the shared files first. What it was once given stays its own, as without sharing. */
function readThroughShared(host: ProgramHost, key: string): void {
  const own = new Map<string, TypeScript.SourceFile>();
  const { getSourceFile, getSourceFileByPath } = host;
  const find = (name: string, [version]: ReadOptions, read: () => TypeScript.SourceFile | undefined) => {
    if (!/\.d\.[cm]?ts$/.test(name)) return read();
    const mine = own.get(name);
    if (mine) return mine;
    const stamp = stampOf(name);
    if (stamp === '') return read();
    const format = typeof version === 'object' ? version.impliedNodeFormat : undefined;
    const id = `${key} ${format} ${name}`;
    const found = shared.get(id);
    const file = found?.stamp === stamp ? found.file : read();
    if (!file) return undefined;
    shared.set(id, { stamp, file });
    own.set(name, file);
    return file;
  };
  host.getSourceFile = (name, ...rest) => find(name, rest, () => getSourceFile(name, ...rest));
  host.getSourceFileByPath = (name, path, ...rest) => find(name, rest, () => getSourceFileByPath(name, path, ...rest));
}

/** The options that have a say in how a file is parsed, bound and its imports are resolved. */
function optionsKey(ts: object, options: TypeScript.CompilerOptions): string {
  const { sourceFileAffectingCompilerOptions: listed } = ts as ReadingOptions;
  if (!listed) return JSON.stringify(options);
  return JSON.stringify(['strict', 'pathsBasePath', ...listed.map(({ name }) => name)].map(name => options[name]));
}
