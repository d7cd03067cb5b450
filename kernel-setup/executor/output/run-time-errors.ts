/**
 * Formats a thrown value for the user: the message, the user's own lines, the rest folded.
 *
 * @module
 */
import { relative } from 'node:path';
import type { CompiledSources, SourcePlace } from '../../compiler/compiled-sources.js';
import { codeFrame } from '../../compiler/errors/code-frame.js';
import type { ErrorContent } from '../../messages.js';
import { plainText } from './mime-bundle.js';
import { callerName, stackCalls } from './user-stacks.js';

/** Where the user's own code is looked for. */
interface ErrorContext {
  readonly sources: CompiledSources;
  /** Folder of the notebook: files are named from there. */
  readonly folder: string;
  /** What the cell waited for, if no line of the user is in the stack. */
  readonly awaited?: SourcePlace | null;
}

/** The line that replaces calls that are not the user's. */
const FOLDED = /^\(\d+ calls? inside libraries and Node not shown\)$/;
/** Causes of causes shown. */
const DEPTH = 3;
/** Lines of the user's own that are shown: the innermost ones. */
const SHOWN = 20;
/** Errors of an AggregateError that are shown. */
const PARTS = 3;

/** Turns a thrown value into the error that ends a cell. */
export function describeThrown(thrown: unknown, context: ErrorContext): ErrorContent {
  if (!isErrorLike(thrown)) {
    const text = plainText(thrown);
    return {
      ename: 'Thrown',
      evalue: text,
      traceback: [`Thrown: ${text}`, 'What was thrown is not an Error, so there is no stack.'],
    };
  }
  return {
    ename: thrown.name || 'Error',
    evalue: messageOf(thrown),
    traceback: describeError(thrown, context, DEPTH),
  };
}

/** The error of a cell that was stopped. */
export function interruptedError(): ErrorContent {
  const message = 'The cell was stopped. Variables that it had set before are kept.';
  return { ename: 'Interrupted', evalue: message, traceback: [`Interrupted: ${message}`] };
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: unknown;
  /** The errors that an AggregateError holds. */
  readonly errors?: unknown;
}

function isErrorLike(value: unknown): value is ErrorLike {
  const error = value as Partial<ErrorLike> | null;
  return (
    typeof error === 'object' && error !== null && typeof error.message === 'string' && typeof error.name === 'string'
  );
}

/** The message; Node adds to a missing module's a list of files that is of no use here. */
function messageOf({ message }: ErrorLike): string {
  return message.replace(/\nRequire stack:\n(?:- .*(?:\n|$))*$/, '');
}

/** @param above the place of the error that this one is a part or the cause of */
function describeError(error: ErrorLike, context: ErrorContext, depth: number, above?: string): string[] {
  const stack = describeStack(error, context);
  const place = stack[0] ?? '';
  const isKnown = above !== undefined && (place === above || FOLDED.test(place));
  const lines = [`${error.name}: ${messageOf(error)}`, ...(isKnown ? [] : stack)];
  if (depth === 0) return lines;
  const describePart = (part: ErrorLike): string[] =>
    describeError(part, { ...context, awaited: null }, depth - 1, isKnown ? above : place);
  const parts = Array.isArray(error.errors) ? error.errors.filter(isErrorLike) : [];
  for (const [index, part] of parts.slice(0, PARTS).entries())
    lines.push('', ...prefixFirst(`${index + 1} of ${parts.length}: `, describePart(part)));
  if (isErrorLike(error.cause)) lines.push('', ...prefixFirst('caused by ', describePart(error.cause)));
  return lines;
}

function prefixFirst(prefix: string, [first, ...rest]: string[]): string[] {
  return [prefix + first, ...rest];
}

function describeStack(error: ErrorLike, context: ErrorContext): string[] {
  const users: { place: SourcePlace; caller: string }[] = [];
  let folded = 0;
  for (const call of stackCalls(error, context.sources)) {
    if (!call.place) folded++;
    else if (!isSameLine(call.place, users.at(-1)?.place)) users.push({ place: call.place, caller: callerName(call) });
  }
  if (users.length === 0 && context.awaited) users.push({ place: context.awaited, caller: '' });
  const lines = users.slice(0, SHOWN).flatMap(({ place, caller }, index) => {
    const name = place.name.startsWith('cell ') ? place.name : relative(context.folder, place.name);
    const where = `at ${name}, line ${place.line}${caller && `, in ${caller}`}`;
    return index === 0 ? [where, ...codeFrame(place.text, place.line, place.column)] : [where];
  });
  if (users.length > SHOWN) lines.push(`and ${users.length - SHOWN} lines more`);
  if (folded > 0) lines.push(`(${folded} ${folded === 1 ? 'call' : 'calls'} inside libraries and Node not shown)`);
  return lines;
}

function isSameLine(place: SourcePlace, other: SourcePlace | undefined): boolean {
  return place.name === other?.name && place.line === other.line;
}
