/**
 * `import data from './d.json' with { type: 'json' }`, which the kernel's TypeScript does not know yet.
 *
 * What follows `with` says nothing that the file's name does not say. It is replaced by blanks, so that all positions stay.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** A string, and then the word. */
const CANDIDATE = /["']\s*with\s*\{/;

/**
 * The text of a cell or module with blanks for the attributes of its imports.
 *
 * The parser takes them for a statement of its own, `with (object) statement` without its brackets, which no valid code contains.
 */
export function withoutImportAttributes(ts: PatchableTypeScript, source: string): string {
  if (!CANDIDATE.test(source)) return source;
  const file = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const index = file.statements.findIndex((statement, at) => areAttributes(ts, file.statements[at - 1], statement));
  if (index < 0) return source;
  const statement = file.statements[index] as TypeScript.WithStatement;
  const start = statement.getStart(file);
  const { end } = statement.expression;
  const rest = source.slice(start, end).replace(/[^\n]/g, ' ');
  return withoutImportAttributes(ts, source.slice(0, start) + rest + source.slice(end));
}

function areAttributes(
  ts: PatchableTypeScript,
  before: TypeScript.Statement | undefined,
  statement: TypeScript.Statement,
): boolean {
  if (!before || !(ts.isImportDeclaration(before) || ts.isExportDeclaration(before))) return false;
  const isOpen = before.moduleSpecifier?.end === before.end;
  return isOpen && ts.isWithStatement(statement) && ts.isObjectLiteralExpression(statement.expression);
}
