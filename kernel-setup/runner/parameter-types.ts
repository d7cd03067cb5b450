/**
 * The types that parameters of a notebook can have, as far as their text shows them.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../compiler/tslab.js';

/** What values a parameter takes; `any` leaves it to the compiler. */
export type ParameterType =
  | { readonly kind: 'number' | 'string' | 'boolean' | 'bigint' | 'date' | 'null' | 'undefined' | 'any' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | bigint }
  | { readonly kind: 'list'; readonly items: ParameterType }
  | { readonly kind: 'tuple'; readonly items: readonly ParameterType[] }
  | { readonly kind: 'object'; readonly fields: readonly ObjectField[] }
  | { readonly kind: 'record'; readonly values: ParameterType }
  | { readonly kind: 'enum'; readonly name: string; readonly members: readonly EnumMember[] }
  | { readonly kind: 'union'; readonly members: readonly ParameterType[] };

/** A field of an object. */
interface ObjectField {
  readonly name: string;
  readonly type: ParameterType;
  readonly isOptional: boolean;
}

/** A member of an enum, and its value where the text shows it. */
interface EnumMember {
  readonly name: string;
  readonly value: string | number | null;
}

const ANY: ParameterType = { kind: 'any' };

/** Maximum depth of types within types. */
const MAX_DEPTH = 8;

/** Reads types from the text of a notebook's first cells: from annotations, and from the values of declarations. */
export class TypeReader {
  readonly #ts: PatchableTypeScript;
  readonly #aliases = new Map<string, TypeScript.TypeNode>();
  readonly #interfaces = new Map<string, readonly TypeScript.TypeElement[]>();
  readonly #enums = new Map<string, readonly EnumMember[]>();
  readonly #variables = new Map<string, ParameterType>();

  constructor(ts: PatchableTypeScript) {
    this.#ts = ts;
  }

  /** Remembers the types that a cell declares. */
  learn(file: TypeScript.SourceFile): void {
    const ts = this.#ts;
    for (const statement of file.statements) {
      if (ts.isEnumDeclaration(statement)) this.#enums.set(statement.name.text, this.#enumMembers(statement));
      if (ts.isTypeAliasDeclaration(statement) && !statement.typeParameters)
        this.#aliases.set(statement.name.text, statement.type);
      if (ts.isInterfaceDeclaration(statement) && !statement.typeParameters && !statement.heritageClauses)
        this.#interfaces.set(statement.name.text, statement.members);
    }
  }

  /** The type of a declaration, which later ones may name. */
  ofDeclaration({ name, type, initializer }: TypeScript.VariableDeclaration): ParameterType {
    const found = type ? this.#ofType(type, 0) : this.#ofValue(initializer);
    if (this.#ts.isIdentifier(name)) this.#variables.set(name.text, found);
    return found;
  }

  #enumMembers(declaration: TypeScript.EnumDeclaration): EnumMember[] {
    const ts = this.#ts;
    let next: number | null = 0;
    return declaration.members.map(({ name, initializer }) => {
      const value = initializer ? this.#literalOf(initializer) : next;
      next = typeof value === 'number' ? value + 1 : null;
      const isValue = typeof value === 'string' || typeof value === 'number';
      return {
        name: ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '',
        value: isValue ? value : null,
      };
    });
  }

  #ofType(type: TypeScript.TypeNode, depth: number): ParameterType {
    const ts = this.#ts;
    const kind = KEYWORD_KINDS[ts.SyntaxKind[type.kind]];
    if (kind !== undefined) return { kind };
    if (depth > MAX_DEPTH) return ANY;
    const inner = (node: TypeScript.TypeNode): ParameterType => this.#ofType(node, depth + 1);
    if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
    if (ts.isArrayTypeNode(type)) return { kind: 'list', items: inner(type.elementType) };
    if (ts.isTypeOperatorNode(type)) return type.operator === ts.SyntaxKind.ReadonlyKeyword ? inner(type.type) : ANY;
    if (ts.isTupleTypeNode(type)) return tuple(type.elements.map(item => this.#ofTupleItem(item, depth)));
    if (ts.isUnionTypeNode(type)) return union(type.types.map(inner));
    if (ts.isLiteralTypeNode(type)) return this.#ofLiteralType(type.literal);
    if (ts.isTypeLiteralNode(type)) return this.#ofMembers(type.members, depth);
    if (ts.isTypeReferenceNode(type)) return this.#ofReference(type, depth);
    return ANY;
  }

  #ofTupleItem(item: TypeScript.TypeNode, depth: number): ParameterType | null {
    const ts = this.#ts;
    if (ts.isRestTypeNode(item) || ts.isOptionalTypeNode(item)) return null;
    return this.#ofType(ts.isNamedTupleMember(item) ? item.type : item, depth + 1);
  }

  #ofLiteralType(literal: TypeScript.LiteralTypeNode['literal']): ParameterType {
    if (literal.kind === this.#ts.SyntaxKind.NullKeyword) return { kind: 'null' };
    const value = this.#literalOf(literal as TypeScript.Expression);
    return value === null ? ANY : { kind: 'literal', value };
  }

  #ofMembers(members: readonly TypeScript.TypeElement[], depth: number): ParameterType {
    const ts = this.#ts;
    const fields = members.map((member): ObjectField | null => {
      if (!ts.isPropertySignature(member) || !(ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)))
        return null;
      const type = member.type ? this.#ofType(member.type, depth + 1) : ANY;
      return { name: member.name.text, type, isOptional: member.questionToken !== undefined };
    });
    return fields.every(field => field !== null) ? { kind: 'object', fields } : ANY;
  }

  #ofReference({ typeName, typeArguments = [] as never }: TypeScript.TypeReferenceNode, depth: number): ParameterType {
    if (!this.#ts.isIdentifier(typeName)) return ANY;
    const name = typeName.text;
    const given = [...typeArguments].map(argument => this.#ofType(argument, depth + 1));
    const members = this.#enums.get(name);
    if (members) return { kind: 'enum', name, members };
    const alias = this.#aliases.get(name);
    if (alias) return this.#ofType(alias, depth + 1);
    const fields = this.#interfaces.get(name);
    if (fields) return this.#ofMembers(fields, depth);
    if (name === 'Date') return { kind: 'date' };
    if (name === 'Array' || name === 'ReadonlyArray') return { kind: 'list', items: given[0] ?? ANY };
    if (name === 'Readonly') return given[0] ?? ANY;
    if (name === 'Record' && given[0]?.kind === 'string') return { kind: 'record', values: given[1] ?? ANY };
    return ANY;
  }

  /** The type of a value, widened as TypeScript does for `let`. */
  #ofValue(value: TypeScript.Expression | undefined): ParameterType {
    const ts = this.#ts;
    if (!value) return ANY;
    const literal = this.#literalOf(value);
    if (literal !== null) return { kind: typeof literal as 'number' };
    if (ts.isParenthesizedExpression(value)) return this.#ofValue(value.expression);
    if (ts.isTemplateExpression(value)) return { kind: 'string' };
    if (ts.isIdentifier(value)) return this.#ofName(value.text);
    if (ts.isAsExpression(value) || ts.isTypeAssertionExpression(value)) return this.#ofAssertion(value);
    if (ts.isSatisfiesExpression(value)) return this.#ofValue(value.expression);
    if (ts.isNewExpression(value) || ts.isCallExpression(value)) return this.#ofCall(value);
    if (ts.isPropertyAccessExpression(value)) return this.#ofProperty(value);
    if (ts.isPrefixUnaryExpression(value)) return this.#ofUnary(value);
    if (ts.isBinaryExpression(value)) return this.#ofBinary(value);
    if (ts.isConditionalExpression(value)) return same([value.whenTrue, value.whenFalse].map(v => this.#ofValue(v)));
    if (ts.isObjectLiteralExpression(value)) return this.#ofObject(value);
    if (ts.isArrayLiteralExpression(value))
      return { kind: 'list', items: same(value.elements.map(element => this.#ofValue(element))) };
    return ANY;
  }

  #ofName(name: string): ParameterType {
    if (name === 'NaN' || name === 'Infinity') return { kind: 'number' };
    return this.#variables.get(name) ?? ANY;
  }

  #ofAssertion({ expression, type }: TypeScript.AsExpression | TypeScript.TypeAssertion): ParameterType {
    return type.getText() === 'const' ? this.#ofValue(expression) : this.#ofType(type, 0);
  }

  #ofCall(call: TypeScript.NewExpression | TypeScript.CallExpression): ParameterType {
    const name = call.expression.getText();
    if (this.#ts.isNewExpression(call)) return name === 'Date' ? { kind: 'date' } : ANY;
    const kind = CALL_KINDS[name] ?? (/^Math\.\w+$/.test(name) ? 'number' : 'any');
    return { kind };
  }

  #ofProperty({ expression, name }: TypeScript.PropertyAccessExpression): ParameterType {
    const owner = expression.getText();
    const members = this.#enums.get(owner);
    if (members) return { kind: 'enum', name: owner, members };
    return /^(?:Math|Number)$/.test(owner) && /^[A-Z]/.test(name.text) ? { kind: 'number' } : ANY;
  }

  #ofUnary({ operator, operand }: TypeScript.PrefixUnaryExpression): ParameterType {
    return operator === this.#ts.SyntaxKind.ExclamationToken ? { kind: 'boolean' } : this.#ofValue(operand);
  }

  #ofBinary({ left, operatorToken, right }: TypeScript.BinaryExpression): ParameterType {
    const operator = operatorToken.getText();
    if (/^(?:[=!]==?|[<>]=?|in|instanceof)$/.test(operator)) return { kind: 'boolean' };
    const types = [this.#ofValue(left), this.#ofValue(right)];
    if (operator === '+' && types.some(({ kind }) => kind === 'string')) return { kind: 'string' };
    if (/^(?:\+|-|\*|\/|%|\*\*)$/.test(operator)) return same(types);
    return /^(?:\?\?|\|\|)$/.test(operator) && types[0].kind === 'any' ? ANY : same(types);
  }

  #ofObject({ properties }: TypeScript.ObjectLiteralExpression): ParameterType {
    const ts = this.#ts;
    const fields = properties.map((property): ObjectField | null => {
      if (ts.isShorthandPropertyAssignment(property))
        return { name: property.name.text, type: this.#ofName(property.name.text), isOptional: false };
      if (!ts.isPropertyAssignment(property)) return null;
      const { name, initializer } = property;
      if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return null;
      return { name: name.text, type: this.#ofValue(initializer), isOptional: false };
    });
    return fields.every(field => field !== null) ? { kind: 'object', fields } : ANY;
  }

  /** The value of a literal, or null. */
  #literalOf(value: TypeScript.Expression): string | number | boolean | bigint | null {
    const ts = this.#ts;
    if (ts.isNumericLiteral(value)) return Number(value.text);
    if (ts.isBigIntLiteral(value)) return BigInt(value.text.replace(/n$/, ''));
    if (ts.isStringLiteralLike(value)) return value.text;
    if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (value.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (!ts.isPrefixUnaryExpression(value)) return null;
    const size = this.#literalOf(value.operand);
    if (typeof size !== 'number' && typeof size !== 'bigint') return null;
    if (value.operator === ts.SyntaxKind.MinusToken) return -size;
    return value.operator === ts.SyntaxKind.PlusToken ? size : null;
  }
}

const KEYWORD_KINDS: Readonly<Record<string, 'number' | 'string' | 'boolean' | 'bigint' | 'undefined' | 'any'>> = {
  NumberKeyword: 'number',
  StringKeyword: 'string',
  BooleanKeyword: 'boolean',
  BigIntKeyword: 'bigint',
  UndefinedKeyword: 'undefined',
};

const CALL_KINDS: Readonly<Record<string, 'number' | 'string' | 'boolean' | 'bigint'>> = {
  BigInt: 'bigint',
  Number: 'number',
  String: 'string',
  Boolean: 'boolean',
  parseFloat: 'number',
  parseInt: 'number',
  'Date.now': 'number',
  'Date.parse': 'number',
  'Date.UTC': 'number',
  'Number.parseFloat': 'number',
  'Number.parseInt': 'number',
};

function tuple(items: readonly (ParameterType | null)[]): ParameterType {
  return items.every(item => item !== null) ? { kind: 'tuple', items } : { kind: 'list', items: ANY };
}

function union(types: readonly ParameterType[]): ParameterType {
  const members = types.flatMap(type => (type.kind === 'union' ? type.members : [type]));
  return members.some(({ kind }) => kind === 'any') ? ANY : { kind: 'union', members };
}

/** The type that all have, else any. */
function same(types: readonly ParameterType[]): ParameterType {
  const [first, ...rest] = new Set(types.map(type => JSON.stringify(type)));
  return first !== undefined && rest.length === 0 ? types[0] : ANY;
}
