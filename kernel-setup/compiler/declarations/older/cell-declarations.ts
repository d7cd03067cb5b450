/**
 * What a cell is about to declare, read from its text alone.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { declaredNames } from './mentions.js';

/** What a name is declared as. */
export interface Declared {
  /** The word for it: class, type, variable ... */
  readonly kind: string;
  readonly isType: boolean;
  readonly isValue: boolean;
}

/** The names at the top of some code, and what they are. */
export function cellDeclarations(ts: PatchableTypeScript, source: string): Map<string, Declared> {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found = new Map<string, Declared>();
  for (const statement of file.statements)
    for (const { name, by } of declaredNames(ts, statement)) {
      const declared = declaredAs(ts, by);
      const other = found.get(name.text);
      found.set(name.text, {
        kind: other && !declared.isType ? other.kind : declared.kind,
        isType: declared.isType || (other?.isType ?? false),
        isValue: declared.isValue || (other?.isValue ?? false),
      });
    }
  return found;
}

/** What a node declares its name as. */
export function declaredAs(ts: PatchableTypeScript, node: TypeScript.Node): Declared {
  const both = { isType: true, isValue: true };
  if (ts.isClassDeclaration(node)) return { kind: 'class', ...both };
  if (ts.isEnumDeclaration(node)) return { kind: 'enum', ...both };
  if (ts.isModuleDeclaration(node)) return { kind: 'namespace', ...both };
  if (ts.isInterfaceDeclaration(node)) return { kind: 'interface', isType: true, isValue: false };
  if (ts.isTypeAliasDeclaration(node)) return { kind: 'type', isType: true, isValue: false };
  if (ts.isFunctionDeclaration(node)) return { kind: 'function', isType: false, isValue: true };
  if (ts.isVariableDeclaration(node)) return { kind: 'variable', isType: false, isValue: true };
  return { kind: 'import', ...both };
}
