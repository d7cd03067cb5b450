/**
 * The program that the kernelspec names: `node kernel-process.js CONNECTION_FILE`.
 *
 * @module
 */

import { Supervisor } from './supervisor.js';
import { readConnection } from './wire/connection.js';

/** How often the parent is looked for [ms]. */
const PARENT_CHECK = 1000;

async function main(): Promise<void> {
  const path = process.argv[2];
  if (!path) throw new Error('usage: kernel-process CONNECTION_FILE (passed by Jupyter)');
  const end = async (): Promise<void> => {
    await supervisor.close();
    process.exit(0);
  };
  const supervisor = new Supervisor(readConnection(path), end);
  process.on('SIGINT', () => {}); // Ctrl-C in Jupyter's terminal is Jupyter's to answer
  process.on('SIGTERM', end);
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) void end(); // Jupyter has ended without notice
  }, PARENT_CHECK).unref();
  await supervisor.start();
}

main().catch(error => {
  console.error(`kernel: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
