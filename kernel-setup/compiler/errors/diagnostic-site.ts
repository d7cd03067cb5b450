/**
 * The part of a cell's tree that a compiler message is about.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** A compiler message with what can be asked about its place. */
export interface DiagnosticSite {
  readonly ts: PatchableTypeScript;
  readonly checker: TypeScript.TypeChecker;
  readonly error: TypeScript.Diagnostic;
  readonly file: TypeScript.SourceFile;
  /** The smallest node that covers the place. */
  readonly node: TypeScript.Node;
}

/** The position of a message, or null if it has none. */
export function diagnosticSite(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  error: TypeScript.Diagnostic,
): DiagnosticSite | null {
  const { file, start, length } = error;
  if (!file || start === undefined) return null;
  const end = start + (length ?? 0);
  let node: TypeScript.Node = file;
  const descend = (child: TypeScript.Node): void => {
    if (child.getStart(file) > start || child.end < end) return;
    node = child;
    ts.forEachChild(child, descend);
  };
  ts.forEachChild(file, descend);
  return { ts, checker, error, file, node };
}

/** Codes of a message and of the messages under it. */
export function codesOf(error: TypeScript.Diagnostic): Set<number> {
  const codes = new Set([error.code]);
  const collect = (part: TypeScript.DiagnosticMessageChain): void => {
    codes.add(part.code);
    part.next?.forEach(collect);
  };
  if (typeof error.messageText !== 'string') collect(error.messageText);
  return codes;
}

/** The expression whose type is at fault: the node itself, or what is assigned to it. */
export function expressionAt({ ts, node }: DiagnosticSite): TypeScript.Expression | null {
  const { parent } = node;
  const holdsInitializer =
    parent &&
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node;
  if (holdsInitializer) return parent.initializer ?? null;
  if (parent && ts.isShorthandPropertyAssignment(parent)) return parent.name;
  if (parent && ts.isBinaryExpression(parent) && parent.left === node && isAssignment(ts, parent)) return parent.right;
  if (ts.isBinaryExpression(node) && isAssignment(ts, node)) return node.right;
  if (ts.isReturnStatement(node)) return node.expression ?? null;
  return ts.isExpression(node) ? node : null;
}

function isAssignment(ts: PatchableTypeScript, node: TypeScript.BinaryExpression): boolean {
  return node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** The object before the name that it lacks: in `a.b`, `a['b']` and `const { b } = a`. */
export function ownerOf({ ts, node }: DiagnosticSite): { name: string; owner: TypeScript.Expression } | null {
  const { parent } = node;
  if (!parent) return null;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return { name: parent.name.text, owner: parent.expression };
  if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression))
    return { name: parent.argumentExpression.text, owner: parent.expression };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return { name: node.argumentExpression.text, owner: node.expression };
  if (!ts.isBindingElement(parent) || !ts.isIdentifier(node)) return null;
  const declaration = parent.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return null;
  return { name: node.text, owner: declaration.initializer };
}
