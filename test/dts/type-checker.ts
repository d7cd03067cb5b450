/**
 * The library's declarations under a given TypeScript: errors, hover and completion.
 *
 * The declarations of table/, readTable and finalizeHst are generated from the sources, so these tests need no build. The notebook's compiler is
 * 5.0.4, the one bundled with tslab.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import current from 'typescript';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The compilers of users: that of the notebook and that of their projects. */
export const compilers: readonly { readonly name: string; readonly ts: typeof current }[] = [
  { name: 'TypeScript 5.0.4 (tslab)', ts: createRequire(import.meta.url)('@tslab/typescript-for-tslab') },
  { name: `TypeScript ${current.version}`, ts: current },
];

/** The strictest plausible user project: no DOM, no Node types, every declaration checked. */
export function userOptions(ts: typeof current): current.CompilerOptions {
  return {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: 2 satisfies current.ModuleResolutionKind.Node10,
    skipLibCheck: false,
    noEmit: true,
  };
}

/** A compiler error, as displayed. */
export function errorText(ts: typeof current, diagnostic: current.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  if (diagnostic.file === undefined) return text;
  const { line } = ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start ?? 0);
  return `${diagnostic.file.fileName.replace(`${root}/`, '')}:${line + 1} ${text}`;
}

/** A program of one file that uses the library's declarations. */
export interface TypeChecker {
  /** Returns the errors of the file and of every declaration it imports. */
  errors(): string[];
  /** Returns the hover text and documentation of the first occurrence of `text` after the mark `// @name`. */
  hover(mark: string, text: string): string;
  /** Returns the completions at the end of `text`. */
  completions(mark: string, text: string): string[];
}

/** Checks `file` (relative to test/dts), or the text given for it. */
export function typeChecker(
  ts: typeof current,
  file: string,
  content?: string,
  options: current.CompilerOptions = userOptions(ts),
): TypeChecker {
  const path = join(root, 'test/dts', file);
  const text = content ?? readFileSync(path, 'utf8');
  const files = new Map(declarations()).set(path, text);
  const readable = (name: string) => name.startsWith(join(root, 'node_modules')) && ts.sys.fileExists(name);
  const read = (name: string) => files.get(name) ?? (readable(name) ? ts.sys.readFile(name) : undefined);
  const service = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: () => '1',
    getScriptSnapshot: name => {
      const source = read(name);
      return source === undefined ? undefined : ts.ScriptSnapshot.fromString(source);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: settings => ts.getDefaultLibFilePath(settings),
    fileExists: name => read(name) !== undefined,
    readFile: read,
    directoryExists: name =>
      [...files.keys()].some(known => known.startsWith(`${name}/`)) || ts.sys.directoryExists(name),
  });
  const after = (mark: string, part: string) => {
    const from = text.indexOf(`// @${mark}\n`);
    const at = text.indexOf(part, from);
    if (from < 0 || at < 0) throw new Error(`${file} has no '${part}' after '// @${mark}'`);
    return at;
  };
  return {
    errors() {
      const program = service.getProgram()!;
      return ts.getPreEmitDiagnostics(program).map(diagnostic => errorText(ts, diagnostic));
    },
    hover(mark, part) {
      const info = service.getQuickInfoAtPosition(path, after(mark, part));
      return [...(info?.displayParts ?? []), ...(info?.documentation ?? [])].map(({ text: word }) => word).join('');
    },
    completions(mark, part) {
      const at = after(mark, part) + part.length;
      return (
        service.getCompletionsAtPosition(path, at, { includeCompletionsWithInsertText: true })?.entries ?? []
      ).map(entry => entry.name);
    },
  };
}

let made: ReadonlyMap<string, string> | undefined;

/** Declarations of table/, readTable, finalizeHst and what they need, by path, as emitted by tsc. */
function declarations(): ReadonlyMap<string, string> {
  if (made !== undefined) return made;
  const files = new Map<string, string>();
  const { options } = current.parseJsonConfigFileContent(
    current.readConfigFile(join(root, 'tsconfig.json'), current.sys.readFile).config,
    current.sys,
    root,
  );
  const fluent = ['read-table', 'finalize-hst'].map(name => join(root, `lib/fluent/${name}.ts`));
  const program = current.createProgram([...sources(join(root, 'lib/table')), ...fluent], {
    ...options,
    noEmit: false,
    noCheck: true,
    emitDeclarationOnly: true,
    declaration: true,
  });
  program.emit(undefined, (path, text) => files.set(path, text));
  made = files;
  return made;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));
}
