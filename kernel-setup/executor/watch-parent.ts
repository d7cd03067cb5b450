/**
 * Ends this process when its parent has ended, even while a cell's loop keeps it busy.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';

/** A separate thread checks once per second, independent of this thread's event loop. */
const WATCH = `
const { ppid } = process;
setInterval(() => { if (process.ppid !== ppid) process.kill(process.pid, 'SIGKILL'); }, 1000);
`;

/** Starts the watch. It does not keep the process alive. */
export function watchParent(): void {
  new Worker(WATCH, { eval: true, stdin: false }).unref();
}
