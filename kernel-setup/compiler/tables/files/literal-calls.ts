/**
 * The calls of a cell that read tables from files named in the cell.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { assignedNames, isAssignment, type SetTo } from '../assigned-names.js';
import { literalValue } from './literal-value.js';
import { calledName, mayWrite } from './may-write.js';

/** The functions whose results are typed by the files. */
type TableReader = 'readTable' | 'headerTable';

/** A call with a path that is written in the cell: in the call itself, or as the text of a constant. */
export interface LiteralCall {
  readonly reader: TableReader;
  /** The path or pattern as written. */
  readonly path: string;
  /** The options as written; null if they are only known at run time. */
  readonly options: Readonly<Record<string, unknown>> | null;
  /** If its table goes to a variable that the cell sets: to what it is set. The type may exclude other tables. */
  readonly setTo: SetTo | null;
}

/** What names mean in a cell. */
interface KnownNames {
  /** The names of the readers: by an import, they may have others. */
  readonly readers: Map<string, TableReader>;
  /** Constants that are a text. */
  readonly texts: Map<string, string>;
}

const READERS: readonly TableReader[] = ['readTable', 'headerTable'];

/**
 * The calls of a cell that read tables by a path or pattern written in the cell.
 *
 * Left out are paths of files that may be other ones by the time they are read: relative ones in a cell that changes the
 * folder, and those of files that the cell may write before.
 *
 * @param previous declarations of the earlier cells
 */
export function literalCalls(ts: PatchableTypeScript, source: string, previous: string): LiteralCall[] {
  if (!mayRead(source, previous)) return [];
  const cell = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const names: KnownNames = { readers: new Map(READERS.map(name => [name, name])), texts: new Map() };
  collectNames(ts, ts.createSourceFile('previous.d.ts', previous, ts.ScriptTarget.Latest, true), names);
  collectNames(ts, cell, names);
  const calls = callsIn(ts, cell);
  const changesFolder = calls.some(call => calledName(ts, call) === 'chdir');
  const found: LiteralCall[] = [];
  const unsafe = new Set<string>();
  const assigned = assignedNames(ts, cell);
  for (const call of calls) {
    const literal = literalCall(ts, call, names);
    if (!literal || isWebAddress(literal.path) || (changesFolder && !isAbsolutePath(literal.path))) continue;
    found.push({ ...literal, setTo: setTo(ts, call, assigned) });
    const end = isRepeated(ts, call) ? Number.POSITIVE_INFINITY : call.getStart(cell);
    if (calls.some(other => other.getStart(cell) < end && mayWrite(ts, other, literal, names)))
      unsafe.add(literal.path);
  }
  return found.filter(({ path }) => !unsafe.has(path));
}

/** A quick look: most cells read no table. */
function mayRead(source: string, previous: string): boolean {
  return /\b(?:read|header)Table\b/.test(source) || /\b(?:read|header)Table as\b/.test(previous);
}

/** Other names of the readers, and constants that are texts. */
function collectNames(ts: PatchableTypeScript, file: TypeScript.SourceFile, { readers, texts }: KnownNames): void {
  const rename = (from: string | undefined, to: string): void => {
    const reader = READERS.find(name => name === from);
    if (reader) readers.set(to, reader);
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isImportSpecifier(node)) rename(node.propertyName?.text, node.name.text);
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name))
      rename(node.propertyName?.getText(file), node.name.text);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const value = node.initializer ?? (node.type && ts.isLiteralTypeNode(node.type) ? node.type.literal : undefined);
      if (value && ts.isStringLiteralLike(value)) texts.set(node.name.text, value.text);
      else texts.delete(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function callsIn(ts: PatchableTypeScript, cell: TypeScript.SourceFile): TypeScript.CallExpression[] {
  const calls: TypeScript.CallExpression[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(cell);
  return calls;
}

function literalCall(
  ts: PatchableTypeScript,
  call: TypeScript.CallExpression,
  { readers, texts }: KnownNames,
): Omit<LiteralCall, 'setTo'> | null {
  const reader = readers.get(calledName(ts, call));
  const [from, options] = call.arguments;
  if (!reader || !from) return null;
  const path = literalValue(ts, from, texts);
  if (typeof path !== 'string' || path === '') return null;
  const value = options === undefined ? {} : literalValue(ts, options, texts);
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { reader, path, options: isRecord ? (value as Record<string, unknown>) : null };
}

/** To what the variable is set that the result of a call goes to, by an assignment or as its first value; null if it goes to none. */
function setTo(ts: PatchableTypeScript, call: TypeScript.Node, assigned: ReadonlyMap<string, SetTo>): SetTo | null {
  for (let at = call; at.parent && !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent) && parent.right === at && isAssignment(ts, parent)) return 'other';
    if (ts.isVariableDeclaration(parent))
      return (ts.isIdentifier(parent.name) && assigned.get(parent.name.text)) || null;
  }
  return null;
}

/** Whether a call may run later than, or once more after, what stands below it. */
function isRepeated(ts: PatchableTypeScript, call: TypeScript.Node): boolean {
  for (let at = call.parent; at; at = at.parent)
    if (ts.isFunctionLike(at) || ts.isIterationStatement(at, false)) return true;
  return false;
}

function isWebAddress(path: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(path);
}

function isAbsolutePath(path: string): boolean {
  return /^(?:[/\\]|[a-z]:[/\\])/i.test(path);
}
