import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isIdle, KernelClient, printed, type Received } from '../../kernel/client.js';

let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});

afterAll(async () => {
  await kernel.close();
});

const outputsOf = (published: readonly Received[]): unknown[] =>
  published
    .filter(({ type }) => !['status', 'execute_input'].includes(type))
    .map(({ type, content }) => (type === 'stream' ? `${content['name']}: ${content['text']}` : type));

describe('no output is lost', () => {
  test('from 20,000 prints in a cell', async () => {
    const { published } = await kernel.execute("for (let i = 0; i < 20_000; i++) console.log('line', i)");
    const lines = printed(published).split('\n');
    expect(lines).toHaveLength(20_001);
    expect(lines.slice(0, -1).findIndex((line, i) => line !== `line ${i}`)).toBe(-1);
    expect(published.length).toBeLessThan(100);
  });

  test('from 50 MB in pieces of varying size', async () => {
    const { published } = await kernel.execute(
      'let seed = 7, size = 0;\nfor (let i = 0; size < 50e6; i++) {\n  seed = (seed * 48271) % 2147483647;\n' +
        "  const text = i + ' ' + 'x'.repeat(seed % 40_000) + '\\n';\n  process.stdout.write(text);\n  size += text.length;\n}\nsize",
    );
    const text = printed(published);
    const size = published.find(({ type }) => type === 'execute_result')?.content['data'];
    expect(size).toEqual({ 'text/plain': String(text.length) });
    const numbers = text
      .split('\n')
      .slice(0, -1)
      .map(line => Number.parseInt(line, 10));
    expect(numbers.findIndex((number, i) => number !== i)).toBe(-1);
  });

  test('from a single display of 20 MB', async () => {
    const { published } = await kernel.execute(
      "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'y'.repeat(20e6) }) }); 0",
    );
    const shown = published.find(({ type }) => type === 'display_data')?.content['data'] as Record<string, string>;
    expect(shown['text/plain']).toHaveLength(20e6);
  });

  test('or reordered between both streams and displays', async () => {
    const { published } = await kernel.execute(
      "for (let i = 0; i < 100; i++) {\n  console.log('out', i);\n  console.log('more');\n  console.error('err', i);\n" +
        '  if (i % 10 === 0) display(i);\n}',
    );
    const wanted = Array.from({ length: 100 }, (_, i) => [
      `stdout: out ${i}\nmore\n`,
      `stderr: err ${i}\n`,
      ...(i % 10 === 0 ? ['display_data'] : []),
    ]).flat();
    expect(outputsOf(published)).toEqual(wanted);
  });

  test('from 600 cells sent at once, each with its own execution count', async () => {
    const first = Number((await kernel.execute('0')).reply.content['execution_count']) + 1;
    const ids = Array.from({ length: 600 }, (_, i) => kernel.sendCell(`console.log('cell ${i}')`));
    await kernel.until(() => kernel.publishedFor(ids[599]).some(isIdle), 120_000);
    const all = await Promise.all(ids.map(id => kernel.finish(id)));
    expect(all.map(({ reply }) => reply.content['execution_count'])).toEqual(ids.map((_, i) => first + i));
    expect(all.map(({ published }) => printed(published))).toEqual(ids.map((_, i) => `cell ${i}\n`));
    expect(new Set(all.map(({ published }) => published.map(({ type }) => type).join()))).toEqual(
      new Set(['status,execute_input,stream,status']),
    );
  }, 120_000);
});

describe('a cell that prints endlessly', () => {
  test('can be interrupted repeatedly, keeps the variables, and does not grow either process', async () => {
    await kernel.execute('const kept = 5;');
    const executor = Number(await resultOf(kernel, 'process.pid'));
    const before = [kernel.memory(), kernel.memory(executor)];
    for (let turn = 0; turn < 4; turn++) {
      const id = kernel.sendCell("for (let i = 0; ; i++) console.log('still here', i);");
      await kernel.until(() => kernel.publishedFor(id).length > 100);
      await kernel.ask('interrupt_request', {}, 'control');
      expect((await kernel.finish(id)).reply.content).toMatchObject({ status: 'error', ename: 'Interrupted' });
      const lines = printed(kernel.publishedFor(id)).split('\n').slice(0, -1);
      expect(lines.findIndex((line, i) => line !== `still here ${i}`)).toBe(-1);
    }
    expect(await resultOf(kernel, 'kept')).toBe('5');
    expect(kernel.memory() - before[0]).not.toBeGreaterThan(150e6);
    expect(kernel.memory(executor) - before[1]).not.toBeGreaterThan(300e6);
  });

  test('waits for a front end that stops reading, and continues when it resumes', async () => {
    const other = await KernelClient.start({ readsAhead: 20 });
    try {
      const line = "'z'.repeat(99_999)";
      await other.execute(line);
      const [before, executor] = [other.memory(), Number(await resultOf(other, 'process.pid'))];
      other.pauseReading();
      const id = other.sendCell(`for (let i = 0; i < 800; i++) console.log(${line});`);
      await new Promise(resolve => setTimeout(resolve, 1500));
      // 80 MB are pending, and neither process may buffer them
      expect(other.memory() - before).not.toBeGreaterThan(60e6);
      expect(other.memory(executor)).not.toBeGreaterThan(500e6);
      expect(other.reply(id)).toBeUndefined();
      other.resumeReading();
      await other.until(() => other.publishedFor(id).some(isIdle), 60_000);
      expect(printed(other.publishedFor(id))).toHaveLength(800 * 100_000);
    } finally {
      await other.close();
    }
  });
});

async function resultOf(client: KernelClient, code: string): Promise<string> {
  const { published } = await client.execute(code);
  const result = published.find(({ type }) => type === 'execute_result')!;
  return (result.content['data'] as Record<string, string>)['text/plain'];
}
