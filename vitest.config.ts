import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Rooms whose tests leave nothing behind: their files share what they import, which halves the time to load it. */
const SHARED = ['core', 'math', 'time', 'table', 'fits', 'formats', 'frame', 'detect', 'photometry', 'match', 'standardize'];
const tests = (rooms: readonly string[]): string[] => rooms.map(room => `test/${room}/**/*.test.ts`);

/** `npm test`: everything that Node alone can run. The other tiers have configurations of their own. */
export default defineConfig({
  resolve: { alias: { '#platform': here('lib/platform/node.ts') } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '150%', // some tests wait for kernels; the default would leave a core idle besides
    projects: [
      { extends: true, test: { name: 'shared', include: tests(SHARED), isolate: false } },
      {
        extends: true,
        test: {
          name: 'own',
          include: ['test/**/*.test.ts'],
          exclude: [...tests(SHARED), 'test/integration/**', 'test/fuzz/**', 'test/bench/**'],
        },
      },
    ],
  },
});
