/**
 * Ends this process and those that its cells started when its parent has ended.
 *
 * On POSIX systems the supervisor's guard does that too, even while a cell's loop keeps this process busy
 * (`kernel/process-group.ts`). Windows ends the processes that a cell started itself with this one.
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
  process.on('disconnect', endGroup);
  if (process.platform === 'win32') new Worker(WATCH, { eval: true, stdin: false }).unref();
}

/** Ends the group that this process leads, with this process. */
export function endGroup(): void {
  try {
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL'); // it was started otherwise, and leads none
  }
}
