/**
 * `import.meta` and `__dirname`, which only modules of their own kind have at run time.
 *
 * A cell's place is its notebook's folder; the name of the notebook's file is not told to a kernel.
 *
 * @module
 */
import { dirname } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** Name of the function on `globalThis` that makes the object for a place. */
export const META_FUNCTION = '__skyframeMeta';
/** Node's names for the folder and the file of a module. */
const FOLDER_NAME = '__dirname';
export const FILE_NAME = '__filename';

/** A transformer that makes `import.meta` a call of {@link META_FUNCTION} with the path of the module, or the folder of the cell. */
export function replaceImportMeta(
  ts: PatchableTypeScript,
  placeOf: (file: TypeScript.SourceFile) => string,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    if (!file.text.includes('import')) return file;
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (!ts.isMetaProperty(node) || node.keywordToken !== ts.SyntaxKind.ImportKeyword)
        return ts.visitEachChild(node, visit, context);
      const place = factory.createStringLiteral(placeOf(file));
      return ts.setTextRange(
        factory.createCallExpression(factory.createIdentifier(META_FUNCTION), undefined, [place]),
        node,
      );
    };
    return ts.visitEachChild(file, visit, context);
  };
}

/** A transformer that replaces Node's `__dirname` by the folder of the notebook. */
export function replaceFolderName(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return context => file => {
    const names = new Set(nodesOwnNames(ts, checker, file, FOLDER_NAME));
    if (names.size === 0) return file;
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isShorthandPropertyAssignment(node) && names.has(node.name))
        return factory.createPropertyAssignment(FOLDER_NAME, factory.createStringLiteral(dirname(file.fileName)));
      if (names.has(node as TypeScript.Identifier)) return factory.createStringLiteral(dirname(file.fileName));
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
}

/** The places where a name is Node's own, not one that a cell declares. */
export function nodesOwnNames(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  file: TypeScript.SourceFile,
  name: string,
): TypeScript.Identifier[] {
  if (!file.text.includes(name)) return [];
  const found: TypeScript.Identifier[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && isNodesOwn(ts, checker, node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isNodesOwn(ts: PatchableTypeScript, checker: TypeScript.TypeChecker, node: TypeScript.Identifier): boolean {
  const isShort = ts.isShorthandPropertyAssignment(node.parent);
  const symbol = isShort ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
  return (symbol?.declarations ?? []).some(declaration =>
    declaration.getSourceFile().fileName.includes('/node_modules/@types/node/'),
  );
}
