/**
 * The variables of a cell that hold tables whose columns the compiler does not know.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** What is not known of a variable. */
export interface LooseTable {
  /** Whether any column may be meant; else only `columns`, each text or number. */
  readonly isOpen: boolean;
  /** The columns that may be text or number. */
  readonly columns: readonly string[];
}

/** The members by which the type of a table is recognised. */
const TABLE_MEMBERS: readonly string[] = ['data', 'columns', 'filter', 'derive', 'select'];

/**
 * The variables at the top of a cell whose tables get the type of their real columns once the cell has run.
 *
 * A variable that the cell sets again keeps its type, so that it may be set to another table; so does one that was declared
 * as `any` or `unknown` by the user.
 */
export function looseTables(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  cell: TypeScript.SourceFile,
): Map<string, LooseTable> {
  const found = new Map<string, LooseTable>();
  const assigned = assignedNames(ts, cell);
  const consider = (name: TypeScript.BindingName, isAnnotated: boolean): void => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) consider(element.name, isAnnotated);
      return;
    }
    if (assigned.has(name.text)) return;
    const loose = looseType(ts, checker, name, isAnnotated);
    if (loose) found.set(name.text, loose);
  };
  for (const statement of cell.statements)
    if (ts.isVariableStatement(statement))
      for (const { name, type } of statement.declarationList.declarations) consider(name, type !== undefined);
  return found;
}

function looseType(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  name: TypeScript.Identifier,
  isAnnotated: boolean,
): LooseTable | null {
  const type = checker.getTypeAtLocation(name);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return isAnnotated ? null : OPEN;
  const columns = columnsTypeOf(checker, type, name);
  if (!columns) return null;
  const named = checker.getPropertiesOfType(columns);
  if (checker.getIndexInfoOfType(columns, ts.IndexKind.String) || named.length === 0) return OPEN;
  const mixed = named.filter(column => isMixed(ts, checker, checker.getTypeOfSymbolAtLocation(column, name)));
  return mixed.length > 0 ? { isOpen: false, columns: mixed.map(column => column.name) } : null;
}

const OPEN: LooseTable = { isOpen: true, columns: [] };

/** The type of a table's `columns`, or null if a type is not that of a table. */
export function columnsTypeOf(
  checker: TypeScript.TypeChecker,
  type: TypeScript.Type,
  place: TypeScript.Node,
): TypeScript.Type | null {
  const members = TABLE_MEMBERS.map(member => type.getProperty(member));
  const columns = members[1];
  return columns && members.every(Boolean) ? checker.getTypeOfSymbolAtLocation(columns, place) : null;
}

/** Whether a column's values may be text or number. */
function isMixed(ts: PatchableTypeScript, checker: TypeScript.TypeChecker, column: TypeScript.Type): boolean {
  const value = checker.getIndexTypeOfType(column, ts.IndexKind.Number);
  if (!value?.isUnion()) return false;
  const isOf = (flags: TypeScript.TypeFlags): boolean => value.types.some(part => (part.flags & flags) !== 0);
  return isOf(ts.TypeFlags.StringLike) && isOf(ts.TypeFlags.NumberLike);
}

/** The names that code assigns to, patterns included. */
export function assignedNames(ts: PatchableTypeScript, file: TypeScript.SourceFile): Set<string> {
  const names = new Set<string>();
  const collect = (target: TypeScript.Node): void => {
    if (ts.isIdentifier(target)) names.add(target.text);
    else if (ts.isPropertyAssignment(target)) collect(target.initializer);
    else if (ts.isShorthandPropertyAssignment(target)) names.add(target.name.text);
    else if (ts.isBinaryExpression(target)) collect(target.left);
    else if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target))
      ts.forEachChild(target, collect);
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(ts, node.operatorToken.kind)) collect(node.left);
    if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer))
      collect(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isAssignment(ts: PatchableTypeScript, kind: TypeScript.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
