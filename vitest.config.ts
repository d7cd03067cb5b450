import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm test`: everything that Node alone can run. The other tiers have configurations of their own. */
export default defineConfig({
  resolve: { alias: { '#platform': here('lib/platform/node.ts') } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**', 'test/fuzz/**', 'test/bench/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%', // the default leaves a core idle, which on two is half of the machine
  },
});
