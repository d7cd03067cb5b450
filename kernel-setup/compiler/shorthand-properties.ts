/**
 * Makes `{ bias }` find the variable of an earlier cell.
 *
 * tslab writes `exports.bias` for a name of an earlier cell, but asks the compiler for the meaning of the
 * property in `{ bias }`, not of the variable, and leaves it as it is: "bias is not defined". Here it
 * becomes `{ bias: exports.bias }` before tslab sees it.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from './tslab.js';

/** The file in which tslab keeps the declarations of earlier cells. */
const EARLIER_CELLS = '__prev__.d.ts';

/** A transformer that writes out shorthand properties that stand for variables of earlier cells. */
export function writeOutShorthand(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const isEarlier = (node: TypeScript.ShorthandPropertyAssignment): boolean =>
    (checker.getShorthandAssignmentValueSymbol(node)?.declarations ?? []).some(declaration =>
      declaration.getSourceFile().fileName.endsWith(EARLIER_CELLS),
    );
  return context => file => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (!ts.isShorthandPropertyAssignment(node) || !isEarlier(node)) return ts.visitEachChild(node, visit, context);
      const variable = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), node.name.text);
      const fallback = node.objectAssignmentInitializer;
      const value = fallback
        ? factory.createAssignment(variable, ts.visitNode(fallback, visit) as TypeScript.Expression)
        : variable;
      return factory.createPropertyAssignment(node.name.text, value);
    };
    return ts.visitEachChild(file, visit, context);
  };
}
