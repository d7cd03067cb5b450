/**
 * The order of completions: columns as the table has them, own members before inherited ones, the
 * notebook's variables before everything global.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { PREVIOUS_CELLS } from './emit/previous-names.js';
import type { PatchableTypeScript } from './tslab.js';

/** Sorts before all of the compiler's own classes, which begin at 10. */
const FIRST = '05';
const LAST = 99_999;

/** What completing a place needs. */
interface CompletionPlace {
  readonly program: TypeScript.Program;
  readonly file: TypeScript.SourceFile;
  /** Position in the file. */
  readonly position: number;
}

/** The entries with a `sortText` that sorts them in the order above. */
export function orderedEntries(
  ts: PatchableTypeScript,
  entries: readonly TypeScript.CompletionEntry[],
  place: CompletionPlace,
): TypeScript.CompletionEntry[] {
  const order = memberOrder(ts, place);
  if (order.length > 0) {
    const rank = new Map(order.map((name, index) => [name, index]));
    return entries.map(entry => ({
      ...entry,
      sortText: `${entry.sortText}${String(rank.get(entry.name) ?? LAST).padStart(5, '0')}`,
    }));
  }
  const own = cellNames(place);
  return entries.map(entry => (own.has(entry.name) ? { ...entry, sortText: FIRST } : entry));
}

/** Names of the members possible at a position, in display order; empty if unknown. */
function memberOrder(ts: PatchableTypeScript, { program, file, position }: CompletionPlace): string[] {
  const checker = program.getTypeChecker();
  const node = nodeBefore(ts, file, position);
  for (let at: TypeScript.Node | undefined = node; at && at !== file; at = at.parent) {
    if (ts.isPropertyAccessExpression(at) && at.expression.end < position)
      return membersOf(ts, checker, checker.getTypeAtLocation(at.expression));
    if (ts.isElementAccessExpression(at) && at.expression.end < position)
      return membersOf(ts, checker, checker.getTypeAtLocation(at.expression));
    if (ts.isObjectBindingPattern(at) || ts.isObjectLiteralExpression(at)) {
      const type = ts.isObjectBindingPattern(at) ? takenApart(ts, checker, at) : checker.getContextualType(at);
      return type ? membersOf(ts, checker, checker.getNonNullableType(type)) : [];
    }
    if (ts.isCallExpression(at)) return columnsOf(ts, checker, at);
  }
  return [];
}

/** The type of what a pattern takes apart. */
function takenApart(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  pattern: TypeScript.ObjectBindingPattern,
): TypeScript.Type {
  const { parent } = pattern;
  return checker.getTypeAtLocation(
    ts.isVariableDeclaration(parent) && parent.initializer ? parent.initializer : parent,
  );
}

/** The columns of the table whose method is called, for names in quotes. */
function columnsOf(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  call: TypeScript.CallExpression,
): string[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  const owner = call.expression.expression;
  const columns = checker.getTypeAtLocation(owner).getProperty('columns');
  if (!columns) return [];
  const names = membersOf(ts, checker, checker.getTypeOfSymbolAtLocation(columns, owner));
  return [...names, ...names.map(name => `"${name}"`)];
}

/** Names of a type's members: its own as declared, by classes from the innermost outwards. */
function membersOf(ts: PatchableTypeScript, checker: TypeScript.TypeChecker, type: TypeScript.Type): string[] {
  const inherited = new Set((type.getBaseTypes() ?? []).flatMap(base => membersOf(ts, checker, base)));
  const all = checker.getPropertiesOfType(checker.getApparentType(type));
  const isOwn = (symbol: TypeScript.Symbol): boolean => !inherited.has(symbol.name) || isDeclaredBy(symbol, type);
  return [...all.filter(isOwn), ...all.filter(symbol => !isOwn(symbol))].map(({ name }) => name);
}

function isDeclaredBy(symbol: TypeScript.Symbol, type: TypeScript.Type): boolean {
  const owners = type.symbol?.declarations ?? [];
  return (symbol.declarations ?? []).some(({ parent }) => owners.some(owner => owner === parent));
}

/** The innermost node that begins before a position and reaches it. */
function nodeBefore(ts: PatchableTypeScript, file: TypeScript.SourceFile, position: number): TypeScript.Node {
  let found: TypeScript.Node = file;
  const descend = (node: TypeScript.Node): void => {
    if (node.getStart(file) >= position || node.end < position) return;
    found = node;
    ts.forEachChild(node, descend);
  };
  ts.forEachChild(file, descend);
  return found;
}

/** Variables, functions, classes and imports of this cell and the earlier ones. */
function cellNames({ program, file }: CompletionPlace): Set<string> {
  const previous = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/${PREVIOUS_CELLS}`));
  const names = new Set<string>();
  for (const cell of [file, previous])
    for (const name of (cell as unknown as { locals?: ReadonlyMap<string, unknown> } | undefined)?.locals?.keys() ?? [])
      names.add(name);
  return names;
}

/** What the compiler asks of the file system to complete a path in `import ... from './'`. */
export function completionHost(ts: PatchableTypeScript, program: TypeScript.Program, folder: string): object {
  return {
    ...ts.sys,
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => program.getCompilerOptions(),
    useCaseSensitiveFileNames: () => true,
  };
}
