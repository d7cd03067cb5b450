/**
 * Whether a call may make or change a file, so that what is there before the cell runs says nothing.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';

/** Calls that only look at the file, or the path, that they are given. */
const READING =
  /^(?:read|open|header|verify|exists|stat|lstat|access|join$|resolve$|basename|dirname|extname|log$|info$|warn$|error$|display$)/;
/** Calls that may make a file, judged by their name. */
const WRITING =
  /^(?:write|save|append(?!Child)|copy|cp$|mv$|rename|download|fetch|exec[SF]|spawn|fork$|export|dump|make|simulate|generate)/i;

/**
 * Whether a call may make or change what another one reads: it writes, and not plainly another file; or it is given the path. Of
 * the files of a header table any may be another one.
 */
export function mayWrite(
  ts: PatchableTypeScript,
  call: TypeScript.CallExpression,
  { path, reader }: { readonly path: string; readonly reader: string },
  { texts }: { readonly texts: ReadonlyMap<string, string> },
): boolean {
  const name = calledName(ts, call);
  if (READING.test(name)) return false;
  const files = call.arguments.map(argument => fileName(ts, argument, texts)).filter(file => file !== undefined);
  if (files.includes(lastPart(path))) return true;
  return WRITING.test(name) && (files.length === 0 || files.includes('') || reader === 'headerTable');
}

/** The last name of what is called: `readTable` in `sky.readTable(...)`. */
export function calledName(ts: PatchableTypeScript, { expression: callee }: TypeScript.CallExpression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
}

/** The last part of the path that an argument is; empty if only known at run time, undefined if it is no text. */
function fileName(
  ts: PatchableTypeScript,
  argument: TypeScript.Expression,
  texts: ReadonlyMap<string, string>,
): string | undefined {
  if (ts.isStringLiteralLike(argument)) return lastPart(argument.text);
  const text = ts.isIdentifier(argument) ? texts.get(argument.text) : undefined;
  if (text !== undefined) return lastPart(text);
  if (!ts.isTemplateExpression(argument)) return undefined;
  const end = argument.templateSpans[argument.templateSpans.length - 1].literal.text;
  return end.includes('/') ? lastPart(end) : '';
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
