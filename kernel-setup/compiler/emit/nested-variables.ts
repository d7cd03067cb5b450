/**
 * `var` inside a block, which is a variable of the whole cell, and thus of later cells.
 *
 * tslab neither declares such a variable to later cells nor assigns its value there. So `var x = 1` in a
 * block becomes `x = 1`, and `var x` comes to the top. Patterns and loops (`for (var i ...)`) are unchanged.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** A transformer for the cells of a program. */
export function hoistNestedVariables(ts: PatchableTypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    const names = new Set(nestedDeclarations(ts, file).map(({ name }) => name.text));
    if (names.size === 0) return file;
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isFunctionLike(node) || ts.isClassLike(node)) return node;
      const inner = ts.visitEachChild(node, visit, context);
      if (!ts.isVariableStatement(inner) || node.parent === file || !isHoisted(ts, inner)) return inner;
      const assignments = inner.declarationList.declarations.flatMap(({ name, initializer }) =>
        initializer && ts.isIdentifier(name)
          ? [
              factory.createExpressionStatement(
                factory.createAssignment(factory.createIdentifier(name.text), initializer),
              ),
            ]
          : [],
      );
      return assignments.length === 1 ? ts.setTextRange(assignments[0], inner) : factory.createBlock(assignments, true);
    };
    const statements = file.statements.map(statement => ts.visitNode(statement, visit, ts.isStatement));
    const declarations = [...names].map(name => factory.createVariableDeclaration(name));
    const top = factory.createVariableStatement(undefined, declarations);
    return factory.updateSourceFile(file, [top, ...statements]);
  };
}

/** Their declarations, for later cells. */
export function nestedVariableTypes(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  file: TypeScript.SourceFile,
): string {
  const types = new Map<string, string>();
  for (const { name } of nestedDeclarations(ts, file)) {
    const type = checker.getTypeAtLocation(name);
    types.set(name.text, checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation));
  }
  return [...types].map(([name, type]) => `declare var ${name}: ${type};\n`).join('');
}

type Named = TypeScript.VariableDeclaration & { readonly name: TypeScript.Identifier };

function nestedDeclarations(ts: PatchableTypeScript, file: TypeScript.SourceFile): Named[] {
  const found: Named[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableStatement(node) && node.parent !== file && isHoisted(ts, node))
      found.push(
        ...(node.declarationList.declarations as readonly TypeScript.VariableDeclaration[] as readonly Named[]),
      );
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether a statement is `var` with plain names. */
function isHoisted(ts: PatchableTypeScript, { declarationList }: TypeScript.VariableStatement): boolean {
  const isVar = (declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
  return isVar && declarationList.declarations.every(({ name }) => ts.isIdentifier(name));
}
