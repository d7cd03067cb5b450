/**
 * Starts a kernel like a front end and waits for the reply to its first cell, using only zeromq.
 */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

const fromTslab = createRequire(createRequire(import.meta.url).resolve('tslab/package.json'));
const KEY = 'bench';
/** Time limit for the reply of a kernel [ms]. */
const PATIENCE = 60_000;

/** Seconds from starting `node WORDS... CONNECTION_FILE` to the reply to a cell. */
export async function kernelStart(folder, words) {
  const { Dealer } = fromTslab('zeromq');
  const names = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'];
  const ports = Object.fromEntries(await Promise.all(names.map(async name => [name, await freePort()])));
  const file = join(folder, `connection-${randomUUID()}.json`);
  const connection = { transport: 'tcp', ip: '127.0.0.1', key: KEY, signature_scheme: 'hmac-sha256', ...ports };
  writeFileSync(file, JSON.stringify(connection));
  const shell = new Dealer({ receiveTimeout: PATIENCE });
  shell.connect(`tcp://127.0.0.1:${ports.shell_port}`);
  const start = performance.now();
  const kernel = spawn(process.execPath, [...words, file], { cwd: folder, stdio: 'ignore' });
  try {
    const content = { code: '1', silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    await shell.send(signed('execute_request', content));
    while (typeOf(await shell.receive()) !== 'execute_reply');
    return (performance.now() - start) / 1000;
  } finally {
    shell.close();
    kernel.kill('SIGKILL');
  }
}

function signed(type, content) {
  const header = { msg_id: randomUUID(), msg_type: type, session: 'bench', username: '', date: '', version: '5.3' };
  const parts = [header, {}, {}, content].map(part => JSON.stringify(part));
  const hmac = createHmac('sha256', KEY);
  for (const part of parts) hmac.update(part);
  return ['<IDS|MSG>', hmac.digest('hex'), ...parts];
}

function typeOf(frames) {
  const at = frames.findIndex(frame => String(frame) === '<IDS|MSG>');
  return JSON.parse(String(frames[at + 2])).msg_type;
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
