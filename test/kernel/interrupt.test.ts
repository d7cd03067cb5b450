/**
 * Interrupts, sent over the sockets and through both processes of the kernel.
 *
 * These tests do not measure time; test/bench/interrupt.bench.mjs does. A cell that can stop gets all the time it
 * needs; a cell that cannot is run on a kernel with a short interrupt timeout.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Exchange, type KernelClient, printed } from './client.js';
import { useKernel } from './use-kernel.js';

const SAMPLES = fileURLToPath(new URL('../../data-samples/rr-lyrae/', import.meta.url));

/** The frames of a night sixty times over: too many to be measured during the test. */
const many = mkdtempSync(join(tmpdir(), 'skyframe-many-'));

const OPEN_MANY = `
import { openSeries } from 'skyframe';
const many = (await openSeries('${many}/*.fits')).where(h => h.imagetyp === 'light');
const few = (await openSeries('${SAMPLES}*.fits')).where(h => h.imagetyp === 'light');
`;

/** A marker file written by cells whose loop leaves no time for printed output to arrive. */
const mark = join(many, 'started');
const STARTED = `require('node:fs').writeFileSync('${mark}', '');`;

/** Interrupt timeout for cells that cannot stop [ms]. */
const SHORT_PATIENCE = 300;

let kernel: KernelClient;
const take = (client: KernelClient): void => {
  kernel = client;
};

beforeAll(() => {
  const frames = readdirSync(SAMPLES).filter(file => file.endsWith('.fits'));
  for (let k = 0; k < 60; k++) for (const file of frames) symlinkSync(join(SAMPLES, file), join(many, `${k}-${file}`));
});

afterAll(() => rmSync(many, { recursive: true }));

/** Runs a cell until it has printed `in` or written the marker file, then interrupts it. */
async function interrupted(code: string): Promise<Exchange> {
  rmSync(mark, { force: true });
  const id = kernel.sendCell(code);
  await kernel.until(() => existsSync(mark) || printed(kernel.publishedFor(id)).includes('in'));
  const stopped = await kernel.ask('interrupt_request', {}, 'control');
  expect(stopped.reply).toMatchObject({ type: 'interrupt_reply', content: { status: 'ok' } });
  return kernel.finish(id);
}

async function resultOf(code: string): Promise<unknown> {
  const { published } = await kernel.execute(code);
  const result = published.find(({ type }) => type === 'execute_result');
  return (result?.content['data'] as Record<string, unknown> | undefined)?.['text/plain'];
}

/** Expects that the cell was interrupted, its variables are kept, and the kernel still works. */
async function expectKept({ reply }: Exchange): Promise<void> {
  expect(reply.content).toMatchObject({ status: 'error', ename: 'Interrupted' });
  expect(String(reply.content['evalue'])).toMatch(/are kept/);
  expect(await resultOf('kept')).toBe('11');
}

/** Expects that the cell reports the loss of all variables, they are gone, and the kernel still works. */
async function expectLost({ reply, published }: Exchange): Promise<void> {
  expect(reply.content).toMatchObject({ status: 'error', ename: 'Interrupted' });
  expect(String(reply.content['evalue'])).toMatch(/all variables are gone/);
  expect(published.find(({ type }) => type === 'error')?.content).toMatchObject({ ename: 'Interrupted' });
  expect(await resultOf("typeof (globalThis as { there?: unknown }).there + ' ' + (6 * 7)")).toBe("'undefined 42'");
  const { reply: missing } = await kernel.execute('kept');
  expect(String(missing.content['evalue'])).toMatch(/Cannot find name 'kept'/);
}

/** Expects that a counter incremented by a cell no longer changes. */
async function expectStill(name: string): Promise<void> {
  const before = await resultOf(name);
  await kernel.execute('await new Promise(resolve => setTimeout(resolve, 150))');
  expect(await resultOf(name)).toBe(before);
  expect(Number(before)).toBeGreaterThan(0);
}

describe('an interrupt stops, keeping the variables,', () => {
  useKernel(take);
  beforeEach(async () => {
    await kernel.execute('var kept = 11;');
  });

  test('a synchronous loop', async () => {
    await expectKept(await interrupted(`${STARTED} for (;;) {}`));
  });

  test('a loop that awaits timers, for good', async () => {
    await kernel.execute('var turns = 0;');
    const code = "console.log('in'); for (;;) { await new Promise(resolve => setTimeout(resolve, 5)); turns++; }";
    await expectKept(await interrupted(code));
    await expectStill('turns');
  });

  test('a loop on node:timers/promises, for good', async () => {
    await kernel.execute("import { setTimeout as sleep } from 'node:timers/promises';\nvar sleeps = 0;");
    await expectKept(await interrupted("for (;;) { await sleep(5); sleeps++; console.log('in'); }"));
    await expectStill('sleeps');
  });

  test('a loop that awaits file reads, for good', async () => {
    await kernel.execute("import { readFile } from 'node:fs/promises';\nvar reads = 0;");
    const code = "console.log('in'); for (;;) { await readFile('/dev/null'); reads++; }";
    await expectKept(await interrupted(code));
    await expectStill('reads');
  });

  test('a cell that waits for the ambient signal used by the library', async () => {
    const stopped = await interrupted(
      "const { signal } = (globalThis as any)[Symbol.for('skyframe.ambient')];\nconsole.log('in');\n" +
        "await new Promise((_, reject) => signal.addEventListener('abort', () => { console.log('asked to stop'); reject(new Error('stopped')); }));",
    );
    expect(stopped.reply.content['ename']).toBe('Interrupted');
    expect(printed(stopped.published)).toBe('in\nasked to stop\n');
  });

  test('a measurement in several threads, which work again afterwards', async () => {
    await kernel.execute(OPEN_MANY);
    const measure = (series: string): string =>
      `const m = await ${series}.measure([{ x: 100, y: 100 }], { radius: 5, workers: 2, ` +
      "progress: ({ done }) => { if (done === 3) console.log('in'); } }); m.length";
    await expectKept(await interrupted(measure('many')));
    expect(await resultOf(`${measure('few')} === few.length`)).toBe('true');
  });

  test('a measurement in the main thread, which can be started again', async () => {
    await kernel.execute(OPEN_MANY);
    await kernel.execute('const science = many.align();');
    const code =
      "await science.alignment({ workers: 1, progress: ({ done }) => { if (done === 3) console.log('in'); } });";
    await expectKept(await interrupted(code));
    await expectKept(await interrupted(code));
  });

  test('timers left running by the last cell', async () => {
    await kernel.execute('var ticks = 0;');
    await kernel.execute('setInterval(() => ticks++, 5); await new Promise(resolve => setTimeout(resolve, 100));');
    await kernel.ask('interrupt_request', {}, 'control');
    await expectStill('ticks');
  });
});

describe('an interrupt stops, by replacing the process if necessary,', () => {
  useKernel(take, { interruptPatience: SHORT_PATIENCE });
  beforeEach(async () => {
    await kernel.execute('var kept = 11;');
  });

  test('a synchronous loop after an await', async () => {
    await expectLost(await interrupted(`await 1; ${STARTED} for (;;) {}`));
  });

  test('a loop in a timer callback that the cell awaits', async () => {
    await expectLost(await interrupted(`await new Promise(() => setTimeout(() => { ${STARTED} for (;;) {} }, 10));`));
  });

  test('a loop in a function defined by the cell', async () => {
    await kernel.execute("import { readFile } from 'node:fs/promises';");
    const code =
      "async function forever() { for (;;) await readFile('/dev/null'); }\nconsole.log('in'); await forever();";
    await expectLost(await interrupted(code));
  });

  test('a loop that catches all errors', async () => {
    const code =
      "import { setTimeout as sleep } from 'node:timers/promises';\nconsole.log('in');\n" +
      'for (;;) { try { await sleep(5); } catch {} }';
    await expectLost(await interrupted(code));
  });

  test('a loop in a callback while no cell is running, with a message', async () => {
    rmSync(mark, { force: true });
    const cell = `console.log('set'); setTimeout(() => { ${STARTED} for (;;) {} }, 10);`;
    const { published, reply } = await kernel.execute(cell);
    expect(printed(published)).toContain('set');
    await kernel.until(() => existsSync(mark));
    await kernel.ask('interrupt_request', {}, 'control');
    expect(await resultOf('6 * 7')).toBe('42');
    expect(printed(kernel.publishedFor(reply.parentId), 'stderr')).toMatch(/all variables are gone/);
  });
});
