/**
 * Node's worker threads.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
// the module's timers, because a notebook kernel replaces the global ones by timers that an interrupt cancels
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';
import type { NoWorkers, WorkerHost, WorkerListeners, WorkerThread } from './worker-host.js';

/** The program of the threads: an entry of the build, relative to `dist/platform/node.js`, which contains this file. */
const PROGRAM = new URL('../series-worker.js', import.meta.url);

/** The host; none if the program cannot be found: among the TypeScript sources, or in another bundle. */
export function nodeWorkerHost(): WorkerHost | NoWorkers {
  if (PROGRAM.protocol !== 'file:' || !existsSync(fileURLToPath(PROGRAM)))
    return {
      why: `their program (${PROGRAM.href}) is missing. A bundler must not bundle the package 'skyframe': declare it as external`,
      isFault: true,
    };
  return { cores: availableParallelism(), start, listen, after };
}

function start({ onMessage, onEnd }: WorkerListeners): WorkerThread {
  // without the options of the process: --input-type and similar ones do not apply
  const worker = new Worker(PROGRAM, { execArgv: [] });
  let reason = '';
  worker.unref();
  worker.on('message', onMessage);
  worker.on('error', error => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', code => onEnd(reason || `exit code ${code}`));
  return {
    post: message => worker.postMessage(message),
    keepAlive: isBusy => (isBusy ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
}

function listen(onMessage: (message: unknown, answer: (message: unknown) => void) => void): void {
  const port = parentPort;
  port?.on('message', message => onMessage(message, answer => port.postMessage(answer)));
}

function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}
