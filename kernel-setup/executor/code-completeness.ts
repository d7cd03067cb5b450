/**
 * Whether code is complete, which consoles ask when Enter is pressed.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { withoutImportAttributes } from '../compiler/emit/import-attributes.js';
import type { PatchableTypeScript } from '../compiler/tslab.js';
import type { CompletenessResult } from '../messages.js';

/** Makes the code a module, as the cells are. */
const PREFIX = 'export {};\n';
const UNTERMINATED_TEMPLATE = 1160;
/** Two empty lines at the end: the user wants it run. */
const FORCED = /\n[^\S\n]*\n[^\S\n]*$/;

/**
 * Looks at the syntax alone: what breaks off at the end is incomplete, what is wrong before it invalid.
 *
 * @param indentOf blanks for the line after code
 */
export function codeCompleteness(
  ts: PatchableTypeScript,
  code: string,
  indentOf: (code: string) => string,
): CompletenessResult {
  const text = PREFIX + withoutImportAttributes(ts, code);
  const file = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const { parseDiagnostics } = file as TypeScript.SourceFile & {
    readonly parseDiagnostics: readonly TypeScript.DiagnosticWithLocation[];
  };
  if (parseDiagnostics.length === 0 || FORCED.test(code)) return { status: 'complete', indent: '' };
  const isOpen = parseDiagnostics.some(problem => breaksOff(ts, problem, text));
  return isOpen ? { status: 'incomplete', indent: indentOf(code) } : { status: 'invalid', indent: '' };
}

function breaksOff(
  ts: PatchableTypeScript,
  { start, length, code, messageText }: TypeScript.DiagnosticWithLocation,
  text: string,
): boolean {
  if (length !== 0 || text.slice(start).trim() !== '') return false;
  return code === UNTERMINATED_TEMPLATE || ts.flattenDiagnosticMessageText(messageText, '\n').endsWith(' expected.');
}
