/**
 * Values that stand in a cell's text.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';

/**
 * The value of an expression of texts, templates of constants, numbers, logicals, lists and records; undefined if it is only known at run time. In a
 * record such a member is undefined, and one that is spread in makes the whole unknown.
 *
 * @param texts constants that are a text
 */
export function literalValue(
  ts: PatchableTypeScript,
  node: TypeScript.Expression,
  texts: ReadonlyMap<string, string>,
): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isIdentifier(node)) return texts.get(node.text);
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map(({ expression, literal }) => {
      const value = literalValue(ts, expression, texts);
      return typeof value === 'string' ? value + literal.text : undefined;
    });
    return parts.includes(undefined) ? undefined : node.head.text + parts.join('');
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return literalValue(ts, node.expression, texts);
  if (ts.isArrayLiteralExpression(node)) {
    const values = node.elements.map(element => literalValue(ts, element, texts));
    return values.includes(undefined) ? undefined : values;
  }
  return ts.isObjectLiteralExpression(node) ? recordOf(ts, node, texts) : undefined;
}

function recordOf(
  ts: PatchableTypeScript,
  node: TypeScript.ObjectLiteralExpression,
  texts: ReadonlyMap<string, string>,
): Record<string, unknown> | undefined {
  const members: [string, unknown][] = [];
  for (const property of node.properties) {
    const { name } = property;
    if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name))) return undefined;
    const value = ts.isPropertyAssignment(property) ? literalValue(ts, property.initializer, texts) : undefined;
    members.push([name.text, ts.isShorthandPropertyAssignment(property) ? texts.get(name.text) : value]);
  }
  return Object.fromEntries(members);
}
