/**
 * Recognises what belongs to other kernels and languages in a cell that the compiler refuses.
 *
 * Only lines on which the compiler found an error are looked at: what is valid TypeScript is never taken for something else.
 *
 * @module
 */
import type { PatchableTypeScript } from '../../tslab.js';
import { IPYTHON } from './ipython.js';
import { JSX_ADVICE, jsxIn } from './jsx.js';
import type { LineRule } from './line-rule.js';
import { PYTHON } from './python.js';

/** A line that is foreign, and what to do about it. Line and column count from 1. */
interface ForeignLine {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
}

/** An error of the compiler: its number, and the line of the cell, from 1. */
interface LineError {
  readonly code: number;
  readonly line: number;
}

/** The foreign lines of a cell. */
export function foreignLines(ts: PatchableTypeScript, source: string, errors: readonly LineError[]): ForeignLine[] {
  const lines = source.split('\n').map(line => line.trimEnd());
  const first = lines.findIndex(line => line.trim() !== '');
  if (/^\s*%%/.test(lines[first] ?? '')) return linesBy(IPYTHON, lines, [first + 1], [first + 1]);
  const last = lines.findLastIndex(line => line.trim() !== '') + 1;
  const linesOf = (some: readonly LineError[]): number[] =>
    [...new Set(some.map(({ line }) => Math.min(line, last)))].sort((a, b) => a - b);
  const all = linesOf(errors);
  const unparsed = linesOf(errors.filter(({ code }) => isSyntax(code)));
  const jsx = unparsed.length > 0 ? jsxIn(ts, source) : null;
  if (jsx) {
    const before = source.slice(0, jsx.start).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return [{ line: before.length, column, length: jsx.length, message: JSX_ADVICE }];
  }
  const found = [...linesBy(IPYTHON, lines, all, unparsed), ...linesBy(PYTHON, lines, unparsed, unparsed)];
  const byLine = new Map(found.reverse().map(foreign => [foreign.line, foreign]));
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

/** Errors of the parser, and those about what it makes of Python's `import`. */
function isSyntax(code: number): boolean {
  return code < 2000 || code === 18016 || code === 4000;
}

/** @param unparsed the lines that the parser complains of */
function linesBy(
  rules: readonly LineRule[],
  lines: readonly string[],
  numbers: readonly number[],
  unparsed: readonly number[],
): ForeignLine[] {
  return numbers.flatMap(line => {
    const text = lines[line - 1] ?? '';
    for (const { pattern, advice, isAboutText } of rules) {
      const match = isAboutText || pattern.test(withoutText(text)) ? pattern.exec(text) : null;
      const message = match && advice(match, unparsed.includes(line) || unparsed.includes(line + 1));
      if (!message) continue;
      const column = text.length - text.trimStart().length + 1;
      return [{ line, column, length: text.length - column + 1, message }];
    }
    return [];
  });
}

/** A line with blanks for what is between quotes and after `//`. */
function withoutText(line: string): string {
  return line.replace(/(["'`])((?:\\.|(?!\1).)*)(\1|$)|\/\/.*$/g, (all, quote?: string) =>
    quote === undefined ? ' '.repeat(all.length) : `${quote}${' '.repeat(Math.max(0, all.length - 2))}${quote}`,
  );
}
