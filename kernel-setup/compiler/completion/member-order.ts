/**
 * The order of completions: columns as the table has them, own members before inherited ones, the exports of a module
 * along the pipeline, the notebook's variables before everything global.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { PREVIOUS_CELLS } from '../emit/previous-names.js';
import { columnNote, valueNote } from './column-note.js';
import { type CompletionPlace, nodeBefore, objectAround } from './completion-place.js';
import { exportOrder } from './export-order.js';

/** Sorts before all of the compiler's own classes, which begin at 10. */
const FIRST = '05';
const LAST = 99_999;
/** So many columns are described. */
const DESCRIBED = 100;

/** The names possible at a place, in order, with what stands beside them. */
interface Members {
  readonly names: readonly string[];
  readonly notes?: ReadonlyMap<string, string>;
  /** Whether the order counts more than that of the compiler, which puts optional members and exports of types last. */
  readonly isStrict?: boolean;
}

/** The entries with a `sortText` that sorts them in the order above. */
export function orderedEntries(
  place: CompletionPlace,
  entries: readonly TypeScript.CompletionEntry[],
): TypeScript.CompletionEntry[] {
  const { names, notes, isStrict } = membersAt(place);
  if (names.length > 0) {
    const rank = new Map(names.map((name, index) => [name, index]));
    return entries.map(entry => {
      const order = String(rank.get(entry.name) ?? LAST).padStart(5, '0');
      const note = notes?.get(entry.name);
      const ours = isStrict && rank.has(entry.name) ? `${FIRST}${order}` : `${entry.sortText}${order}`;
      return { ...entry, sortText: ours, ...(note ? { labelDetails: { description: note } } : {}) };
    });
  }
  const own = cellNames(place);
  return entries.map(entry => (own.has(entry.name) ? { ...entry, sortText: FIRST } : entry));
}

/** The members possible at a place, in display order; none if they are not known. */
function membersAt(place: CompletionPlace): Members {
  const { ts, checker, file, position } = place;
  for (let at: TypeScript.Node = objectAround(place) ?? nodeBefore(place); at && at !== file; at = at.parent) {
    if ((ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) && at.expression.end < position)
      return membersOf(place, checker.getTypeAtLocation(at.expression), at);
    if (ts.isQualifiedName(at) && at.left.end < position) return exportsOf(place, checker.getSymbolAtLocation(at.left));
    if (ts.isNamedImports(at)) return exportsOf(place, moduleOf(place, at.parent.parent));
    if (ts.isObjectBindingPattern(at)) return membersOf(place, takenApart(place, at), at);
    if (ts.isObjectLiteralExpression(at)) {
      const type = checker.getContextualType(at);
      return type ? { names: memberNames(place, checker.getNonNullableType(type)) } : { names: [] };
    }
    if (ts.isCallExpression(at)) return { names: [] };
  }
  return { names: [] };
}

/** The type of what a pattern takes apart. */
function takenApart({ ts, checker }: CompletionPlace, pattern: TypeScript.ObjectBindingPattern): TypeScript.Type {
  const { parent } = pattern;
  return checker.getTypeAtLocation(
    ts.isVariableDeclaration(parent) && parent.initializer ? parent.initializer : parent,
  );
}

function moduleOf({ checker }: CompletionPlace, declaration: TypeScript.Node): TypeScript.Symbol | undefined {
  const { moduleSpecifier } = declaration as TypeScript.ImportDeclaration;
  return moduleSpecifier && checker.getSymbolAtLocation(moduleSpecifier);
}

function exportsOf(place: CompletionPlace, symbol: TypeScript.Symbol | undefined): Members {
  const { ts, checker } = place;
  const module = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return { names: module ? exportOrder(place, checker.getExportsOfModule(module)) : [], isStrict: true };
}

/** The members of a value; of columns and rows with their types and units. */
function membersOf(place: CompletionPlace, type: TypeScript.Type, at: TypeScript.Node): Members {
  const { ts, checker } = place;
  const properties = checker.getPropertiesOfType(type);
  const isOfExports = properties.some(({ declarations }) => declarations?.some(one => ts.isExportSpecifier(one)));
  if (isOfExports) return { names: exportOrder(place, properties), isStrict: true };
  const names = memberNames(place, type);
  const isOfColumns = type.aliasSymbol?.name === 'Columns';
  if (!isOfColumns && type.aliasSymbol?.name !== 'Row' && type.aliasSymbol?.name !== 'Readonly') return { names };
  const notes = new Map<string, string>();
  for (const name of names.slice(0, DESCRIBED)) {
    const symbol = checker.getPropertyOfType(type, name);
    const member = symbol && checker.getTypeOfSymbolAtLocation(symbol, at);
    if (member) notes.set(name, isOfColumns ? columnNote(place, member) : valueNote(place, member));
  }
  return { names, notes };
}

/** Names of a type's members: its own as declared, by classes from the innermost outwards. */
function memberNames(place: CompletionPlace, type: TypeScript.Type): string[] {
  const { checker } = place;
  const inherited = new Set((type.getBaseTypes() ?? []).flatMap(base => memberNames(place, base)));
  const all = checker.getPropertiesOfType(checker.getApparentType(type));
  const isOwn = (symbol: TypeScript.Symbol): boolean => !inherited.has(symbol.name) || isDeclaredBy(symbol, type);
  return [...all.filter(isOwn), ...all.filter(symbol => !isOwn(symbol))].map(({ name }) => name);
}

function isDeclaredBy(symbol: TypeScript.Symbol, type: TypeScript.Type): boolean {
  const owners = type.symbol?.declarations ?? [];
  return (symbol.declarations ?? []).some(({ parent }) => owners.some(owner => owner === parent));
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
