/**
 * Says what gives types to columns that the compiler does not know, where an error is about one.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { KNOWN_TABLES } from '../tables/known-tables-text.js';
import { columnsTypeOf } from '../tables/loose-tables.js';
import { closestNames } from './closest-names.js';
import { codesOf, type DiagnosticSite, ownerOf } from './diagnostic-site.js';
import { quoted } from './forgotten-await.js';

/** One type where another is wanted, no common values, operators, properties, what may be missing. */
const ABOUT_TYPES: ReadonlySet<number> = new Set([
  2322, 2339, 2345, 2349, 2362, 2363, 2365, 2367, 2551, 2678, 2769, 7053, 18046, 18047, 18048, 18049,
]);

/** A column that is only known at run time. */
interface LooseColumn {
  readonly table: TypeScript.Expression;
  readonly name: string;
}

/** What to add to a message about a column without a type, or null. */
export function looseColumnAdvice(site: DiagnosticSite): string | null {
  if (![...codesOf(site.error)].some(code => ABOUT_TYPES.has(code))) return null;
  const found = looseColumnIn(site);
  if (!found) return null;
  const { table, name } = found;
  const schema = `{ schema: { ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: '${typeMeant(site)}' } }`;
  const ways = ["a path written out, readTable('stars.csv')", `a schema, readTable(path, ${schema})`];
  if (isCell(site.file)) ways.push(nextCell(site, table));
  return `The compiler does not know the columns of ${quoted(table)}. What gives them types: ${ways.join('; ')}`;
}

/** What to add where a column is not among those of the file that the cell names, and none is like it; or null. */
export function fileColumnAdvice(site: DiagnosticSite): string | null {
  const missing = ownerOf(site);
  if (!missing) return null;
  const { checker } = site;
  const known = checker.getPropertiesOfType(checker.getTypeAtLocation(missing.owner));
  const names = known.map(({ name }) => name);
  if (names.includes(missing.name) || closestNames(missing.name, names).length > 0) return null;
  const isOfFile = known[0]?.declarations?.some(at => at.getSourceFile().fileName.endsWith(KNOWN_TABLES));
  return isOfFile
    ? 'These are the columns of the file as it is now. If the cell makes it, read it in a cell below'
    : null;
}

/** After its cell a variable has the columns of its table, unless it may be set to another one. */
function nextCell({ ts, checker }: DiagnosticSite, table: TypeScript.Expression): string {
  const declaration = ts.isIdentifier(table) ? checker.getSymbolAtLocation(table)?.valueDeclaration : undefined;
  const isOwn = declaration && isCell(declaration.getSourceFile());
  if (isOwn && ts.isIdentifier(table)) return `the next cell, where ${table.text} has the columns of its table`;
  return 'a const, which has the columns of its table in the next cell';
}

/** Whether a file is a cell, not a module or a script. */
function isCell({ fileName }: TypeScript.SourceFile): boolean {
  return fileName.endsWith('/__tslab__.ts');
}

/** The first such column in the expression that is at fault, or that it is part of. */
function looseColumnIn({ ts, checker, node }: DiagnosticSite): LooseColumn | null {
  const within = (top: TypeScript.Node): LooseColumn | null => {
    const own =
      ts.isPropertyAccessExpression(top) || ts.isElementAccessExpression(top) ? looseColumn(ts, checker, top) : null;
    if (own || ts.isFunctionLike(top)) return own;
    return ts.forEachChild(top, within) ?? null;
  };
  let at = node;
  for (let height = 0; height < 3 && at.parent && !ts.isStatement(at) && !ts.isFunctionLike(at); height++) {
    const found = within(at);
    if (found) return found;
    at = at.parent;
  }
  return null;
}

/** The column that `row.name`, `table.columns.name` or their forms with brackets mean, if its table has columns of any name. */
function looseColumn(
  ts: DiagnosticSite['ts'],
  checker: TypeScript.TypeChecker,
  access: TypeScript.PropertyAccessExpression | TypeScript.ElementAccessExpression,
): LooseColumn | null {
  const name = ts.isPropertyAccessExpression(access) ? access.name.text : textOf(ts, access.argumentExpression);
  const owner = checker.getTypeAtLocation(access.expression);
  if (name === undefined || owner.getProperty(name)) return null;
  if (!checker.getIndexInfoOfType(owner, ts.IndexKind.String)) return null;
  const table = tableOf(ts, checker, access.expression);
  return table && columnsTypeOf(checker, checker.getTypeAtLocation(table), table) ? { table, name } : null;
}

function textOf(ts: DiagnosticSite['ts'], node: TypeScript.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The table whose `columns`, or whose row in a function given to a verb or in a loop, an expression is. */
function tableOf(
  ts: DiagnosticSite['ts'],
  checker: TypeScript.TypeChecker,
  owner: TypeScript.Expression,
): TypeScript.Expression | null {
  if (ts.isPropertyAccessExpression(owner) && owner.name.text === 'columns') return owner.expression;
  if (!ts.isIdentifier(owner)) return null;
  const declaration = checker.getSymbolAtLocation(owner)?.valueDeclaration;
  if (!declaration) return null;
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : null;
  }
  if (!ts.isParameter(declaration)) return null;
  for (let at: TypeScript.Node = declaration.parent; at && !ts.isStatement(at); at = at.parent)
    if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) return at.expression.expression;
  return null;
}

/** The type that the rest of the expression asks for. */
function typeMeant({ ts, node, error }: DiagnosticSite): 'string' | 'number' {
  const text = node.getText();
  if (text in String.prototype && !(text in Number.prototype)) return 'string';
  const message = ts.flattenDiagnosticMessageText(error.messageText, ' ');
  return /'"|'string'/.test(message) || /['"`]/.test(text) ? 'string' : 'number';
}
