import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { timeLimit } from '../helpers/time-limits.js';
import { freePorts, PROGRAM } from './client.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyframe-start-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the kernel with a connection file that it is expected to reject. */
function start(connection: unknown): { status: number | null; stderr: string; stdout: string } {
  const path = join(folder, 'connection.json');
  writeFileSync(path, typeof connection === 'string' ? connection : JSON.stringify(connection));
  return run(path);
}

function run(...words: string[]): { status: number | null; stderr: string; stdout: string } {
  return spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8', timeout: timeLimit(60) });
}

async function connection(): Promise<Record<string, unknown>> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  return { ip: '127.0.0.1', key: 'k', shell_port, iopub_port, stdin_port, control_port, hb_port };
}

describe('a kernel that cannot start', () => {
  test.each(['shell_port', 'iopub_port', 'control_port', 'stdin_port', 'hb_port'])(
    'reports a port that is already in use: %s',
    async name => {
      const server = await new Promise<Server>(resolve => {
        const listening = createServer().listen(0, '127.0.0.1', () => resolve(listening));
      });
      const { port } = server.address() as AddressInfo;
      const { status, stderr, stdout } = start({ ...(await connection()), [name]: port });
      await new Promise(resolve => server.close(resolve));
      expect(stderr).toMatch(
        new RegExp(`^kernel: the \\w+ socket cannot listen at tcp://127.0.0.1:${port}: another program does.*\\n$`),
      );
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    },
  );

  test('reports a missing runtime folder', async () => {
    const { status, stderr } = start({ ...(await connection()), transport: 'ipc', ip: join(folder, 'none', 'kernel') });
    expect(stderr).toMatch(
      /^kernel: the \w+ socket cannot listen at ipc:.*\/none\/kernel-\d+: there is no such folder\.\n$/,
    );
    expect(status).toBe(1);
  });

  test('leaves no sockets behind if one of them cannot be opened', async () => {
    const runtime = join(folder, 'runtime');
    const wanted = await connection();
    mkdirSync(join(runtime, `kernel-${wanted['hb_port']}`), { recursive: true });
    const { status, stderr } = start({ ...wanted, transport: 'ipc', ip: join(runtime, 'kernel') });
    expect(stderr).toMatch(/^kernel: the heartbeat socket cannot listen at ipc:.*\n$/);
    expect(status).toBe(1);
    expect(readdirSync(runtime)).toEqual([`kernel-${wanted['hb_port']}`]);
  });

  test('reports what is wrong with its connection file', async () => {
    const good = await connection();
    expect(start('{').stderr).toMatch(/connection\.json: this is not a Jupyter connection file/);
    expect(start('[1]').stderr).toMatch(/shell_port should be a number from 1 to 65535, and is undefined/);
    expect(start({ ...good, hb_port: 70_000 }).stderr).toMatch(/hb_port should be .* and is 70000/);
    expect(start({ ...good, transport: 'pigeon' }).stderr).toMatch(/transport should be tcp or ipc, and is "pigeon"/);
    expect(start({ ...good, signature_scheme: 'hmac-md5' }).stderr).toMatch(/hmac-md5 are not supported/);
    expect(run(join(folder, 'nowhere.json'))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/nowhere\.json: Jupyter's connection file cannot be read \(ENOENT\)\n$/),
    });
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringMatching(/usage: kernel-process CONNECTION_FILE/) });
  });
});
