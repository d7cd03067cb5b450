/**
 * Variables that begin empty and are filled in later cells: `let rows = []`, `const found = { list: [] }`.
 *
 * Within one file the compiler infers from what follows what such an array is to hold, or refuses it; in a notebook what
 * follows is in cells that are not written yet. So these arrays hold anything.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { diagnosticSite } from '../diagnostic-site.js';

/** "Variable implicitly has type 'any[]' in some locations where its type cannot be determined", and each such location. */
const UNDETERMINED: ReadonlySet<number> = new Set([7005, 7034]);
/** What is said of a use of `never[]`, the type of an empty array in strict code. */
const NEVER_FITS: ReadonlySet<number> = new Set([2322, 2339, 2345]);

/** Whether a complaint is about a variable of the cell that begins empty. */
export function isAboutEmptyVariable(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  cell: TypeScript.SourceFile,
  error: TypeScript.Diagnostic,
): boolean {
  const isUndetermined = UNDETERMINED.has(error.code);
  if (error.file !== cell || !(isUndetermined || NEVER_FITS.has(error.code))) return false;
  if (!isUndetermined && !ts.flattenDiagnosticMessageText(error.messageText, '\n').includes("type 'never'"))
    return false;
  const node = diagnosticSite(ts, checker, error)?.node;
  if (!node) return false;
  if (!isUndetermined) return isFilled(ts, checker, cell, node);
  return isTopVariable(ts, cell, variableAt(ts, checker, node));
}

/** The variable that is declared, used or, in tslab's list at the end, exported at a place. */
function variableAt(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  node: TypeScript.Node,
): TypeScript.Symbol | undefined {
  const specifier = ts.isExportSpecifier(node) ? node : node.parent;
  if (specifier && ts.isExportSpecifier(specifier)) return checker.getExportSpecifierLocalTargetSymbol(specifier);
  return checker.getSymbolAtLocation(ts.isVariableDeclaration(node) ? node.name : node);
}

/** Whether a place is a use of an element of an empty array that a variable of the cell holds. */
function isFilled(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  cell: TypeScript.SourceFile,
  place: TypeScript.Node,
): boolean {
  for (let node: TypeScript.Node = place; node && !ts.isStatement(node); node = node.parent) {
    const owner = filledOwner(ts, node);
    if (!owner || !/^never(?:\[\])*$/.test(checker.typeToString(checker.getTypeAtLocation(owner)))) continue;
    return isTopVariable(ts, cell, checker.getSymbolAtLocation(rootOf(ts, owner)));
  }
  return false;
}

/** What is filled or read: `found.list` in `found.list.push(1)`, `found.list[0] = 1`, `found.list = [1]` and `found.list[0].x`. */
function filledOwner(ts: PatchableTypeScript, node: TypeScript.Node): TypeScript.Expression | null {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) return node.expression.expression;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return node.left;
  return ts.isPropertyAccessExpression(node) ? node.expression : null;
}

/** The variable at the front of `rows.first!.get('a')[0]`. */
function rootOf(ts: PatchableTypeScript, expression: TypeScript.Expression): TypeScript.Expression {
  let root = expression;
  while (
    ts.isPropertyAccessExpression(root) ||
    ts.isElementAccessExpression(root) ||
    ts.isNonNullExpression(root) ||
    ts.isCallExpression(root)
  )
    root = root.expression;
  return root;
}

/** Whether a symbol is a variable at the top of the cell, without a type of the user's own. */
function isTopVariable(
  ts: PatchableTypeScript,
  cell: TypeScript.SourceFile,
  symbol: TypeScript.Symbol | undefined,
): boolean {
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || declaration.type) return false;
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) && statement.parent === cell;
}
