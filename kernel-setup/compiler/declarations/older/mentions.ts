/**
 * Where declarations name each other: `Star` in `declare const best: Star[]`.
 *
 * Only what stands for a declaration at the top of the file is a mention, not a property, a parameter or a type parameter that
 * happens to have the same name.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';

/** One place where a name stands. */
export interface Mention {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The statement at the top of the file that it is in. */
  readonly statement: TypeScript.Statement;
  /** What the name is declared by: a part of the statement if that declares several names; null if the name is only used. */
  readonly declares: TypeScript.Node | null;
  /** Whether the name also says what is imported, as in `import { Star } from './stars'`. */
  readonly isShorthand: boolean;
}

/** Names that stand for something else inside a part of the file. */
interface Shadows {
  readonly types: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

const NONE: Shadows = { types: new Set(), values: new Set() };

/** All mentions in a file of declarations, in their order. */
export function mentionsIn(ts: PatchableTypeScript, file: TypeScript.SourceFile): Mention[] {
  return file.statements.flatMap(statement => {
    const found: Mention[] = [];
    const add = (node: TypeScript.Identifier, declares: TypeScript.Node | null, isShorthand = false): void =>
      void found.push({
        name: node.text,
        start: node.getStart(file),
        end: node.end,
        statement,
        declares,
        isShorthand,
      });
    for (const { name, by, isShorthand } of declaredNames(ts, statement)) add(name, by, isShorthand);
    const visit = (node: TypeScript.Node, shadows: Shadows): void => {
      const used = usedName(ts, node);
      if (used && !(used.isValue ? shadows.values : shadows.types).has(used.name.text)) add(used.name, null);
      const inner = innerShadows(ts, node, shadows);
      ts.forEachChild(node, child => visit(child, inner));
    };
    visit(statement, NONE);
    return found.sort((a, b) => a.start - b.start);
  });
}

/** The names that a statement declares. */
export function declaredNames(
  ts: PatchableTypeScript,
  statement: TypeScript.Statement,
): { name: TypeScript.Identifier; by: TypeScript.Node; isShorthand: boolean }[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(by =>
      boundNames(ts, by.name).map(name => ({ name, by, isShorthand: false })),
    );
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const own = name && statement.importClause ? [{ name, by: statement.importClause, isShorthand: false }] : [];
    if (!namedBindings) return own;
    if (ts.isNamespaceImport(namedBindings))
      return [...own, { name: namedBindings.name, by: namedBindings, isShorthand: false }];
    return [
      ...own,
      ...namedBindings.elements.map(by => ({ name: by.name, by, isShorthand: by.propertyName === undefined })),
    ];
  }
  const isNamed =
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  const name = isNamed && !isGlobalBlock(ts, statement) ? statement.name : undefined;
  return name && ts.isIdentifier(name) ? [{ name, by: statement, isShorthand: false }] : [];
}

/** Whether a statement is `declare global { ... }`. */
export function isGlobalBlock(ts: PatchableTypeScript, { flags }: TypeScript.Node): boolean {
  return (flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/** The names that a pattern or a plain name binds. */
export function boundNames(ts: PatchableTypeScript, name: TypeScript.BindingName): TypeScript.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap(element => (ts.isOmittedExpression(element) ? [] : boundNames(ts, element.name)));
}

/** The name that a node uses, the first of `Sky.Star`. */
function usedName(
  ts: PatchableTypeScript,
  node: TypeScript.Node,
): { name: TypeScript.Identifier; isValue: boolean } | null {
  const type = ts.isTypeReferenceNode(node) ? node.typeName : undefined;
  const value = ts.isTypeQueryNode(node)
    ? node.exprName
    : ts.isImportEqualsDeclaration(node) && !ts.isExternalModuleReference(node.moduleReference)
      ? node.moduleReference
      : ts.isExpressionWithTypeArguments(node) || ts.isComputedPropertyName(node)
        ? node.expression
        : ts.isVariableDeclaration(node) || ts.isEnumMember(node)
          ? node.initializer
          : undefined;
  let first: TypeScript.Node | undefined = type ?? value;
  while (
    first &&
    (ts.isQualifiedName(first) || ts.isPropertyAccessExpression(first) || ts.isElementAccessExpression(first))
  )
    first = ts.isQualifiedName(first) ? first.left : first.expression;
  return first && ts.isIdentifier(first) ? { name: first, isValue: type === undefined } : null;
}

/** The shadows inside a node: its type parameters, parameters and, in a namespace, its own declarations. */
function innerShadows(ts: PatchableTypeScript, node: TypeScript.Node, shadows: Shadows): Shadows {
  const types: string[] = [];
  const values: string[] = [];
  const { typeParameters } = node as { typeParameters?: readonly TypeScript.TypeParameterDeclaration[] };
  for (const { name } of typeParameters ?? []) types.push(name.text);
  if (ts.isMappedTypeNode(node)) types.push(node.typeParameter.name.text);
  if (ts.isConditionalTypeNode(node)) types.push(...inferredNames(ts, node.extendsType));
  if (ts.isFunctionLike(node))
    for (const { name } of node.parameters)
      if (name) values.push(...boundNames(ts, name as TypeScript.BindingName).map(({ text }) => text));
  if (ts.isModuleBlock(node)) {
    const names = node.statements.flatMap(statement => declaredNames(ts, statement).map(({ name }) => name.text));
    types.push(...names);
    values.push(...names);
  }
  if (types.length + values.length === 0) return shadows;
  return { types: new Set([...shadows.types, ...types]), values: new Set([...shadows.values, ...values]) };
}

function inferredNames(ts: PatchableTypeScript, type: TypeScript.TypeNode): string[] {
  const names: string[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isInferTypeNode(node)) names.push(node.typeParameter.name.text);
    ts.forEachChild(node, visit);
  };
  visit(type);
  return names;
}
