/**
 * Names that an earlier cell declared as global: `declare global { var limit: number }`.
 *
 * They are declared among the names of the earlier cells, and tslab would look for their values there too. A new identifier has
 * no symbol that tslab could look up, so that the name stays what it is: a global one.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { isGlobalBlock } from '../declarations/older/mentions.js';
import type { PatchableTypeScript } from '../tslab.js';

/** A transformer for the cells of a program; `previous` is the file with the declarations of the earlier cells. */
export function keepGlobalNames(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  previous: TypeScript.SourceFile | undefined,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    if (!previous?.text.includes('declare global')) return file;
    const { factory } = context;
    const isGlobal = (symbol: TypeScript.Symbol | undefined): boolean =>
      (symbol?.declarations ?? []).some(node => node.getSourceFile() === previous && isInGlobalBlock(ts, node));
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isShorthandPropertyAssignment(node) && isGlobal(checker.getShorthandAssignmentValueSymbol(node)))
        return factory.createPropertyAssignment(
          factory.createIdentifier(node.name.text),
          factory.createIdentifier(node.name.text),
        );
      if (ts.isIdentifier(node) && isGlobal(checker.getSymbolAtLocation(node)))
        return ts.setTextRange(factory.createIdentifier(node.text), node);
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
}

function isInGlobalBlock(ts: PatchableTypeScript, node: TypeScript.Node): boolean {
  for (let at = node; at; at = at.parent) if (ts.isModuleDeclaration(at) && isGlobalBlock(ts, at)) return true;
  return false;
}
