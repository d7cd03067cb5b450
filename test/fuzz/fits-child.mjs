/**
 * Reads damaged files one by one, in a separate process that may run out of memory or be killed.
 *
 *     node test/fuzz/fits-child.mjs SEEDS FIRST LAST [LIBRARY]
 *
 * reads mutations FIRST to LAST - 1 of the seed files with the numbers in SEEDS (`0,3`), using LIBRARY (default
 * dist/index.js). Prints a line of JSON before every thousandth mutation, for each failure, and at the end.
 */
import { pathToFileURL } from 'node:url';
import { fitsSeeds } from './fits-seeds.mjs';
import { mutate } from './mutate.mjs';
import { readEverything } from './read-everything.mjs';

const [seeds, first, last, path = new URL('../../dist/index.js', import.meta.url).href] = process.argv.slice(2);
const library = await import(path.startsWith('file:') ? path : pathToFileURL(path).href);
const all = fitsSeeds(library);
const say = message => process.stdout.write(`${JSON.stringify(message)}\n`);

/** Maximum growth of memory, more than any small file needs [MB]. */
const MAX_MEMORY = 400;
/** Maximum time, longer than any small file takes [ms]. */
const MAX_TIME = 3000;

for (const number of seeds.split(',').map(Number)) {
  const [name, bytes] = all[number];
  const counts = { read: 0, refused: 0 };
  for (let k = Number(first); k < Number(last); k++) {
    say({ at: k, number });
    const before = process.resourceUsage().maxRSS;
    const start = performance.now();
    const failure = await readEverything(library, mutate(bytes, 1_000_003 * number + k), counts);
    const grown = (process.resourceUsage().maxRSS - before) / 1024;
    if (failure !== null) say({ failed: { name, number, k, failure } });
    if (grown > MAX_MEMORY) say({ failed: { name, number, k, failure: `took ${Math.round(grown)} MB` } });
    if (performance.now() - start > MAX_TIME)
      say({ failed: { name, number, k, failure: `took ${Math.round(performance.now() - start)} ms` } });
  }
  say({ done: { name, number, ...counts } });
}
