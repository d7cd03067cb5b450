/**
 * What becomes of the processes that cells start: they end with the executor, however it ends.
 *
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KernelClient, printed } from './client.js';
import { useKernel } from './use-kernel.js';

/** Interrupt timeout for cells that cannot stop [ms]. */
const SHORT_PATIENCE = 300;

/** A cell that starts children of every kind and prints their numbers and its own. */
const START = `
import * as processes from 'node:child_process';
import { Worker } from 'node:worker_threads';
const pids: (number | undefined)[] = [process.pid];
pids.push(processes.spawn('sleep', ['1001']).pid);
pids.push(processes.spawn('sleep', ['1002'], { stdio: 'inherit' }).pid);
pids.push(processes.spawn('sleep', ['1003'], { stdio: 'ignore' }).pid);
pids.push(processes.exec('sleep 1004; true').pid);
pids.push(processes.execFile('sleep', ['1005']).pid);
pids.push(processes.fork('FOLDER/waits.mjs').pid);
const line = (source: any): Promise<number> => new Promise(resolve => source.once('data', (text: any) => resolve(Number(text))));
const shell = processes.spawn('sh', ['-c', 'sleep 1006 & echo $!; wait']);
pids.push(shell.pid, await line(shell.stdout));
const orphan = processes.spawn('sh', ['-c', '(trap "" HUP TERM INT; sleep 1007) >/dev/null 2>&1 & echo $!']);
pids.push(await line(orphan.stdout));
const worker = new Worker('const p = require("child_process").spawn("sleep", ["1008"]); require("worker_threads").parentPort.postMessage(p.pid)', { eval: true });
pids.push(await new Promise<number>(resolve => worker.once('message', resolve)));
console.log('pids ' + pids.join(' ') + '.');
`;

/** A cell's child that has a group of its own, and holds the executor's streams. */
const DETACHED = `
import { spawn as spawnAlone } from 'node:child_process';
const alone = spawnAlone('sleep', ['1009'], { detached: true, stdio: 'inherit' });
alone.unref();
console.log('pids ' + process.pid + ' ' + alone.pid + '.');
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyframe-children-'));
  writeFileSync(join(folder, 'waits.mjs'), 'setInterval(() => {}, 1000);');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts children in a cell; their numbers, the executor's first. */
async function startChildren(kernel: KernelClient, code = START): Promise<number[]> {
  const { published } = await kernel.execute(code.replace('FOLDER', folder));
  const pids = /pids ([\d ]+)\./.exec(printed(published))?.[1].split(' ').map(Number) ?? [];
  for (const pid of pids) expect(isAlive(pid)).toBe(true);
  expect(pids).toHaveLength(code === START ? 11 : 2);
  return pids;
}

/** Waits until all processes have ended. */
async function expectEnd(kernel: KernelClient, pids: readonly number[]): Promise<void> {
  await kernel.until(() => !pids.some(isAlive));
}

/** Starts a kernel for one test that ends it. */
async function withKernel(work: (kernel: KernelClient) => Promise<void>, options = {}): Promise<void> {
  const kernel = await KernelClient.start(options);
  try {
    await work(kernel);
  } finally {
    await kernel.close();
  }
}

describe.skipIf(process.platform === 'win32')('the children of a cell end', () => {
  let kernel: KernelClient;
  useKernel(
    running => {
      kernel = running;
    },
    { interruptPatience: SHORT_PATIENCE },
  );

  test('when the executor is killed', async () => {
    const pids = await startChildren(kernel);
    process.kill(pids[0], 'SIGKILL');
    await expectEnd(kernel, pids);
    await kernel.execute('1 + 1');
  });

  test.each(['process.abort();', 'process.reallyExit(3);', 'process.disconnect(); await new Promise(() => {});'])(
    'when the executor ends by %s',
    async code => {
      const pids = await startChildren(kernel);
      const { reply } = await kernel.execute(code.replace('process.reallyExit', '(process as any).reallyExit'));
      expect(reply.content).toMatchObject({ status: 'error' });
      await expectEnd(kernel, pids);
    },
  );

  test('when an interrupt replaces the executor', async () => {
    const pids = await startChildren(kernel);
    const id = kernel.sendCell(
      "import { setTimeout as sleep } from 'node:timers/promises';\nconsole.log('in');\n" +
        'for (;;) { try { await sleep(5); } catch {} }',
    );
    await kernel.until(() => printed(kernel.publishedFor(id)).includes('in'));
    await kernel.ask('interrupt_request', {}, 'control');
    await kernel.finish(id);
    await expectEnd(kernel, pids);
  });

  test('and go on when an interrupt stops the cell only', async () => {
    const pids = await startChildren(kernel);
    const id = kernel.sendCell("console.log('in'); await new Promise(() => {});");
    await kernel.until(() => printed(kernel.publishedFor(id)).includes('in'));
    await kernel.ask('interrupt_request', {}, 'control');
    expect(String((await kernel.finish(id)).reply.content['evalue'])).toMatch(/are kept/);
    for (const pid of pids) expect(isAlive(pid)).toBe(true);
  });

  test('but one that the cell detached goes on, and a new executor takes the place of the ended one', async () => {
    const [executor, alone] = await startChildren(kernel, DETACHED);
    try {
      process.kill(executor, 'SIGKILL');
      await kernel.until(() => !isAlive(executor));
      await kernel.execute('1 + 1'); // may come before the kernel knows
      const { reply } = await kernel.execute('1 + 1');
      expect(reply.content).toMatchObject({ status: 'ok' });
      expect(isAlive(alone)).toBe(true);
    } finally {
      process.kill(alone, 'SIGKILL');
    }
  });

  test('what they print is shown whole when the executor ends', async () => {
    const code = `
      import { spawnSync } from 'node:child_process';
      spawnSync('sh', ['-c', 'printf "caf\\\\303"; sleep 0.05; printf "\\\\251 to the end\\\\n"'], { stdio: 'inherit' });
      process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});`;
    const id = kernel.sendCell(code);
    await kernel.finish(id);
    await kernel.until(() => printed(kernel.publishedFor(id)).includes('café to the end\n'));
  });
});

describe.skipIf(process.platform === 'win32')('the children of a cell end with the kernel', () => {
  test('when it is shut down to be restarted', () =>
    withKernel(async kernel => {
      const pids = await startChildren(kernel);
      await kernel.ask('shutdown_request', { restart: true }, 'control');
      await expectEnd(kernel, pids);
    }));

  test.each(['SIGTERM', 'SIGHUP'] as const)('when it ends by %s', signal =>
    withKernel(async kernel => {
      const pids = await startChildren(kernel);
      kernel.process.kill(signal);
      await expectEnd(kernel, pids);
    }),
  );

  test('when it is killed while a cell is busy', () =>
    withKernel(async kernel => {
      const pids = await startChildren(kernel);
      const id = kernel.sendCell("console.log('in'); await new Promise(r => setTimeout(r, 100)); for (;;) {}");
      await kernel.until(() => printed(kernel.publishedFor(id)).includes('in'));
      kernel.process.kill('SIGKILL');
      await expectEnd(kernel, pids);
    }));

  test('when both of its processes are killed at once', () =>
    withKernel(async kernel => {
      const pids = await startChildren(kernel);
      kernel.process.kill('SIGSTOP'); // it can do nothing about the end of the executor
      process.kill(pids[0], 'SIGKILL');
      kernel.process.kill('SIGKILL');
      await expectEnd(kernel, pids);
    }));

  test('when its front end is killed', () =>
    withKernel(
      async kernel => {
        const pids = await startChildren(kernel);
        kernel.process.kill('SIGKILL');
        await expectEnd(kernel, pids);
      },
      { behindFrontEnd: true },
    ));
});

/** Whether a process is running. A zombie process counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'));
}
