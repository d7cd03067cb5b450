/**
 * Keeps `import(...)` a real import.
 *
 * tslab compiles it to `require`; here it becomes a call of a function that the executor provides
 * and that loads the module as Node's own `import()` does.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** Name of that function on `globalThis`. */
export const IMPORT_FUNCTION = '__skyframeImport';

/** A transformer that renames `import(x)` to a call of {@link IMPORT_FUNCTION}. */
export function keepDynamicImport(ts: PatchableTypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const inner = ts.visitEachChild(node, visit, context);
      if (!ts.isCallExpression(inner) || inner.expression.kind !== ts.SyntaxKind.ImportKeyword) return inner;
      const callee = context.factory.createIdentifier(IMPORT_FUNCTION);
      return context.factory.updateCallExpression(inner, callee, undefined, inner.arguments);
    };
    return ts.visitEachChild(file, visit, context);
  };
}
