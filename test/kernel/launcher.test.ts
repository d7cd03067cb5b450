/**
 * The launcher in the kernelspec's folder: starts the project's kernel, or tells in the front end why it cannot.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Dealer, Request, Subscriber } from 'zeromq';

const program = fileURLToPath(new URL('../../bin/skyframe.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'skyframe-launcher-'));
const spec = join(folder, 'share', 'jupyter', 'kernels', 'skyframe');
const launcher = join(spec, 'launcher.js');
const KEY = 'launcher-test';
const channels = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'] as const;
const connectionFile = join(folder, 'connection.json');
let ports: number[];
let child: ChildProcess | null = null;

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, [program, 'kernel', 'install', '--prefix', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  ports = await Promise.all(channels.map(freePort));
  const connection = { transport: 'tcp', ip: '127.0.0.1', key: KEY, signature_scheme: 'hmac-sha256' };
  writeFileSync(
    connectionFile,
    JSON.stringify({ ...connection, ...Object.fromEntries(channels.map((name, i) => [name, ports[i]])) }),
  );
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Lets the kernelspec name another project. */
function pointTo(root: string, kernel: string): void {
  writeFileSync(join(spec, 'project.json'), JSON.stringify({ root, program: kernel }));
}

/** Starts the launcher and gives what it first writes to stderr. */
async function startLauncher(): Promise<string> {
  const started = spawn(process.execPath, [launcher, connectionFile], { stdio: ['ignore', 'ignore', 'pipe'] });
  child = started;
  return new Promise(resolve => started.stderr.once('data', data => resolve(String(data))));
}

function request(type: string, content: object, key = KEY): { id: string; frames: string[] } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session: 's',
    username: 'u',
    date: '2020-01-01T00:00:00Z',
    version: '5.3',
  };
  const parts = [header, {}, {}, content].map(part => JSON.stringify(part));
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return { id, frames: ['<IDS|MSG>', hmac.digest('hex'), ...parts] };
}

interface Message {
  readonly type: string;
  readonly parent: string;
  readonly content: Record<string, unknown>;
}

/** Reads a message and checks its signature with the peer's own arithmetic. */
function read(frames: Buffer[]): Message {
  const [signature, ...parts] = frames.slice(frames.findIndex(frame => String(frame) === '<IDS|MSG>') + 1);
  const hmac = createHmac('sha256', KEY);
  for (const part of parts) hmac.update(part);
  expect(String(signature)).toBe(hmac.digest('hex'));
  const [header, parent, , content] = parts.map(part => JSON.parse(String(part)));
  return { type: header.msg_type, parent: parent.msg_id, content };
}

test('a front end is told by every cell that the project is gone and what to do', async () => {
  pointTo(join(folder, 'moved'), join(folder, 'moved', 'kernel.js'));
  expect(await startLauncher()).toContain(`no longer in ${join(folder, 'moved')}`);
  const shell = new Dealer({ receiveTimeout: 10_000 });
  const iopub = new Subscriber({ receiveTimeout: 10_000 });
  const heartbeat = new Request({ receiveTimeout: 10_000 });
  shell.connect(`tcp://127.0.0.1:${ports[0]}`);
  iopub.connect(`tcp://127.0.0.1:${ports[1]}`);
  iopub.subscribe();
  heartbeat.connect(`tcp://127.0.0.1:${ports[4]}`);
  await heartbeat.send('ping');
  expect(String((await heartbeat.receive())[0])).toBe('ping');

  const forged = request('execute_request', { code: '0' }, 'wrong key');
  const info = request('kernel_info_request', {});
  await shell.send(forged.frames);
  const garbled = ['no json', '{}', '{}', '{}'];
  await shell.send([
    '<IDS|MSG>',
    garbled.reduce((hmac, part) => hmac.update(part), createHmac('sha256', KEY)).digest('hex'),
    ...garbled,
  ]);
  await shell.send(info.frames);
  const answer = read(await shell.receive());
  expect(answer).toMatchObject({ type: 'kernel_info_reply', parent: info.id, content: { status: 'ok' } });

  const big = '// '.padEnd(70_000, 'x'); // longer than a short frame
  for (const count of [1, 2]) {
    const cell = request('execute_request', { code: big });
    await shell.send(cell.frames);
    const reply = read(await shell.receive());
    expect(reply).toMatchObject({ type: 'execute_reply', parent: cell.id });
    expect(reply.content).toMatchObject({ status: 'error', ename: 'SkyframeNotFound', execution_count: count });
    expect(String(reply.content['evalue'])).toContain('npx skyframe kernel install');
    const published: Message[] = [];
    while (published.at(-1)?.content['execution_state'] !== 'idle') {
      const message = read(await iopub.receive());
      if (message.parent === cell.id) published.push(message);
    }
    expect(published.map(({ type }) => type)).toEqual(['status', 'execute_input', 'error', 'status']);
  }

  await shell.send(request('shutdown_request', { restart: false }).frames);
  expect(read(await shell.receive()).type).toBe('shutdown_reply');
  await new Promise(resolve => child?.once('exit', resolve));
  expect(child?.exitCode).toBe(0);
  for (const socket of [shell, iopub, heartbeat]) socket.close();
});

test('a project that is not built and one without packages say so', async () => {
  const root = join(folder, 'clone');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{}');
  pointTo(root, join(root, 'dist', 'kernel.js'));
  expect(await startLauncher()).toMatch(/is not built[\s\S]*npm run build/);
  child?.kill('SIGKILL');
  writeFileSync(join(root, 'dist', 'kernel.js'), '');
  expect(await startLauncher()).toMatch(/packages of Skyframe in .* are not installed[\s\S]*npm ci/);
});

test('a build that cannot be loaded says why', async () => {
  const root = join(folder, 'broken');
  mkdirSync(join(root, 'node_modules', 'tslab'), { recursive: true });
  for (const name of ['package.json', 'node_modules/tslab/package.json']) writeFileSync(join(root, name), '{}');
  writeFileSync(join(root, 'kernel.mjs'), "import './gone.mjs';");
  pointTo(root, join(root, 'kernel.mjs'));
  expect(await startLauncher()).toMatch(/cannot be loaded: Cannot find module .*gone\.mjs/);
});

test('the files in the folder need nothing from elsewhere', () => {
  for (const name of ['launcher.js', 'stand-in-kernel.js', 'small-socket.js']) {
    const imports = [...readFileSync(join(spec, name), 'utf8').matchAll(/(?:from |import\()'([^']+)'/g)].map(
      match => match[1],
    );
    for (const id of imports) expect(id).toMatch(/^node:|^\.\/(stand-in-kernel|small-socket)\.js$/);
    expect(imports.length).toBeGreaterThan(0);
  }
});

test('without a connection file it ends with words', () => {
  pointTo(join(folder, 'moved'), 'none');
  const copy = join(folder, 'copied spec');
  cpSync(spec, copy, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'launcher.js')], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('npx skyframe kernel install');
});
