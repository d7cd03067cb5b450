/**
 * Promises that are legal but probably unintended: `night.combine();` alone on a line,
 * `${promise}` in a text, `console.log(promise)`.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { isPromise, quoted } from './forgotten-await.js';

/** A remark on a place in a cell that compiles. */
export interface CellHint {
  /** Position in the compiler's text of the cell. */
  readonly start: number;
  readonly length: number;
  readonly message: string;
}

const HANDLERS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Looks for forgotten awaits in a cell. The value of the last expression is left to whoever shows it. */
export function promiseHints(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  cell: TypeScript.SourceFile,
): CellHint[] {
  const hints: CellHint[] = [];
  const isPending = (node: TypeScript.Expression): boolean => isPromise(checker, checker.getTypeAtLocation(node));
  const remark = (node: TypeScript.Expression, message: string): void => {
    if (isPending(node))
      hints.push({ start: node.getStart(cell), length: node.getEnd() - node.getStart(cell), message });
  };
  const last = cell.statements.filter(statement => !ts.isExportDeclaration(statement)).at(-1);
  const visit = (node: TypeScript.Node): void => {
    if (ts.isTemplateSpan(node))
      remark(node.expression, `${quoted(node.expression)} is a promise, which has no text: write await before it`);
    if (ts.isCallExpression(node) && isPrinting(ts, node))
      for (const value of node.arguments) remark(value, `${quoted(value)} is a promise: write await before it`);
    if (ts.isExpressionStatement(node) && node !== last && isForgetful(ts, node.expression))
      remark(
        node.expression,
        `${quoted(node.expression)} gives a promise that nobody waits for: write await before it, or void if that is intended`,
      );
    ts.forEachChild(node, visit);
  };
  visit(cell);
  return hints;
}

function isPrinting(ts: PatchableTypeScript, { expression }: TypeScript.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'display';
  return (
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'console'
  );
}

/** Calls, except those that handle their own result, and `(async () => ...)()`. */
function isForgetful(ts: PatchableTypeScript, expression: TypeScript.Expression): boolean {
  if (!ts.isCallExpression(expression)) return false;
  const callee = expression.expression;
  if (ts.isPropertyAccessExpression(callee)) return !HANDLERS.has(callee.name.text);
  return !ts.isParenthesizedExpression(callee) && !ts.isFunctionExpression(callee);
}
