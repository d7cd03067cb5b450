/**
 * The variables of a cell that hold tables whose columns the compiler does not know.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** What is not known of a variable. */
export interface LooseTable {
  /** The type that a variable has which may be set to another table; null if it is the one that its cell gives it. */
  readonly wide: string | null;
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
 * Those declared as `any` or `unknown` by the user are not among them. A `let` with the columns of a file is: it may be set to
 * the table of another file.
 */
export function looseTables(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  cell: TypeScript.SourceFile,
): Map<string, LooseTable> {
  const found = new Map<string, LooseTable>();
  const consider = (name: TypeScript.BindingName, declaration: TypeScript.VariableDeclaration): void => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) consider(element.name, declaration);
      return;
    }
    const loose = looseType(ts, checker, name, declaration);
    if (loose) found.set(name.text, loose);
  };
  for (const statement of cell.statements)
    if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations) consider(declaration.name, declaration);
  return found;
}

function looseType(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  name: TypeScript.Identifier,
  declaration: TypeScript.VariableDeclaration,
): LooseTable | null {
  const type = checker.getTypeAtLocation(name);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return declaration.type ? null : OPEN;
  const columns = columnsTypeOf(checker, type, name);
  if (!columns) return null;
  const named = checker.getPropertiesOfType(columns);
  if (checker.getIndexInfoOfType(columns, ts.IndexKind.String) || named.length === 0) return OPEN;
  const mixed = named.filter(column => isMixed(ts, checker, checker.getTypeOfSymbolAtLocation(column, name)));
  if (mixed.length > 0) return { isOpen: false, columns: mixed.map(column => column.name), wide: null };
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const className = type.symbol?.name;
  if (isConstant || declaration.type || !(className === 'Catalog' || className === 'Table')) return null;
  if (!isTypedByFile(ts, checker, declaration.initializer)) return null;
  return { ...OPEN, wide: `import("skyframe").${className}<import("skyframe").RuntimeColumns>` };
}

const OPEN: LooseTable = { isOpen: true, columns: [], wide: null };

/** Whether the columns come from a path: in the library, the overload for known tables alone has a parameter `P` of the type. */
function isTypedByFile(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  node: TypeScript.Node | undefined,
): boolean {
  if (!node || ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node)) {
    const called = checker.getResolvedSignature(node)?.declaration;
    const isReader = called && ts.isFunctionDeclaration(called) && called.name?.text === 'readTable';
    if (isReader && called.typeParameters?.[0].name.text === 'P') return true;
  }
  return ts.forEachChild(node, child => isTypedByFile(ts, checker, child) || undefined) ?? false;
}

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
