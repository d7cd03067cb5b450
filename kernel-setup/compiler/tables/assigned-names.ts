/**
 * The variables that code sets after their declaration.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** What a variable is set to: only to what is made of itself, as in `t = t.filter(...)`, or to something else too. */
export type SetTo = 'itself' | 'other';

/** The names that code assigns to, patterns included. */
export function assignedNames(ts: PatchableTypeScript, file: TypeScript.SourceFile): Map<string, SetTo> {
  const names = new Map<string, SetTo>();
  const add = (name: string, value: SetTo): void => {
    if (names.get(name) !== 'other') names.set(name, value);
  };
  const collect = (target: TypeScript.Node): void => {
    if (ts.isIdentifier(target)) add(target.text, 'other');
    else if (ts.isPropertyAssignment(target)) collect(target.initializer);
    else if (ts.isShorthandPropertyAssignment(target)) add(target.name.text, 'other');
    else if (ts.isBinaryExpression(target)) collect(target.left);
    else if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target))
      ts.forEachChild(target, collect);
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(ts, node)) {
      if (ts.isIdentifier(node.left) && rootOf(ts, node.right) === node.left.text) add(node.left.text, 'itself');
      else collect(node.left);
    }
    if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer))
      collect(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Whether an expression is one with `=`, `+=` and the like. */
export function isAssignment(
  ts: PatchableTypeScript,
  { operatorToken: { kind } }: TypeScript.BinaryExpression,
): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The variable at the beginning of a chain of calls. */
function rootOf(ts: PatchableTypeScript, node: TypeScript.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text;
  const isLink =
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node);
  return isLink ? rootOf(ts, node.expression) : null;
}
