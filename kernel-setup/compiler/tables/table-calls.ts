/**
 * The files that a cell reads tables from by a path written in the cell.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** Calls that only look at the file they name. */
const READING = /^(?:read|open|header|verify|log$|info$|warn$|error$|display$)/;
/** Calls that may make a file, judged by their name. */
const WRITING =
  /^(?:write|save|append|copy|cp$|mv$|rename|download|exec|spawn|fork|export|dump|make|simulate|generate)/i;

/** Names that mean something in a cell. */
interface KnownNames {
  /** What `readTable` is called: by an import under another name, too. */
  readonly readers: Set<string>;
  /** Constants that are a text. */
  readonly texts: Map<string, string>;
}

/**
 * The paths that `readTable` is called with in a cell, as written: in the call itself, or as the text of a constant.
 *
 * Left out are paths of files that may be other ones by the time they are read: relative ones in a cell that changes the
 * folder, and those of files that the cell may write before. So are calls with options, `columns` excepted, that
 * change what is read; a schema has types of its own.
 *
 * @param previous declarations of the earlier cells
 */
export function tablePaths(ts: PatchableTypeScript, source: string, previous: string): string[] {
  if (!mayRead(source, previous)) return [];
  const cell = ts.createSourceFile('cell.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const names: KnownNames = { readers: new Set(['readTable']), texts: new Map() };
  collectNames(ts, ts.createSourceFile('previous.d.ts', previous, ts.ScriptTarget.Latest, true), names);
  collectNames(ts, cell, names);
  const { reads, calls } = callsIn(ts, cell, names);
  const changesFolder = calls.some(call => nameOf(ts, call.expression) === 'chdir');
  const paths = new Set<string>();
  const unsafe = new Set<string>();
  for (const { path, call } of reads) {
    if (isWebAddress(path) || (changesFolder && !isAbsolutePath(path))) continue;
    paths.add(path);
    const end = isInFunction(ts, call) ? Number.POSITIVE_INFINITY : call.getStart(cell);
    if (calls.some(other => other.getStart(cell) < end && mayWrite(ts, other, path, names))) unsafe.add(path);
  }
  return [...paths].filter(path => !unsafe.has(path));
}

/** A quick look: most cells read no table. */
function mayRead(source: string, previous: string): boolean {
  return /\breadTable\b/.test(source) || /\breadTable as\b/.test(previous);
}

/** Other names of `readTable`, and constants that are texts. */
function collectNames(ts: PatchableTypeScript, file: TypeScript.SourceFile, { readers, texts }: KnownNames): void {
  const visit = (node: TypeScript.Node): void => {
    if (ts.isImportSpecifier(node) && node.propertyName?.text === 'readTable') readers.add(node.name.text);
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name) && node.propertyName?.getText(file) === 'readTable')
      readers.add(node.name.text);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const value = node.initializer ?? (node.type && ts.isLiteralTypeNode(node.type) ? node.type.literal : undefined);
      if (value && ts.isStringLiteralLike(value)) texts.set(node.name.text, value.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

interface Reading {
  readonly path: string;
  readonly call: TypeScript.CallExpression;
}

function callsIn(
  ts: PatchableTypeScript,
  cell: TypeScript.SourceFile,
  names: KnownNames,
): { reads: Reading[]; calls: TypeScript.CallExpression[] } {
  const reads: Reading[] = [];
  const calls: TypeScript.CallExpression[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (ts.isCallExpression(node)) {
      calls.push(node);
      const [from, options] = node.arguments;
      const path = from && textOf(ts, from, names);
      const isReader = names.readers.has(nameOf(ts, node.expression));
      if (isReader && path !== undefined && path !== '' && isPlain(ts, options)) reads.push({ path, call: node });
    }
    ts.forEachChild(node, visit);
  };
  visit(cell);
  return { reads, calls };
}

/** The last name of what is called: `readTable` in `sky.readTable(...)`. */
function nameOf(ts: PatchableTypeScript, callee: TypeScript.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
}

function textOf(ts: PatchableTypeScript, node: TypeScript.Expression, { texts }: KnownNames): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isIdentifier(node) ? texts.get(node.text) : undefined;
}

/** Whether options leave the columns as they are in the file. */
function isPlain(ts: PatchableTypeScript, options: TypeScript.Expression | undefined): boolean {
  if (options === undefined) return true;
  if (!ts.isObjectLiteralExpression(options)) return false;
  return options.properties.every(({ name }) => name && ts.isIdentifier(name) && name.text === 'columns');
}

/** Whether a call may make or change the file at `path`: it writes, and not plainly another file; or it is given the path. */
function mayWrite(ts: PatchableTypeScript, call: TypeScript.CallExpression, path: string, names: KnownNames): boolean {
  const callee = nameOf(ts, call.expression);
  if (names.readers.has(callee) || READING.test(callee)) return false;
  const files = call.arguments.map(argument => fileName(ts, argument, names)).filter(name => name !== undefined);
  if (files.includes(lastPart(path))) return true;
  return WRITING.test(callee) && (files.length === 0 || files.includes(''));
}

/** The last part of the path that an argument is; empty if only known at run time, undefined if it is no text. */
function fileName(ts: PatchableTypeScript, argument: TypeScript.Expression, names: KnownNames): string | undefined {
  const text = textOf(ts, argument, names);
  if (text !== undefined) return lastPart(text);
  if (!ts.isTemplateExpression(argument)) return undefined;
  const end = argument.templateSpans[argument.templateSpans.length - 1].literal.text;
  return end.includes('/') ? lastPart(end) : '';
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function isInFunction(ts: PatchableTypeScript, node: TypeScript.Node): boolean {
  for (let at = node.parent; at; at = at.parent)
    if (ts.isFunctionLike(at) || ts.isIterationStatement(at, false)) return true;
  return false;
}

function isWebAddress(path: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(path);
}

function isAbsolutePath(path: string): boolean {
  return /^(?:[/\\]|[a-z]:[/\\])/i.test(path);
}
