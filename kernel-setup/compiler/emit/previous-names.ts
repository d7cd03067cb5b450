/**
 * Names of earlier cells where tslab does not see them, or sees them where they are not.
 *
 * tslab turns each use of an earlier cell's name into `exports.name`. It misses the shorthand form of a
 * property, `{ bias, dark }`, which then fails as "bias is not defined"; and it takes the property in
 * `const { flux: f } = star` for such a name when the type of `star` is declared in an earlier cell. Both are
 * put right here before tslab comes to them.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** tslab's file with the declarations of all earlier cells. */
export const PREVIOUS_CELLS = '__prev__.d.ts';

/** A transformer for the cells of a program. */
export function repairPreviousNames(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isShorthandPropertyAssignment(node) && isFromPreviousCell(checker, node)) return longForm(node);
      const inner = ts.visitEachChild(node, visit, context);
      if (!ts.isBindingElement(inner) || !inner.propertyName || !ts.isIdentifier(inner.propertyName)) return inner;
      const { dotDotDotToken, propertyName, name, initializer } = inner;
      // A new identifier has no symbol that tslab could look up.
      const property = factory.createIdentifier(propertyName.text);
      return factory.updateBindingElement(inner, dotDotDotToken, property, name, initializer);
    };
    /** `bias` becomes `bias: exports.bias`; `bias = 0` in a pattern becomes `bias: exports.bias = 0`. */
    const longForm = (node: TypeScript.ShorthandPropertyAssignment): TypeScript.PropertyAssignment => {
      const name = node.name.text;
      const value = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), name);
      const fallback = node.objectAssignmentInitializer;
      const initializer = fallback
        ? factory.createAssignment(value, ts.visitNode(fallback, visit, ts.isExpression))
        : value;
      return factory.createPropertyAssignment(factory.createIdentifier(name), initializer);
    };
    return ts.visitEachChild(file, visit, context);
  };
}

function isFromPreviousCell(checker: TypeScript.TypeChecker, node: TypeScript.ShorthandPropertyAssignment): boolean {
  const declarations = checker.getShorthandAssignmentValueSymbol(node)?.declarations ?? [];
  return declarations.some(declaration => declaration.getSourceFile().fileName.endsWith(`/${PREVIOUS_CELLS}`));
}
