/**
 * Reads 200 headers, as `openSeries` does first of all; beside it, if it is there, ccdproc's
 * ImageFileCollection on the same files.
 *
 *   node test/bench/headers.mjs [folder with FITS files]
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readHeaders } from '../../dist/fits/read-headers.js';
import { headerTable } from '../../dist/frame/header-table.js';
import { platform } from '../../dist/platform/node.js';

const COUNT = 200;
const RUNS = 15;
const source =
  process.argv[2] ?? fileURLToPath(new URL('../../../shared/data/raw/arcsat-xo1/**/*.fits', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'skyframe-bench-'));
try {
  const some = await platform.findFiles(source);
  for (let i = 0; i < COUNT; i++) copyFileSync(some[i % some.length], join(folder, `${i}.fits`));
  const paths = await platform.findFiles(folder);
  await report('readHeaders', async () => {
    for (const path of paths) (await readHeaders(path))[0].number('EXPTIME');
  });
  await report('headerTable', () => headerTable(folder));
  console.log(ccdproc(folder));
} finally {
  rmSync(folder, { recursive: true });
}

/** Prints the first run, which a script pays, and those after it. */
async function report(name, run) {
  const times = [];
  for (let i = 0; i <= RUNS; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const [first, ...later] = times;
  const mean = later.reduce((sum, time) => sum + time, 0) / RUNS;
  const spread = Math.sqrt(later.reduce((sum, time) => sum + (time - mean) ** 2, 0) / RUNS);
  console.log(
    `${name}: ${COUNT} files, first ${first.toFixed(1)} ms, then min ${Math.min(...later).toFixed(1)}, mean ${mean.toFixed(1)} ± ${spread.toFixed(1)} ms`,
  );
}

function ccdproc(directory) {
  const script = `
import sys, time, warnings
warnings.filterwarnings('ignore')
from ccdproc import ImageFileCollection
times = []
for _ in range(3):
    start = time.time()
    len(ImageFileCollection(sys.argv[1]).summary)
    times.append(1000 * (time.time() - start))
print('ccdproc ImageFileCollection: min %.1f ms' % min(times))`;
  try {
    return execFileSync('/usr/bin/python3', ['-c', script, directory], { encoding: 'utf8' }).trim();
  } catch {
    return 'ccdproc is not there to compare with';
  }
}
