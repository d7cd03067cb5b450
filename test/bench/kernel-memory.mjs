/**
 * Memory of the executor process over many cells. It should stay flat after the first hundred.
 *
 *   node bin/bootstrap.mjs && node test/bench/kernel-memory.mjs [cells, default 500]
 *
 * Each line shows the resident memory before and after a garbage collection, and the live heap.
 */
import { join } from 'node:path';
import { fromSources } from './tools/from-sources.mjs';

const root = join(import.meta.dirname, '../..');
const { ExecutorChild } = await fromSources('executor-child', ['kernel-setup/kernel/executor-child.ts']);
process.chdir(join(root, 'notebooks'));

const cells = Number(process.argv[2] ?? 500);

/** Every cell declares new names, so that the compiler state grows as in real work. */
const workloads = {
  'a new variable per cell': i => `const value${i} = [1, 2, 3].map(x => x + ${i});\nvalue${i}`,
  'the same variable again': i => `const value = [1, 2, 3].map(x => x + ${i});\nvalue`,
  'a table derived and shown': i =>
    i === 1
      ? "import { Table } from 'skyframe';\nlet stars = Table.fromColumns({ flux: new Float64Array(1000).fill(2), x: new Float64Array(1000) });"
      : `const next = stars.derive({ flux: row => row.flux + ${i} }).head(20);\nconsole.log('cell', ${i});\nnext`,
};

const MEASURE = `
const measured = (() => {
  const { runInNewContext } = require('node:vm') as any;
  (require('node:v8') as any).setFlagsFromString('--expose-gc');
  const before = process.memoryUsage().rss;
  runInNewContext('gc')();
  const { rss, heapUsed } = process.memoryUsage();
  return [before, rss, heapUsed].map(bytes => bytes / 1e6);
})();
measured.join(' ')`;

for (const [name, code] of Object.entries(workloads)) {
  console.log(`${name}:`);
  let result = '';
  const executor = new ExecutorChild({
    onOutput: ({ type, content }) => {
      if (type === 'execute_result') result = content.data['text/plain'];
    },
    onComm() {},
    onInput() {},
    onPrinted() {},
    onEnd() {},
  });
  executor.start();
  let count = 0;
  const run = async source => {
    const answer = await executor.ask('execute', { code: source, count: ++count });
    if (answer.status !== 'ok') throw new Error(answer.traceback.join('\n'));
  };
  const began = performance.now();
  for (let i = 1; i <= cells; i++) {
    await run(code(i));
    if (i % 100 !== 0) continue;
    await run(MEASURE);
    const [before, rss, heap] = result.replaceAll("'", '').split(' ').map(Number);
    const mean = (performance.now() - began) / i;
    console.log(
      `  ${i} cells: ${before.toFixed(0)} MB, ${rss.toFixed(0)} MB after collection, heap ${heap.toFixed(1)} MB; ${mean.toFixed(1)} ms per cell`,
    );
  }
  executor.close();
}
