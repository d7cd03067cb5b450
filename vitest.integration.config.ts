import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { timeLimit } from './test/helpers/time-limits.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run test:integration`: what needs other programs, such as Debian's Jupyter. One file at a time. */
export default defineConfig({
  resolve: { alias: { '#platform': here('lib/platform/node.ts') } },
  test: {
    include: ['test/integration/**/*.test.ts'],
    testTimeout: timeLimit(180),
    hookTimeout: timeLimit(180),
    fileParallelism: false,
  },
});
