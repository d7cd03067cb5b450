/**
 * Remembers the top-level `await` at which a cell waits.
 *
 * An error that Node itself makes in the background, or one that crossed a library's own promises, has
 * a stack without any line of the user's. What is known is what the cell was waiting for.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** Name of the number on `globalThis`: position in the cell's text, counted from 1, or 0. */
export const AWAIT_PLACE = '__skyframeAwait';

/** A transformer that makes `await x` at the top of a cell `await (place = 123, x)`. */
export function recordAwaitPlaces(ts: PatchableTypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    const { factory } = context;
    const record = (node: TypeScript.Expression, start: number): TypeScript.Expression => {
      const place = factory.createNumericLiteral(start + 1);
      return factory.createComma(factory.createAssignment(factory.createIdentifier(AWAIT_PLACE), place), node);
    };
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return node;
      const inner = ts.visitEachChild(node, visit, context);
      if (ts.isAwaitExpression(inner))
        return factory.updateAwaitExpression(inner, record(inner.expression, node.getStart(file)));
      if (!ts.isForOfStatement(inner) || !inner.awaitModifier) return inner;
      const { awaitModifier, initializer, expression, statement } = inner;
      const loop = record(expression, (node as TypeScript.ForOfStatement).expression.getStart(file));
      return factory.updateForOfStatement(inner, awaitModifier, initializer, loop, statement);
    };
    return ts.visitEachChild(file, visit, context);
  };
}
