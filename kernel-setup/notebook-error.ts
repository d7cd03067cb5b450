/**
 * A notebook or a request that cannot be served; the message is for the user, its stack is not.
 *
 * @module
 */

/** Thrown for a bad notebook file, parameter or command. */
export class NotebookError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'NotebookError';
  }
}
