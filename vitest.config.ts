import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { relatedSources, testFiles, testsRelatedTo } from './test/helpers/related-tests.js';
import { timeLimit } from './test/helpers/time-limits.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const platform = here('lib/platform/node.ts');

/**
 * Tests that leave something behind in their process, or look at the process itself. All others share one in turn, and
 * what it has loaded: the library, the compiler of cells, the declarations that it has read.
 */
const OWN_PROCESS = [
  'test/fluent/from-fitsjs.test.ts',
  'test/fluent/read-table.test.ts',
  'test/kernel/steady-heap.test.ts',
  'test/pipelines/series-threads.test.ts',
];
const OTHER_TIERS = ['test/integration/**', 'test/fuzz/**', 'test/bench/**'];

/** All tests, or for `vitest related` those that can be meant. */
const sources = relatedSources(process.argv.slice(2), here('.'));
const TESTS = sources ? testsRelatedTo(sources, here('.'), platform) : ['test/**/*.test.ts'];

/** `npm test`: everything that Node alone can run. The other tiers have configurations of their own. */
export default defineConfig({
  resolve: { alias: { '#platform': platform } },
  test: {
    testTimeout: timeLimit(120),
    hookTimeout: timeLimit(120),
    maxWorkers: availableParallelism() + 1, // some tests wait for kernels; percentages are capped at the cores
    restoreMocks: true,
    setupFiles: [here('test/helpers/forget-warnings.ts')],
    projects: [
      {
        extends: true,
        test: { name: 'own process', include: OWN_PROCESS.filter(test => !sources || TESTS.includes(test)) },
      },
      {
        extends: true,
        test: { name: 'shared', include: TESTS, exclude: [...OWN_PROCESS, ...OTHER_TIERS], isolate: false },
      },
    ],
  },
});
