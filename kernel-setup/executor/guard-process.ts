/**
 * Keeps a cell from ending the process by accident.
 *
 * @module
 */

/** Shows an error that no cell waits for. */
type StrayListener = (kind: string, thrown: unknown) => void;

/**
 * Reports forgotten rejections and errors in callbacks instead of dying of them, and refuses
 * `process.exit`. Gives back how to end the guard.
 */
export function guardProcess(onStray: StrayListener): () => void {
  const onRejection = (reason: unknown): void => onStray('A promise that nobody awaited was rejected', reason);
  const onException = (error: unknown): void => onStray('An error in a callback', error);
  const exit = process.exit;
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  process.exit = (): never => {
    throw new Error('process.exit() would end the notebook; use Kernel > Restart, or just let the cell end');
  };
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
    process.exit = exit;
  };
}
