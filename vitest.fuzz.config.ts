import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { timeLimit } from './test/helpers/time-limits.js';

/** `npm run test:fuzz`: seeded mutations of real files; a longer tier of its own. */
export default defineConfig({
  resolve: { alias: { '#platform': fileURLToPath(new URL('lib/platform/node.ts', import.meta.url)) } },
  test: { include: ['test/fuzz/**/*.test.ts'], testTimeout: timeLimit(300) },
});
