/**
 * `import data from './d.json' with { type: 'json' }`, which the kernel's TypeScript does not know yet.
 *
 * What follows `with` says nothing that the file's name does not say. It is replaced by blanks, so that all positions stay.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** A stretch of text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The attributes in a parsed cell.
 *
 * The parser takes them for a statement of its own, `with (object) statement` without its brackets, which no valid cell contains.
 */
export function importAttributes(ts: PatchableTypeScript, file: TypeScript.SourceFile): Span[] {
  const found: Span[] = [];
  for (const [index, statement] of file.statements.entries()) {
    const before = file.statements[index - 1];
    if (!before || !isOpenImport(ts, before) || !startsWithWith(ts, statement)) continue;
    const { expression } = statement;
    if (ts.isObjectLiteralExpression(expression)) found.push({ start: statement.getStart(file), end: expression.end });
  }
  return found;
}

function startsWithWith(
  ts: PatchableTypeScript,
  statement: TypeScript.Statement,
): statement is TypeScript.WithStatement {
  return ts.isWithStatement(statement);
}

/** An import or export that ends with the name of a module. */
function isOpenImport(ts: PatchableTypeScript, statement: TypeScript.Statement): boolean {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return false;
  return statement.moduleSpecifier?.end === statement.end;
}
