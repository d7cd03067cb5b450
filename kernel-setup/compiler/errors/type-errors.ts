/**
 * Formats the compiler's messages for the user: the line, a caret under the position, the text.
 *
 * @module
 */
import { relative } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { ErrorContent } from '../../messages.js';
import type { OlderDeclarations } from '../declarations/older/older-declarations.js';
import type { PatchableTypeScript } from '../tslab.js';
import { codeFrame } from './code-frame.js';
import { diagnosticSite } from './diagnostic-site.js';
import { foreignName, undeclared } from './foreign/foreign-names.js';
import { foreignLines } from './foreign/foreign-syntax.js';
import { forgottenAwait } from './forgotten-await.js';
import { fileColumnAdvice, looseColumnAdvice } from './loose-columns.js';
import { importAdvice } from './modules/import-advice.js';
import { wrongFileName } from './notebook-file-name.js';
import { olderType } from './older-types.js';
import { shortenTypes } from './short-types.js';
import { wrongArgument } from './wrong-arguments.js';
import { wrongName } from './wrong-names.js';

/** A cell that did not come to its end. */
export interface EndedCell {
  readonly count: number;
  readonly how: 'has failed' | 'was stopped';
}

/** What {@link describeTypeErrors} needs to know of the cell. */
interface CellText {
  /** Number of the cell, for the heading. */
  readonly count: number;
  /** What the user wrote. */
  readonly source: string;
  /** The compiler's file for it, which has one line more in front. */
  readonly file: TypeScript.SourceFile | undefined;
  /** Folder of the notebook: other files are named from there. */
  readonly folder: string;
  /** Answers questions about types; without it, the compiler's own texts are used. */
  readonly checker: TypeScript.TypeChecker | undefined;
  /** The cells that would have declared a name, had they not failed. */
  readonly failed: ReadonlyMap<string, EndedCell>;
  /** Classes and types that were declared again since. */
  readonly older?: OlderDeclarations;
}

/** Maximum number of errors shown; the rest are counted. */
const SHOWN = 5;
const PREFIX_LINES = 1;

/** "Implicitly any": next to another error, usually its consequence. */
const IMPLICIT_ANY: ReadonlySet<number> = new Set([7006, 7031]);
/** The type of a cell's variable uses a name that its package keeps to itself, so the next cell could not know it. */
const CANNOT_BE_NAMED: ReadonlySet<number> = new Set([2742, 4023, 4025, 4058, 4060, 4082, 4094]);
/** `await` where it is not allowed. */
const TOP_LEVEL_AWAIT: ReadonlySet<number> = new Set([1103, 1308, 1375, 1378, 1431, 1432]);
const UNEXPECTED_WORD = 1434;
/** A variable that is not there. */
const NO_NAME: ReadonlySet<number> = new Set([2304, 2552, 18004]);
const NAMING_ADVICE =
  "Cells hand their variables on with their types. Write this one's type out, as in const fs: typeof import('node:fs') = ...";

/** Turns the compiler's errors on a cell into the error that ends it. */
export function describeTypeErrors(
  ts: PatchableTypeScript,
  errors: readonly TypeScript.Diagnostic[],
  cell: CellText,
): ErrorContent {
  const telling = errors.filter(error => !isConsequence(error, cell));
  const foreign = describeForeign(ts, errors, cell);
  const all =
    foreign.length > 0 ? foreign : (telling.length > 0 ? telling : errors).map(error => describe(ts, error, cell));
  const shown = all.slice(0, SHOWN);
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

/** Whether an error adds nothing next to another one. */
function isConsequence({ code, file, start }: TypeScript.Diagnostic, cell: CellText): boolean {
  if (IMPLICIT_ANY.has(code) || CANNOT_BE_NAMED.has(code)) return true;
  if (file !== cell.file || file === undefined || start === undefined) return false;
  // tslab's list of exports comes after the last line
  return file.getLineAndCharacterOfPosition(start).line - PREFIX_LINES >= cell.source.split('\n').length;
}

/** An error in words. */
interface Described {
  readonly place: string;
  readonly message: string;
  readonly frame: readonly string[];
}

/** The lines that belong to another language or kernel; what else the compiler says then follows from them. */
function describeForeign(
  ts: PatchableTypeScript,
  errors: readonly TypeScript.Diagnostic[],
  { file, source, count }: CellText,
): Described[] {
  const inCell = errors.flatMap(({ file: at, start, code }) =>
    at && at === file && start !== undefined
      ? { code, line: at.getLineAndCharacterOfPosition(start).line - PREFIX_LINES + 1 }
      : [],
  );
  const lines = source.split('\n');
  return foreignLines(ts, source, inCell).map(({ line, column, length, message }) => ({
    place: `cell ${count}, line ${line}`,
    message,
    frame: codeFrame(lines[line - 1] ?? '', line, column, length),
  }));
}

function describe(ts: PatchableTypeScript, error: TypeScript.Diagnostic, cell: CellText): Described {
  const { words: message, node } = wordsFor(ts, error, cell);
  if (!error.file || error.start === undefined) return { place: `cell ${cell.count}`, message, frame: [] };
  const inCell = error.file === cell.file;
  const begin = node ? node.getStart(error.file) : error.start;
  const length = node ? node.end - begin : (error.length ?? 1);
  const start = error.file.getLineAndCharacterOfPosition(begin);
  const line = start.line - (inCell ? PREFIX_LINES : 0);
  const lines = inCell ? cell.source.split('\n') : error.file.text.split('\n');
  const name = inCell ? `cell ${cell.count}` : relative(cell.folder, error.file.fileName);
  return {
    place: `${name}, line ${line + 1}`,
    message,
    frame: codeFrame(lines[line] ?? '', line + 1, start.character + 1, length),
  };
}

const IN_MODULE =
  'A local module cannot await at its top level. Export an async function and await its call in the cell';
const USING = "'using' needs TypeScript 5.2: cells are compiled by 5.0";

/** Our own explanation if there is one, else the compiler's text, shortened; and a place that is better than the compiler's. */
function wordsFor(
  ts: PatchableTypeScript,
  error: TypeScript.Diagnostic,
  cell: CellText,
): { words: string; node?: TypeScript.Node } {
  const { checker, failed, file } = cell;
  const site = checker && diagnosticSite(ts, checker, error);
  if (error.file !== file && TOP_LEVEL_AWAIT.has(error.code)) return { words: IN_MODULE };
  if (error.code === UNEXPECTED_WORD && site?.node.getText() === 'using') return { words: USING };
  const outdated = site && cell.older && olderType(site, cell.older, cell.count);
  if (outdated) return { words: `${outdated}\n  ${shortMessage(error.messageText)}` };
  const fileName = checker && wrongFileName(ts, checker, error);
  if (fileName) return { words: fileName };
  const argument = site && wrongArgument(site);
  const plain = argument?.words ?? (site && (importAdvice(site) ?? forgottenAwait(site) ?? wrongName(site)));
  const advice = site && (looseColumnAdvice(site) ?? fileColumnAdvice(site));
  const words = (plain ?? shortMessage(error.messageText)) + (advice ? `\n${advice}` : '');
  if (CANNOT_BE_NAMED.has(error.code)) return { words: `${words}\n${NAMING_ADVICE}` };
  if (site && NO_NAME.has(error.code) && !failed.has(site.node.getText()))
    return { words: foreignName(site) ?? words + undeclared(site) };
  const failedCell = NO_NAME.has(error.code) && site ? failed.get(site.node.getText()) : undefined;
  if (failedCell === undefined) return { words, node: argument?.node };
  const [first] = words.split('. ', 1);
  const { count, how } = failedCell;
  return { words: `${first}. Cell ${count}, which declares it, ${how}: run that one first` };
}

/** The first and the last of a chain of messages: what does not fit, and the part that is to blame. */
function shortMessage(message: string | TypeScript.DiagnosticMessageChain): string {
  if (typeof message === 'string') return shortenTypes(message);
  let last = message;
  while (last.next && last.next.length > 0) last = last.next[last.next.length - 1];
  const first = shortenTypes(message.messageText);
  return last === message ? first : `${first}\n  ${shortenTypes(last.messageText)}`;
}
