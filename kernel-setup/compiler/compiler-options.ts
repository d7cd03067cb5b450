/**
 * How cells are compiled: strict, with packages found by their `exports`, without the DOM library.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import { builtFile, packageRoot } from '../package-root.js';
import type { Tslab } from './tslab.js';

/**
 * Changes to the options that tslab fixes in its converter.
 *
 * @param project what the notebook's project asks for
 */
export function cellCompilerOptions(
  tslab: Tslab,
  folder: string,
  project: TypeScript.CompilerOptions,
): TypeScript.CompilerOptions {
  const { ts, typeRoot } = tslab;
  return {
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['node'],
    lib: ['lib.es2023.d.ts'],
    strict: true,
    checkJs: false,
    allowImportingTsExtensions: true,
    types: ['node'],
    typeRoots: [typeRoot],
    inlineSourceMap: true,
    ...project,
    paths: { ...fallbackPaths(folder), ...project.paths },
  };
}

/** The file with the declarations of {@link display} and the document types. */
export function cellGlobalsFile(): string {
  return builtFile('cell-globals.d.ts');
}

/**
 * Lets a notebook outside any project import `skyframe` and what skyframe itself depends on.
 *
 * A package that the notebook's own folder knows is left alone.
 */
function fallbackPaths(folder: string): Record<string, string[]> {
  const fromCell = createRequire(join(folder, 'cell.cjs'));
  const description = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    name: string;
    types: string;
    dependencies: Record<string, string>;
  };
  const paths: Record<string, string[]> = {};
  if (!isFound(fromCell, description.name)) paths[description.name] = [join(packageRoot, description.types)];
  const fromHere = createRequire(import.meta.url);
  for (const name of Object.keys(description.dependencies)) {
    if (isFound(fromCell, name)) continue;
    const found = packageFolder(fromHere, name);
    if (found) paths[name] = [found];
  }
  return paths;
}

function isFound(from: NodeJS.Require, name: string): boolean {
  return packageFolder(from, name) !== null;
}

/** Folder of a package, found as Node finds it but without regard to its `exports`. */
function packageFolder(from: NodeJS.Require, name: string): string | null {
  for (const folder of from.resolve.paths(name) ?? []) {
    const description = join(folder, name, 'package.json');
    if (existsSync(description)) return dirname(description);
  }
  return null;
}
