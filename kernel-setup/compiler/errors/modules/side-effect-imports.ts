/**
 * `import 'a-package'` without names, which the compiler does not check.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import { packageRoot } from '../../../package-root.js';
import type { PatchableTypeScript } from '../../tslab.js';
import { packageOf } from './packages.js';

/** "Cannot find module." */
const NO_MODULE = 2307;

/** An error for each such import of a module that is not there. */
export function missingSideEffects(ts: PatchableTypeScript, cell: TypeScript.SourceFile): TypeScript.Diagnostic[] {
  const folder = dirname(cell.fileName);
  return cell.statements.flatMap(statement => {
    if (!ts.isImportDeclaration(statement) || statement.importClause) return [];
    const { moduleSpecifier: node } = statement;
    if (!ts.isStringLiteral(node) || isResolved(cell, node.text) || isThere(node.text, folder)) return [];
    const start = node.getStart(cell);
    return {
      file: cell,
      code: NO_MODULE,
      category: ts.DiagnosticCategory.Error,
      start,
      length: node.end - start,
      messageText: `Cannot find module '${node.text}'`,
    };
  });
}

/** Whether an error is about a module of Node that the kernel's types do not know, and that is there. */
export function isUntypedBuiltin({ code, file, start, length }: TypeScript.Diagnostic): boolean {
  if (code !== NO_MODULE || !file || start === undefined || length === undefined) return false;
  return isBuiltin(file.text.slice(start + 1, start + length - 1));
}

/** Whether the compiler has found a module. */
function isResolved(cell: TypeScript.SourceFile, name: string): boolean {
  const { resolvedModules } = cell as unknown as {
    resolvedModules?: {
      get(name: string, mode: undefined): { resolvedFileName?: string; resolvedModule?: unknown } | undefined;
    };
  };
  const found = resolvedModules?.get(name, undefined);
  return found?.resolvedFileName !== undefined || found?.resolvedModule !== undefined;
}

/** Whether Node may find a module that the compiler does not. */
function isThere(name: string, folder: string): boolean {
  if (name === '') return false;
  if (isBuiltin(name)) return true;
  if (/^\.{0,2}\/|^\.{1,2}$/.test(name)) return existsSync(resolve(folder, name));
  if (/^[a-z][\w+.-]*:/i.test(name)) return false;
  const places = [folder, packageRoot].flatMap(
    place => createRequire(join(place, 'cell.cjs')).resolve.paths('a-package') ?? [],
  );
  return name.startsWith('#') || places.some(place => existsSync(join(place, packageOf(name))));
}
