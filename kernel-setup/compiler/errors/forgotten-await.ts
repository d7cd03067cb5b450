/**
 * Explains a promise where its value was intended.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { codesOf, type DiagnosticSite, expressionAt, ownerOf } from './diagnostic-site.js';

/** A missing property; also by index. */
const NO_PROPERTY: ReadonlySet<number> = new Set([2339, 2551, 7053]);
/** One type where another is wanted: assigned, as an argument, in every overload, properties missing. */
const NOT_ASSIGNABLE: ReadonlySet<number> = new Set([2322, 2345, 2739, 2740, 2741, 2769, 2559]);
/** A condition that is always true; what cannot be looped over, called, spread, calculated with. */
const OTHERS: ReadonlySet<number> = new Set([2349, 2362, 2363, 2365, 2367, 2488, 2495, 2504, 2548, 2549, 2801, 2802]);
/** An expression is quoted up to this length. */
const QUOTED = 50;

/** What to say if a forgotten `await` is behind a compiler message, or null. */
export function forgottenAwait(site: DiagnosticSite): string | null {
  const { error } = site;
  if (NO_PROPERTY.has(error.code)) return withoutProperty(site);
  if (!NOT_ASSIGNABLE.has(error.code) && !OTHERS.has(error.code)) return null;
  const expression = expressionAt(site);
  if (!expression) return null;
  for (const candidate of [expression, ...operands(site.ts, expression)]) {
    const advice = adviceFor(site, candidate);
    if (advice) return NOT_ASSIGNABLE.has(error.code) && wantsPromise(site, candidate) ? null : advice;
  }
  return null;
}

/** What to say of a value that is a promise, or an array of promises, where something else is wanted; or null. */
export function promiseAdvice(site: DiagnosticSite, value: TypeScript.Expression): string | null {
  return adviceFor(site, value);
}

/** Whether values of a type are promises. */
export function isPromise(checker: TypeScript.TypeChecker, type: TypeScript.Type): boolean {
  const then = checker.getNonNullableType(type).getProperty('then');
  return then?.valueDeclaration !== undefined && checker.getTypeOfSymbol(then).getCallSignatures().length > 0;
}

/** An expression as the user wrote it, on one line and not too long. */
export function quoted(node: TypeScript.Node): string {
  const text = node
    .getText()
    .replace(/\s*\n\s*/g, '')
    .replace(/\s+/g, ' ');
  return text.length <= QUOTED ? text : `…${text.slice(1 - QUOTED)}`;
}

function withoutProperty(site: DiagnosticSite): string | null {
  const missing = ownerOf(site);
  if (!missing) return null;
  const { name, owner } = missing;
  const advice = adviceFor(site, owner);
  if (!advice || site.ts.isIdentifier(owner) || !site.ts.isPropertyAccessExpression(site.node.parent)) return advice;
  return `${advice}: (await ${quoted(owner)}).${name}`;
}

/** The explanation of an expression that is a promise or an array of promises. */
function adviceFor(site: DiagnosticSite, expression: TypeScript.Expression): string | null {
  const { ts, checker } = site;
  if (isAwaited(ts, expression)) return null;
  const type = checker.getTypeAtLocation(expression);
  if (isPromise(checker, type)) return ts.isIdentifier(expression) ? ofVariable(site, expression) : ofCall(expression);
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (element && checker.isArrayType(type) && isPromise(checker, element))
    return `${quoted(expression)} holds promises: write await Promise.all(${quoted(expression)})`;
  return null;
}

/** Whether the `await` is there. */
function isAwaited(ts: PatchableTypeScript, expression: TypeScript.Expression): boolean {
  let outer = expression.parent;
  while (outer && ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return outer !== undefined && ts.isAwaitExpression(outer);
}

function ofCall(expression: TypeScript.Expression): string {
  return `${quoted(expression)} gives a promise: write await before it`;
}

/** A variable that holds a promise: the `await` belongs where it was made. */
function ofVariable({ ts, checker, file }: DiagnosticSite, variable: TypeScript.Identifier): string {
  const symbol = ts.isShorthandPropertyAssignment(variable.parent)
    ? checker.getShorthandAssignmentValueSymbol(variable.parent)
    : checker.getSymbolAtLocation(variable);
  const declaration = symbol?.valueDeclaration;
  const name = variable.text;
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !declaration.initializer ||
    declaration.getSourceFile() !== file
  )
    return `${name} is a promise: write (await ${name})`;
  return `${name} is a promise: write await where it is made, const ${name} = await ${quoted(declaration.initializer)}`;
}

function operands(ts: PatchableTypeScript, expression: TypeScript.Expression): TypeScript.Expression[] {
  if (ts.isBinaryExpression(expression)) return [expression.left, expression.right];
  if (ts.isCallExpression(expression)) return [expression.expression, ...expression.arguments];
  return ts.isSpreadElement(expression) ? [expression.expression] : [];
}

/** Whether a promise is wanted here, but one of something else. */
function wantsPromise({ checker, error }: DiagnosticSite, expression: TypeScript.Expression): boolean {
  const wanted = checker.getContextualType(expression);
  return wanted !== undefined && !codesOf(error).has(2769) && isPromise(checker, wanted);
}
