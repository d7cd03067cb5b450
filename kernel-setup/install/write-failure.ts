/**
 * What to say when a folder cannot be written.
 *
 * @module
 */
import { NotebookError } from '../notebook-error.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there; choose another place (--user, --sys-prefix, --prefix DIR)',
  EPERM: 'no permission to write there; choose another place (--user, --sys-prefix, --prefix DIR)',
  EROFS: 'the disk is read-only; choose a place elsewhere (--prefix DIR)',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'there is a file where a folder is needed',
  EEXIST: 'there is a file where a folder is needed',
};

/** The error for the command line: what could not be done, the system's reason, what to do. */
export function writeFailure(what: string, error: unknown): NotebookError {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const reason = error instanceof Error ? error.message : String(error);
  const advice = REASONS[code];
  return new NotebookError(`${what}: ${advice ? `${advice} (${reason})` : reason}`, { cause: error });
}
