/**
 * The imports of a notebook's cells, gathered: a script has them once, at its top.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../compiler/tslab.js';

/** The cells without their imports. */
interface SplitCells {
  /** The import statements of the script. */
  readonly imports: readonly string[];
  /** The text of each cell that is left. */
  readonly bodies: readonly string[];
}

/** What is imported from one module. */
interface ModuleImports {
  readonly defaults: Set<string>;
  readonly namespaces: Set<string>;
  readonly names: Set<string>;
}

/** Takes the imports out of cells and joins those of one module. */
export function mergeImports(ts: PatchableTypeScript, cells: readonly TypeScript.SourceFile[]): SplitCells {
  const modules = new Map<string, ModuleImports>();
  const verbatim = new Set<string>();
  const bodies = cells.map(cell => {
    let text = '';
    let at = 0;
    for (const statement of cell.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      if (statement.assertClause || !statement.importClause) verbatim.add(statement.getText(cell));
      else addImport(ts, modules, statement, cell);
      text += cell.text.slice(at, statement.getStart(cell));
      at = statement.end;
      if (cell.text[at] === '\n') at++;
    }
    return text + closed(ts, cell, at);
  });
  const merged = [...modules].flatMap(([name, parts]) => statementsOf(name, parts));
  return { imports: [...merged, ...verbatim], bodies };
}

/** What is left of a cell from a position, its last statement closed: the next cell may begin with a bracket. */
function closed(ts: PatchableTypeScript, cell: TypeScript.SourceFile, from: number): string {
  const last = cell.statements.at(-1);
  const isOpen =
    last !== undefined &&
    last.end > from &&
    (ts.isExpressionStatement(last) || ts.isVariableStatement(last)) &&
    cell.text[last.end - 1] !== ';';
  const end = isOpen ? last.end : from;
  return `${cell.text.slice(from, end)}${isOpen ? ';' : ''}${cell.text.slice(end)}`;
}

function addImport(
  ts: PatchableTypeScript,
  modules: Map<string, ModuleImports>,
  { importClause, moduleSpecifier }: TypeScript.ImportDeclaration,
  cell: TypeScript.SourceFile,
): void {
  const name = (moduleSpecifier as TypeScript.StringLiteral).text;
  const parts = modules.get(name) ?? { defaults: new Set(), namespaces: new Set(), names: new Set() };
  modules.set(name, parts);
  if (!importClause) return;
  const { isTypeOnly, namedBindings } = importClause;
  const type = isTypeOnly ? 'type ' : '';
  if (importClause.name) parts.defaults.add(type + importClause.name.text);
  if (!namedBindings) return;
  if (ts.isNamespaceImport(namedBindings)) parts.namespaces.add(`${type}* as ${namedBindings.name.text}`);
  else
    for (const element of namedBindings.elements)
      parts.names.add((isTypeOnly ? 'type ' : '') + element.getText(cell).replace(/\s+/g, ' '));
}

function statementsOf(module: string, { defaults, namespaces, names }: ModuleImports): string[] {
  const from = ` from ${JSON.stringify(module).replaceAll('"', "'")};`;
  const values = new Set([...names].filter(name => !name.startsWith('type ')));
  const listed = [...names].filter(name => !name.startsWith('type ') || !values.has(name.slice(5))).sort();
  return [
    ...[...defaults, ...namespaces].map(name => `import ${name}${from}`),
    ...(listed.length > 0 ? [`import { ${listed.join(', ')} }${from}`] : []),
  ];
}
