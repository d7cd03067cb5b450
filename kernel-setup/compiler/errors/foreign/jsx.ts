/**
 * JSX in a cell: `const el = <div/>`.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { showing } from './line-rule.js';

/** What to do about JSX. */
export const JSX_ADVICE: string = `JSX works in modules alone: write it into a file such as view.tsx, and import that. To show HTML: ${showing('text/html', '<div>...</div>')}`;

/** Position and length of the first JSX in a source that is right as TSX and wrong as TypeScript, or null. */
export function jsxIn(ts: PatchableTypeScript, source: string): { start: number; length: number } | null {
  if (!/<\s*(?:[A-Za-z]|>)/.test(source) || isRight(ts, source, ts.ScriptKind.TS)) return null;
  const file = parse(ts, source, ts.ScriptKind.TSX);
  if (problemsOf(file) > 0) return null;
  let found: TypeScript.Node | null = null;
  const visit = (node: TypeScript.Node): void => {
    if (found) return;
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found && spanOf(found, file);
}

function spanOf(node: TypeScript.Node, file: TypeScript.SourceFile): { start: number; length: number } {
  const start = node.getStart(file);
  return { start, length: node.end - start };
}

function isRight(ts: PatchableTypeScript, source: string, kind: TypeScript.ScriptKind): boolean {
  return problemsOf(parse(ts, source, kind)) === 0;
}

function parse(ts: PatchableTypeScript, source: string, kind: TypeScript.ScriptKind): TypeScript.SourceFile {
  return ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, true, kind);
}

function problemsOf(file: TypeScript.SourceFile): number {
  return (file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length;
}
