/**
 * Stacks as the user wrote the code: `e.stack`, `console.error(e)` and `console.trace()` name the cell and its line.
 *
 * What runs is compiled, and below it are the calls of the kernel and of tslab. So V8 is given a function that writes stacks:
 * places in cells and local modules are looked up in what was compiled, and calls of the kernel are left out.
 *
 * @see https://v8.dev/docs/stack-trace-api
 * @module
 */
import { join, sep } from 'node:path';
import type { CompiledSources, SourcePlace } from '../../compiler/compiled-sources.js';
import { packageRoot } from '../../package-root.js';

/** One line of a stack. */
interface StackCall {
  /** The line as V8 writes it, without blanks: `at name (script:12:3)`. */
  readonly text: string;
  /** The function's name as V8 has it; empty if it has none. */
  readonly name: string;
  readonly script: string;
  /** Where the user wrote it; null if it is not the user's code. */
  readonly place: SourcePlace | null;
}

/** A line `at name (script:12:3)` or `at script:12:3` of a stack. */
const CALL = /^at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/;
/** Calls that V8 records for a stack: Node's own 10 would often end before the user's lines. */
const STACK_DEPTH = 50;
/** Scripts whose calls lie between the user's code and the front end. */
const KERNEL = [join(packageRoot, 'dist', 'kernel-setup', sep), join(packageRoot, 'kernel-setup', sep)];
const OURS =
  /^skyframe-cell-\d+$|[\\/]node_modules[\\/](?:tslab|vitest|@vitest)[\\/]|^node:(?:internal\/|vm$|async_hooks$)/;

/** The calls of an error's stack as V8 recorded them, for stacks that were written by {@link writeStack}. */
const recorded = new WeakMap<object, { readonly written: string; readonly calls: readonly string[] }>();

/** Runs `work` with our form of stacks, and with long ones; a test runner or a library may have put another in place. */
export async function withUserStacks<T>(sources: CompiledSources, work: () => Promise<T>): Promise<T> {
  const restore = installUserStacks(sources);
  try {
    return await work();
  } finally {
    restore();
  }
}

/** Puts our form of stacks in place; returns a function that restores what was there. */
export function installUserStacks(sources: CompiledSources): () => void {
  const formatter = Error as { prepareStackTrace?: unknown };
  const before = { format: formatter.prepareStackTrace, depth: Error.stackTraceLimit };
  formatter.prepareStackTrace = (error: object, calls: readonly object[]) => writeStack(sources, error, calls);
  Error.stackTraceLimit = STACK_DEPTH;
  return () => {
    formatter.prepareStackTrace = before.format;
    Error.stackTraceLimit = before.depth;
  };
}

/** The calls of a stack, the innermost first. */
export function stackCalls(
  error: { readonly stack?: string; readonly message: string },
  sources: CompiledSources,
): StackCall[] {
  const stack = String(error.stack ?? '');
  const known = recorded.get(error);
  // Node puts the line of the script before the stack of what leaves a script
  const lines = known && stack.endsWith(known.written) ? known.calls : callLines(stack, error.message);
  return lines.map(line => readCall(line, sources));
}

function writeStack(sources: CompiledSources, error: object, recordedCalls: readonly object[]): string {
  const lines = recordedCalls.map(call => `at ${String(call)}`);
  const calls = lines.map(line => readCall(line, sources));
  const lastOfUser = calls.findLastIndex(({ place }) => place !== null);
  const shown = calls
    .slice(0, lastOfUser < 0 ? calls.length : lastOfUser + 1)
    .filter((call, index, all) => (call.place ? !isSamePlace(call, all[index - 1]) : !isKernels(call)));
  const written = [headOf(error), ...shown.map(call => `    ${asWritten(call)}`)].join('\n');
  recorded.set(error, { written, calls: lines });
  return written;
}

/** What V8 writes before the calls. */
function headOf(error: object): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** The lines of a stack after its message, which may itself have lines that look like calls. */
function callLines(stack: string, message: string): string[] {
  const head = stack.indexOf(message);
  const body = message !== '' && head >= 0 ? stack.slice(head + message.length) : stack;
  return body
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .map(line => line.trim());
}

function readCall(text: string, sources: CompiledSources): StackCall {
  const [, name = '', path = '', line, column] = CALL.exec(text) ?? [];
  const script = path.replace(/^async /, '').replace(/^file:\/\//, '');
  return { text, name, script, place: path ? sources.find(script, Number(line), Number(column)) : null };
}

/** A cell's text and the function that tslab wraps around it produce two calls for one position. */
function isSamePlace({ place }: StackCall, other: StackCall | undefined): boolean {
  return (
    place?.name === other?.place?.name && place?.line === other?.place?.line && place?.column === other?.place?.column
  );
}

/** Whether a call is none of the user's and none of a library's. */
function isKernels({ script }: StackCall): boolean {
  return OURS.test(script) || KERNEL.some(folder => script.startsWith(folder));
}

function asWritten(call: StackCall): string {
  if (!call.place) return call.text;
  const { name, line, column } = call.place;
  const where = name.startsWith('cell ') ? `${name}, line ${line}` : `${name}:${line}:${column}`;
  const caller = callerName(call);
  return caller ? `at ${caller} (${where})` : `at ${where}`;
}

/** The function's name, if the user gave it one. */
export function callerName({ name }: StackCall): string {
  const plain = name
    .replace(/^async /, '')
    .replace(/^(?:Object|Proxy|Module|exports)\./, '')
    .replace(/ \[as .*\]$/, '')
    .replace(/^(?:Timeout|Immediate)\._on\w+$/, '');
  return /<\w+>|^$|^eval$/.test(plain) ? '' : plain;
}
