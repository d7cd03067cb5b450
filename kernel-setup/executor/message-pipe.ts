/**
 * The executor's end of the pipe to its supervisor.
 *
 * @module
 */
import { writeSync } from 'node:fs';
import { type ExecutorMessage, MESSAGE_PIPE } from './executor-protocol.js';
import { endGroup } from './watch-parent.js';

/**
 * Sends a message; returns when it is in the pipe, which may be as late as the front end is slow.
 *
 * An interrupt may stop this halfway: the next message begins a new line, and the partial one is ignored.
 */
export function sendMessage(message: ExecutorMessage): void {
  const bytes = Buffer.from(`\n${JSON.stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length; ) sent += writeSome(bytes.subarray(sent));
}

const pause = new Int32Array(new SharedArrayBuffer(4));

function writeSome(bytes: Buffer): number {
  try {
    return writeSync(MESSAGE_PIPE, bytes);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EPIPE') endGroup(); // the supervisor has ended
    if (code !== 'EAGAIN') throw error;
    Atomics.wait(pause, 0, 0, 2); // a full pipe that does not block: some systems have such
    return 0;
  }
}
