/**
 * What a notebook takes over from its project's `tsconfig.json`.
 *
 * The nearest `tsconfig.notebook.json` or `tsconfig.json` counts, its `extends` too. Taken over are
 * how strictly code is checked, where modules are found, decorators and JSX ({@link HONOURED}). What
 * cells are compiled to stays the kernel's affair: target, module, moduleResolution, lib, types, files
 * and everything about output. Complaints about unused names make no sense in a notebook.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from './tslab.js';

/** The options that are taken over. */
export const HONOURED: readonly string[] = [
  'strict',
  'noImplicitAny',
  'noImplicitThis',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'useUnknownInCatchVariables',
  'noImplicitReturns',
  'noImplicitOverride',
  'noFallthroughCasesInSwitch',
  'noUncheckedIndexedAccess',
  'noPropertyAccessFromIndexSignature',
  'exactOptionalPropertyTypes',
  'allowUnreachableCode',
  'allowUnusedLabels',
  'baseUrl',
  'paths',
  'pathsBasePath', // not written by hand: what `paths` is relative to
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
];

const NAMES = ['tsconfig.notebook.json', 'tsconfig.json'];
/** The file lists no sources that would be there: of no interest here. */
const NO_INPUTS = 18003;

/** The project's options, and what is wrong with its file. */
export interface ProjectOptions {
  readonly options: TypeScript.CompilerOptions;
  /** One line, or null. */
  readonly problem: string | null;
}

/** Reads the options for a notebook in `folder`; empty if there is no project. */
export function projectOptions(ts: PatchableTypeScript, folder: string): ProjectOptions {
  const path = findConfig(folder);
  if (path === null) return { options: {}, problem: null };
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  const host = { ...ts.sys, readDirectory: () => [] };
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path), undefined, path);
  const taken = Object.entries(parsed.options).filter(([name]) => HONOURED.includes(name));
  const wrong = error ?? parsed.errors.find(({ code }) => code !== NO_INPUTS && !isUnknownOption(code));
  const words = wrong && ts.flattenDiagnosticMessageText(wrong.messageText, ' ');
  return {
    options: Object.fromEntries(taken),
    problem: words ? `${relative(folder, path)}: ${words}` : null,
  };
}

/** Options, or values of options, of a TypeScript newer than the kernel's. */
function isUnknownOption(code: number): boolean {
  return code === 5023 || code === 6046;
}

function findConfig(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const found = NAMES.map(name => join(at, name)).find(path => existsSync(path));
    if (found !== undefined) return found;
    if (dirname(at) === at) return null;
  }
}
