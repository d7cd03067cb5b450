/**
 * What earlier cells have imported from modules of the user's own.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { DeclarationText } from './older/declaration-text.js';

/** One imported name. */
export interface ModuleBinding {
  /** The name in the cells. */
  readonly name: string;
  /** What the module calls it; `*` for the whole module. */
  readonly exported: string;
}

/** The values that declarations of cells import, by their module as the cells name it; types alone are left out. */
export function moduleBindings(ts: PatchableTypeScript, declarations: string): Map<string, ModuleBinding[]> {
  const file = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.Latest, false);
  const found = new Map<string, ModuleBinding[]>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { text: module } = statement.moduleSpecifier;
    const bindings = importedNames(ts, statement).map(([name, exported]) => ({ name, exported }));
    found.set(module, [...(found.get(module) ?? []), ...bindings]);
  }
  return found;
}

/** The variables whose types come from a module: their values may be of an earlier version of it. */
export function variablesOfModule(
  ts: PatchableTypeScript,
  declarations: string,
  module: string,
  bindings: readonly ModuleBinding[],
): string[] {
  const names = new Set(bindings.map(({ name }) => name));
  const text = new DeclarationText(ts, declarations);
  const found = new Set<string>();
  for (const { statement, name, declares } of text.mentions) {
    if (!declares || !ts.isVariableStatement(statement)) continue;
    const isNamed = text.mentions.some(
      other => other.statement === statement && !other.declares && names.has(other.name),
    );
    if (isNamed || statement.getText().includes(`import("${module}")`)) found.add(name);
  }
  return [...found];
}

function importedNames(
  ts: PatchableTypeScript,
  { importClause }: TypeScript.ImportDeclaration,
): (readonly [name: string, exported: string])[] {
  if (!importClause || importClause.isTypeOnly) return [];
  const { name, namedBindings } = importClause;
  const whole = name ? [[name.text, 'default'] as const] : [];
  if (!namedBindings) return whole;
  if (ts.isNamespaceImport(namedBindings)) return [...whole, [namedBindings.name.text, '*'] as const];
  const parts = namedBindings.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ name: own, propertyName }) => [own.text, (propertyName ?? own).text] as const);
  return [...whole, ...parts];
}
