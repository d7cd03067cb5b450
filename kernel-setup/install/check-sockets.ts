/**
 * Looks whether a port can be opened and a connection file be written.
 *
 * @module
 */
import { accessSync, constants, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Finding, reasonOf } from './finding.js';
import { runtimeFolder } from './jupyter-folders.js';
import type { Surroundings } from './surroundings.js';

/** What was found of ports and of Jupyter's runtime folder. */
export async function checkSockets(machine: Surroundings): Promise<Finding[]> {
  return [await checkPort(), checkRuntimeFolder(runtimeFolder(machine))];
}

function checkPort(): Promise<Finding> {
  return new Promise(resolve => {
    const server = createServer();
    server.on('error', error =>
      resolve({
        state: 'problem',
        what: `no port can be opened on 127.0.0.1: ${reasonOf(error)}`,
        advice: 'allow local connections: a firewall, container or sandbox refuses them',
      }),
    );
    server.listen(0, '127.0.0.1', () =>
      server.close(() => resolve({ state: 'good', what: 'a port can be opened on 127.0.0.1' })),
    );
  });
}

/** Writes there for a moment; a folder that is not there yet must be one that can be made. */
export function checkRuntimeFolder(folder: string): Finding {
  try {
    if (existsSync(folder)) rmSync(mkdtempSync(join(folder, 'skyframe-doctor-')), { recursive: true });
    else assertCanBeMade(folder);
    return { state: 'good', what: `Jupyter's runtime folder ${folder} can be written` };
  } catch (error) {
    return {
      state: 'problem',
      what: `Jupyter's runtime folder ${folder} cannot be written: ${reasonOf(error)}`,
      advice: 'make your user its owner, or set JUPYTER_RUNTIME_DIR to a folder that you can write',
    };
  }
}

function assertCanBeMade(folder: string): void {
  let parent = dirname(folder);
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent);
  if (!statSync(parent).isDirectory()) throw new Error(`${parent} is not a folder`);
  accessSync(parent, constants.W_OK);
}
