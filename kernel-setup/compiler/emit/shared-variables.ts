/**
 * Variables that a function of their own cell uses, and that a later cell may set.
 *
 * In `let count = 1; const show = () => count;` tslab gives the function the cell's own `count`, so that
 * `count = 5` in a later cell would go unseen. A variable declared with `export` is one with the
 * session's; so the word is put before such declarations. Only before these: it makes them slower.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { boundNames } from '../declarations/older/mentions.js';
import type { PatchableTypeScript } from '../tslab.js';

/** A transformer for the cells of a program. */
export function shareCapturedVariables(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    const shared = new Set<string>();
    const captured = capturedSymbols(ts, checker, file);
    const isShared = (statement: TypeScript.Statement): statement is TypeScript.VariableStatement =>
      ts.isVariableStatement(statement) &&
      (statement.declarationList.flags & ts.NodeFlags.Const) === 0 &&
      !statement.modifiers?.length &&
      namesIn(ts, statement.declarationList).some(name => captured.has(checker.getSymbolAtLocation(name)));
    for (const statement of file.statements)
      if (isShared(statement)) for (const { text } of namesIn(ts, statement.declarationList)) shared.add(text);
    if (shared.size === 0) return file;
    const { factory } = context;
    const statements = file.statements.map(statement => {
      if (ts.isVariableStatement(statement) && namesIn(ts, statement.declarationList).some(n => shared.has(n.text)))
        return factory.updateVariableStatement(
          statement,
          [factory.createModifier(ts.SyntaxKind.ExportKeyword)],
          statement.declarationList,
        );
      return withoutExports(ts, factory, statement, shared);
    });
    return factory.updateSourceFile(file, statements);
  };
}

/** What functions and classes of a file use. */
function capturedSymbols(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  file: TypeScript.SourceFile,
): Set<TypeScript.Symbol | undefined> {
  const found = new Set<TypeScript.Symbol | undefined>();
  const visit = (node: TypeScript.Node, inside: boolean): void => {
    if (inside && ts.isIdentifier(node))
      found.add(
        ts.isShorthandPropertyAssignment(node.parent)
          ? checker.getShorthandAssignmentValueSymbol(node.parent)
          : checker.getSymbolAtLocation(node),
      );
    const isFunction = ts.isFunctionLike(node) || ts.isPropertyDeclaration(node);
    ts.forEachChild(node, child => visit(child, inside || isFunction));
  };
  visit(file, false);
  return found;
}

/** The names that a list of declarations binds, those inside patterns too. */
function namesIn(ts: PatchableTypeScript, list: TypeScript.VariableDeclarationList): TypeScript.Identifier[] {
  return list.declarations.flatMap(({ name }) => boundNames(ts, name));
}

/** The statement; if it is tslab's list of exports, without some names. */
function withoutExports(
  ts: PatchableTypeScript,
  factory: TypeScript.NodeFactory,
  statement: TypeScript.Statement,
  names: ReadonlySet<string>,
): TypeScript.Statement {
  if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
    return statement;
  const elements = statement.exportClause.elements.filter(({ name }) => !names.has(name.text));
  return factory.updateExportDeclaration(
    statement,
    statement.modifiers,
    statement.isTypeOnly,
    factory.updateNamedExports(statement.exportClause, elements),
    statement.moduleSpecifier,
    statement.assertClause,
  );
}
