/**
 * The compiler's messages as a reader wants them: the line, a caret under the place, the words.
 *
 * @module
 */
import { relative } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { ErrorContent } from '../messages.js';
import { codeFrame } from './code-frame.js';
import type { PatchableTypeScript } from './tslab.js';

/** What {@link describeTypeErrors} needs to know of the cell. */
export interface CellText {
  /** Number of the cell, for the heading. */
  readonly count: number;
  /** What the user wrote. */
  readonly source: string;
  /** The compiler's file for it, which has one line more in front. */
  readonly file: TypeScript.SourceFile | undefined;
  /** Folder of the notebook: other files are named from there. */
  readonly folder: string;
}

/** At most so many errors are shown; the rest are counted. */
const SHOWN = 5;
const PREFIX_LINES = 1;

/** "Implicitly any": where another error stands as well, mostly its consequence. */
const IMPLICIT_ANY: ReadonlySet<number> = new Set([7006, 7031]);
/** The type of a cell's variable uses a name that its package keeps to itself, so the next cell could not know it. */
const CANNOT_BE_NAMED: ReadonlySet<number> = new Set([2742, 4023, 4025, 4058, 4060, 4082, 4094]);
const NAMING_ADVICE =
  "Cells hand their variables on with their types. Write this one's type out, as in const fs: typeof import('node:fs') = ...";

/** Turns the compiler's errors on a cell into the error that ends it. */
export function describeTypeErrors(
  ts: PatchableTypeScript,
  errors: readonly TypeScript.Diagnostic[],
  cell: CellText,
): ErrorContent {
  const telling = errors.filter(error => !IMPLICIT_ANY.has(error.code));
  const all = telling.length > 0 ? telling : errors;
  const shown = all.slice(0, SHOWN).map(error => describe(ts, error, cell));
  const traceback = shown.flatMap(({ place, message, frame }) => [`TypeScript: ${place}: ${message}`, ...frame, '']);
  if (all.length > SHOWN) traceback.push(`and ${all.length - SHOWN} more errors`);
  while (traceback.at(-1) === '') traceback.pop();
  const first = shown[0];
  return {
    ename: 'TypeScriptError',
    evalue: first ? `${first.place}: ${first.message}` : 'the cell could not be compiled',
    traceback,
  };
}

function describe(
  ts: PatchableTypeScript,
  error: TypeScript.Diagnostic,
  cell: CellText,
): { place: string; message: string; frame: string[] } {
  const words = ts.flattenDiagnosticMessageText(error.messageText, '\n');
  const message = CANNOT_BE_NAMED.has(error.code) ? `${words}\n${NAMING_ADVICE}` : words;
  if (!error.file || error.start === undefined) return { place: `cell ${cell.count}`, message, frame: [] };
  const inCell = error.file === cell.file;
  const start = error.file.getLineAndCharacterOfPosition(error.start);
  const line = start.line - (inCell ? PREFIX_LINES : 0);
  const lines = inCell ? cell.source.split('\n') : error.file.text.split('\n');
  const name = inCell ? `cell ${cell.count}` : relative(cell.folder, error.file.fileName);
  return {
    place: `${name}, line ${line + 1}`,
    message,
    frame: codeFrame(lines[line] ?? '', line + 1, start.character + 1, error.length ?? 1),
  };
}
