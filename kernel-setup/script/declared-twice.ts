/**
 * Names that several cells declare: a notebook takes the last, a script has each once.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../compiler/tslab.js';

/** A name and the numbers of the cells that declare it. */
interface DeclaredTwice {
  readonly name: string;
  readonly cells: readonly number[];
}

/** The names that more than one of the cells declares at its top. Interfaces may be added to, and are left out. */
export function declaredTwice(ts: PatchableTypeScript, cells: readonly TypeScript.SourceFile[]): DeclaredTwice[] {
  const places = new Map<string, number[]>();
  for (const [index, cell] of cells.entries())
    for (const name of new Set(cell.statements.flatMap(statement => namesIn(ts, statement))))
      places.set(name, [...(places.get(name) ?? []), index + 1]);
  return [...places].flatMap(([name, numbers]) => (numbers.length > 1 ? { name, cells: numbers } : []));
}

/** The names that a statement at the top of a cell declares; imports and interfaces have none. */
export function namesIn(ts: PatchableTypeScript, statement: TypeScript.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function boundNames(ts: PatchableTypeScript, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap(element => (ts.isBindingElement(element) ? boundNames(ts, element.name) : []));
}
