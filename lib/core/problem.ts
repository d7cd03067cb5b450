/**
 * What was noticed while data were read and reduced: numbers that were assumed, dropped or refused.
 *
 * A problem is not an error: the work goes on, and whoever uses the numbers can look at what they rest on. Frames,
 * series, tables, measurements and curves carry their problems along and show them with `problems()`.
 *
 * @module
 */
import type { ProblemCode } from './problem-codes.js';
import { warnOnce } from './warn-once.js';

/**
 * What was done about a problem: a value was `assumed` to mean something; it was `dropped` as not usable; something was
 * `refused`; something was only `noted`, such as an amount that was not examined.
 */
export type ProblemAction = 'assumed' | 'dropped' | 'refused' | 'noted';

/** One problem. */
export interface Problem {
  /** Path of the file; empty for a value that comes from no single file. */
  readonly file: string;
  /** What it is about: `card GAIN`, `column mag`, `frame 3`, `star 12`. */
  readonly where: string;
  /** The value as it was found; empty if it is missing. */
  readonly value: string;
  /** The kind of problem, a fixed word: `gain-setting`, `unreadable-card`. The kinds are listed in docs/problems.md. */
  readonly code: ProblemCode;
  /** What was done about it. */
  readonly action: ProblemAction;
  /** What is the matter and what the user can do, in a sentence or two. */
  readonly remedy: string;
}

/** Problems in the order in which they were noticed. */
export type Problems = readonly Problem[];

/** No problems. Shared, so that values without any take no memory. */
export const NO_PROBLEMS: Problems = Object.freeze([]);

/** The problems of several values, each once, in order. */
export function joinProblems(...lists: readonly (Problems | undefined)[]): Problems {
  const filled = lists.filter(list => list !== undefined && list.length > 0) as Problems[];
  if (filled.length === 0) return NO_PROBLEMS;
  if (filled.length === 1) return filled[0];
  const unique = new Map<string, Problem>();
  for (const problem of filled.flat()) {
    const key = [problem.file, problem.where, problem.code, problem.value].join('\u0000');
    if (!unique.has(key)) unique.set(key, problem);
  }
  return Object.freeze([...unique.values()]);
}

/** `1 problem: see problems()`; empty if there is none. */
export function problemCount(problems: Problems | undefined): string {
  const count = problems?.length ?? 0;
  return count === 0 ? '' : `${count} problem${count === 1 ? '' : 's'}: see problems()`;
}

/**
 * Prints the first problem of each kind on the console, once per process and kind; the others are in `problems()`.
 *
 * Problems that are only `noted` are not printed.
 */
export function warnOfProblems(problems: Problems): void {
  const told = new Set<string>();
  for (const { code, file, where, value, action, remedy } of problems) {
    if (action === 'noted' || told.has(code)) continue;
    told.add(code);
    const others = problems.filter(problem => problem.code === code).length - 1;
    const more = others > 0 ? ` (and ${others} more of this kind)` : '';
    const found = value === '' ? where : `${where} = ${value}`;
    warnOnce(`${file ? `${file}: ` : ''}${found}${more}: ${remedy} [${code}; all are listed by problems()]`, code);
  }
}
