/**
 * A cell in the form that tslab and its TypeScript accept: without `export` before declarations, without the attributes of
 * imports, and with `import x from` for `import x = require()`.
 *
 * Every name of a cell is seen by the later ones anyway. What is taken away is replaced by blanks, so that all positions stay.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { withoutImportAttributes } from './import-attributes.js';

/** What may have to be replaced. */
const CANDIDATE = /\bexport\b|\brequire\b/;

/** The text of a cell with blanks for `export`, `export default`, `export { a, b }` and `with { type: 'json' }`. */
export function plainCell(ts: PatchableTypeScript, source: string): string {
  let text = withoutImportAttributes(ts, source);
  if (!CANDIDATE.test(source)) return text;
  const file = ts.createSourceFile('cell.tsx', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const replace = (start: number, end: number, by = ''): void => {
    text = text.slice(0, start) + by + text.slice(start + by.length, end).replace(/[^\n]/g, ' ') + text.slice(end);
  };
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) replace(statement.getStart(file), statement.expression.getStart(file));
    if (ts.isExportDeclaration(statement) && isPlainList(ts, statement))
      replace(statement.getStart(file), statement.end);
    for (const modifier of removableModifiers(ts, statement)) replace(modifier.getStart(file), modifier.end);
    if (ts.isImportEqualsDeclaration(statement)) replaceRequire(ts, file, statement, replace);
  }
  return text;
}

/** `import x = require('y')` becomes `import x from 'y'`, which means the same here. */
function replaceRequire(
  ts: PatchableTypeScript,
  file: TypeScript.SourceFile,
  { name, moduleReference }: TypeScript.ImportEqualsDeclaration,
  replace: (start: number, end: number, by?: string) => void,
): void {
  if (!ts.isExternalModuleReference(moduleReference)) return;
  const { expression } = moduleReference;
  const between = file.text.slice(name.end, expression.getStart(file));
  if (between.includes('\n')) return;
  replace(name.end, expression.getStart(file), ' from ');
  replace(expression.end, moduleReference.end);
}

/** `export` and `default` before a declaration that has a name. */
function removableModifiers(ts: PatchableTypeScript, statement: TypeScript.Statement): TypeScript.ModifierLike[] {
  if (isNameless(ts, statement) || !ts.canHaveModifiers(statement)) return [];
  return (statement.modifiers ?? []).filter(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
  );
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
