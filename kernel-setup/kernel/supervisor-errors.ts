/**
 * The errors that the supervisor itself shows in a cell.
 *
 * @module
 */
import type { ErrorContent } from '../messages.js';

/** The cell did not stop, so its process was ended. */
export function replacedError(): ErrorContent {
  return errorOf(
    'Interrupted',
    'The cell did not stop within a second, so a fresh process has taken its place: all variables are gone. ' +
      'Run the cells above again.',
  );
}

/** The process ended by itself: out of memory, a crash of native code, or someone ended it. */
export function endedError(how: string): ErrorContent {
  return errorOf(
    'KernelProcessEnded',
    `The process that runs the cells ended (${how}); a fresh one has taken its place: all variables are gone. ` +
      'Run the cells above again. If it ran out of memory, work on fewer frames at a time.',
  );
}

/** A request of a kind that the kernel does not know. */
export function unknownRequest(type: string): ErrorContent {
  return errorOf('UnknownRequest', `The kernel does not know messages of the type ${type}.`);
}

/** A defect of ours. */
export function unexpectedError(error: unknown): ErrorContent {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { ename: 'KernelError', evalue: words.split('\n')[0], traceback: words.split('\n') };
}

function errorOf(ename: string, evalue: string): ErrorContent {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
