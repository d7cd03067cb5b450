/**
 * Internal functions that `dist` does not export, bundled from the sources for a benchmark.
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

/** The exports of several source files as one module; `name` must be unique to the benchmark. */
export async function fromSources(name, paths) {
  const outfile = join(root, 'node_modules/.cache/skyframe', `${name}-${process.pid}.mjs`);
  await build({
    stdin: { contents: paths.map(path => `export * from './${path}';`).join('\n'), resolveDir: root },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['#platform'],
    logLevel: 'warning',
  });
  return import(outfile);
}
