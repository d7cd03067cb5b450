/**
 * The names that a cell declares at its top, as the user writes them.
 *
 * The compiler's own table has entries of other kinds too, such as `declare global`, and names that begin with two underscores have
 * a third one there. tslab takes all that it finds in the table for variables, and exports them.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';

type SymbolTable = Map<string, TypeScript.Symbol>;

/** The variables, functions, classes and types at the top of a cell. */
export function cellNames(file: TypeScript.SourceFile | undefined): string[] {
  return [...(tableOf(file)?.keys() ?? [])].filter(isVariable).map(asWritten);
}

/** Lets a loop over a cell's table, such as tslab's, find the names of {@link cellNames} alone. */
export function listOnlyNames(file: TypeScript.SourceFile | undefined): void {
  const table = tableOf(file);
  if (!table || ![...table.keys()].some(key => !isVariable(key) || asWritten(key) !== key)) return;
  table.forEach = visit => {
    for (const [key, symbol] of table) if (isVariable(key)) visit(symbol, asWritten(key), table);
  };
}

function tableOf(file: TypeScript.SourceFile | undefined): SymbolTable | undefined {
  return (file as unknown as { locals?: SymbolTable } | undefined)?.locals;
}

/** Whether a key is no `declare global`, `declare module 'x'` or other thing that is not named. */
function isVariable(key: string): boolean {
  return !/^(?:__[^_]|["'])/.test(key);
}

function asWritten(key: string): string {
  return key.startsWith('___') ? key.slice(1) : key;
}
