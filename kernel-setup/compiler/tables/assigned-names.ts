/**
 * The variables that code sets after their declaration.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** The names that code assigns to, patterns included. */
export function assignedNames(ts: PatchableTypeScript, file: TypeScript.SourceFile): Set<string> {
  const names = new Set<string>();
  const collect = (target: TypeScript.Node): void => {
    if (ts.isIdentifier(target)) names.add(target.text);
    else if (ts.isPropertyAssignment(target)) collect(target.initializer);
    else if (ts.isShorthandPropertyAssignment(target)) names.add(target.name.text);
    else if (ts.isBinaryExpression(target)) collect(target.left);
    else if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target))
      ts.forEachChild(target, collect);
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(ts, node.operatorToken.kind)) collect(node.left);
    if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer))
      collect(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Whether a token is `=`, `+=` and the like. */
export function isAssignment(ts: PatchableTypeScript, kind: TypeScript.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
