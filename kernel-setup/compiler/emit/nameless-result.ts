/**
 * Keeps a function or class without a name nameless where it is the value of a cell.
 *
 * tslab declares a variable for the value, and JavaScript names such a function after the variable that it initializes.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** Writes the last expression `() => 1` of a file as `(0, () => 1)`, which no variable gives a name. */
export function keepResultNameless(ts: PatchableTypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return ({ factory }) =>
    file => {
      const last = file.statements.at(-1);
      if (!last || !ts.isExpressionStatement(last) || !isNameless(ts, last.expression)) return file;
      const value = factory.createParenthesizedExpression(
        factory.createComma(factory.createNumericLiteral(0), last.expression),
      );
      const statement = factory.updateExpressionStatement(last, value);
      return factory.updateSourceFile(file, [...file.statements.slice(0, -1), statement]);
    };
}

/** Whether JavaScript would name it; parentheses do not keep it from that, and types around it are erased. */
function isNameless(ts: PatchableTypeScript, expression: TypeScript.Expression): boolean {
  if (ts.isArrowFunction(expression)) return true;
  if (ts.isFunctionExpression(expression) || ts.isClassExpression(expression)) return expression.name === undefined;
  const isAround =
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression) ||
    ts.isTypeAssertionExpression(expression);
  return isAround && isNameless(ts, expression.expression);
}
