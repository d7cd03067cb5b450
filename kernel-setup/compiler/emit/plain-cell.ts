/**
 * A cell in the form that tslab accepts: without `export` before declarations.
 *
 * Every name of a cell is seen by the later ones anyway. The word is replaced by blanks, so that all
 * positions stay.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** The text of a cell with blanks for `export`, `export default` and `export { a, b }`. */
export function plainCell(ts: PatchableTypeScript, source: string): string {
  if (!/\bexport\b/.test(source)) return source;
  const file = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  let text = source;
  const blank = (start: number, end: number): void => {
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
  };
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement) && !statement.isExportEquals)
      blank(statement.getStart(file), statement.expression.getStart(file));
    if (ts.isExportDeclaration(statement) && isPlainList(ts, statement)) blank(statement.getStart(file), statement.end);
    if (isNameless(ts, statement) || !ts.canHaveModifiers(statement)) continue;
    for (const modifier of statement.modifiers ?? [])
      if (modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DefaultKeyword)
        blank(modifier.getStart(file), modifier.end);
  }
  return text;
}

/** `export { a, b }`: names of the cell, seen anyway. */
function isPlainList(
  ts: PatchableTypeScript,
  { exportClause, moduleSpecifier }: TypeScript.ExportDeclaration,
): boolean {
  if (moduleSpecifier || !exportClause || !ts.isNamedExports(exportClause)) return false;
  return exportClause.elements.every(({ propertyName }) => propertyName === undefined);
}

/** `export default function () {}`: without the keywords it would not be a statement. */
function isNameless(ts: PatchableTypeScript, statement: TypeScript.Statement): boolean {
  return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name === undefined;
}
