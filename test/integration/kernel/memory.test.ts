import { expect, test } from 'vitest';
import { KernelClient } from '../../kernel/client.js';

/** Collects garbage in the executor and returns its resident memory and live heap [bytes]. */
const MEASURE = `
const measured = (() => {
  const { runInNewContext } = require('node:vm') as any;
  (require('node:v8') as any).setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { rss, heapUsed } = process.memoryUsage();
  return rss + ' ' + heapUsed;
})();
measured`;

test('memory stays flat after the first cells', async () => {
  const kernel = await KernelClient.start();
  try {
    const run = async (from: number, to: number): Promise<void> => {
      const ids: string[] = [];
      for (let i = from; i < to; i++)
        ids.push(kernel.sendCell(`const value${i} = [1, 2, 3].map(x => x + ${i});\nvalue${i}`));
      for (const id of ids) await kernel.finish(id);
    };
    const measure = async (): Promise<{ resident: number; heap: number; supervisor: number }> => {
      const { published } = await kernel.execute(MEASURE);
      const result = published.find(({ type }) => type === 'execute_result')!.content['data'];
      const [resident, heap] = (result as Record<string, string>)['text/plain']
        .replaceAll("'", '')
        .split(' ')
        .map(Number);
      return { resident, heap, supervisor: kernel.memory() };
    };
    await run(0, 80);
    const before = await measure();
    await run(80, 200);
    const after = await measure();
    expect(after.heap - before.heap).toBeLessThan(6e6); // each cell's declaration and source take about 10 kB
    expect(after.resident - before.resident).toBeLessThan(45e6);
    expect(after.supervisor - before.supervisor).not.toBeGreaterThan(30e6);
  } finally {
    await kernel.close();
  }
});
