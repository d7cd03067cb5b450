/**
 * The columns of the tables that a call is about.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { isList, type TypeReader } from './wanted-types.js';

/** The columns of the table whose method is called, or of the calls before it, and of tables among the arguments. */
export function columnsAround(
  reader: TypeReader,
  call: TypeScript.CallExpression | TypeScript.NewExpression,
): Map<string, TypeScript.Type> {
  const { ts } = reader;
  const columns = new Map<string, TypeScript.Type>();
  let owner: TypeScript.Expression = call.expression;
  while (columns.size === 0 && (ts.isPropertyAccessExpression(owner) || ts.isCallExpression(owner))) {
    owner = owner.expression;
    collect(reader, owner, columns);
  }
  for (const argument of call.arguments ?? [])
    if (ts.isIdentifier(argument) || ts.isCallExpression(argument) || ts.isPropertyAccessExpression(argument))
      collect(reader, argument, columns);
  return columns;
}

/** Adds the columns of a table, in its order. */
function collect({ checker }: TypeReader, node: TypeScript.Expression, columns: Map<string, TypeScript.Type>): void {
  const table = checker.getApparentType(checker.getTypeAtLocation(node));
  const property = checker.getPropertyOfType(table, 'columns');
  const all = property && checker.getTypeOfSymbolAtLocation(property, node);
  if (!all || isList(checker, checker.getNonNullableType(all))) return; // an aggregate has a list of names
  for (const column of checker.getPropertiesOfType(all))
    if (!columns.has(column.name)) columns.set(column.name, checker.getTypeOfSymbolAtLocation(column, node));
}
