/**
 * The short name of the type of `await import('a-package')`.
 *
 * A package that is not an ES module gets a `default` when it is imported so, and its type no longer has a name: it is written
 * out member by member, with names that the package keeps to itself among them.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** `typeof import('x') & { default: typeof import('x') }` for a variable that is set to `await import('x')`, or null. */
export function importedModuleType(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  node: TypeScript.Node,
): TypeScript.TypeNode | null {
  if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isIdentifier(node.name)) return null;
  const specifier = awaitedModule(ts, node.initializer);
  if (specifier === null) return null;
  const { factory } = ts;
  const typeOfModule = (): TypeScript.TypeNode =>
    factory.createImportTypeNode(
      factory.createLiteralTypeNode(factory.createStringLiteral(specifier)),
      undefined,
      undefined,
      undefined,
      true,
    );
  if (!checker.getTypeAtLocation(node.name).getProperty('default')) return typeOfModule();
  const ofDefault = factory.createPropertySignature(undefined, 'default', undefined, typeOfModule());
  return factory.createIntersectionTypeNode([typeOfModule(), factory.createTypeLiteralNode([ofDefault])]);
}

/** The name in `await import('name')`, or null. */
function awaitedModule(ts: PatchableTypeScript, expression: TypeScript.Expression): string | null {
  let inner = expression;
  while (ts.isParenthesizedExpression(inner) || ts.isAwaitExpression(inner)) inner = inner.expression;
  if (!ts.isCallExpression(inner) || inner.expression.kind !== ts.SyntaxKind.ImportKeyword) return null;
  const [name] = inner.arguments;
  return name && ts.isStringLiteralLike(name) ? name.text : null;
}
