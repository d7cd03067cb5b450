/**
 * What the cell tagged `parameters` declares: names, and the kind of value each takes.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { loadTslab, type PatchableTypeScript } from '../compiler/tslab.js';

/** The kind of value that a parameter takes, from its declaration; `any` leaves it to the compiler. */
export type ParameterKind = 'number' | 'string' | 'boolean' | 'list' | 'object' | 'any';

/** A parameter as its cell declares it. */
export interface DeclaredParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** Kind of the items of a list. */
  readonly items: ParameterKind;
  /** The texts allowed, if the type is a list of texts such as `'V' | 'R'`; else empty. */
  readonly choices: readonly string[];
  /** `let` or `const`, as declared. */
  readonly keyword: 'let' | 'const';
  /** The type as written, or empty. */
  readonly type: string;
}

/** The variables that a cell declares at its top level. */
export function declaredParameters(source: string): DeclaredParameter[] {
  const { ts } = loadTslab();
  const file = ts.createSourceFile('parameters.ts', source, ts.ScriptTarget.ESNext, true);
  return file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap(({ name, type, initializer }) => {
      if (!ts.isIdentifier(name)) return [];
      const kinds = type ? kindOfType(ts, type) : kindOfValue(ts, initializer);
      const keyword = declarationList.flags & ts.NodeFlags.Const ? 'const' : 'let';
      return [{ name: name.text, ...kinds, keyword, type: type?.getText(file) ?? '' } as const];
    }),
  );
}

type Kinds = Pick<DeclaredParameter, 'kind' | 'items' | 'choices'>;

const ANY: Kinds = { kind: 'any', items: 'any', choices: [] };

function kindOfType(ts: PatchableTypeScript, type: TypeScript.TypeNode): Kinds {
  switch (type.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return { ...ANY, kind: 'number' };
    case ts.SyntaxKind.StringKeyword:
      return { ...ANY, kind: 'string' };
    case ts.SyntaxKind.BooleanKeyword:
      return { ...ANY, kind: 'boolean' };
  }
  if (ts.isArrayTypeNode(type)) return { ...ANY, kind: 'list', items: kindOfType(ts, type.elementType).kind };
  if (ts.isTypeOperatorNode(type)) return kindOfType(ts, type.type); // readonly number[]
  if (ts.isTypeLiteralNode(type)) return { ...ANY, kind: 'object' };
  const members = ts.isUnionTypeNode(type) ? type.types : [type];
  const choices = members.flatMap(member =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? [member.literal.text] : [],
  );
  return choices.length === members.length ? { kind: 'string', items: 'any', choices } : ANY;
}

function kindOfValue(ts: PatchableTypeScript, value: TypeScript.Expression | undefined): Kinds {
  if (!value) return ANY;
  if (ts.isPrefixUnaryExpression(value)) return kindOfValue(ts, value.operand);
  if (ts.isNumericLiteral(value)) return { ...ANY, kind: 'number' };
  if (ts.isStringLiteralLike(value)) return { ...ANY, kind: 'string' };
  if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword)
    return { ...ANY, kind: 'boolean' };
  if (ts.isObjectLiteralExpression(value)) return { ...ANY, kind: 'object' };
  if (!ts.isArrayLiteralExpression(value)) return ANY;
  const [first, ...rest] = new Set(value.elements.map(element => kindOfValue(ts, element).kind));
  return { ...ANY, kind: 'list', items: first && rest.length === 0 ? first : 'any' };
}
