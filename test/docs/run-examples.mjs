/**
 * Runs compiled examples one after the other and prints what went wrong, as JSON by their titles.
 *
 *   node run-examples.mjs FOLDER-OF-THE-COMPILED-FILES   (in the folder that the examples take as their own)
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const load = name => import(pathToFileURL(join(process.argv[2], name)).href);
const { examples } = await load('all-examples.mjs');
const { prepareSamples } = await load('example-samples.mjs');
const samples = await prepareSamples();
const failures = {};
console.log = () => {};
for (const [title, run] of Object.entries(examples)) {
  try {
    await run(samples, check);
  } catch (error) {
    failures[title] = String(error.stack ?? error);
  }
}
process.stdout.write(JSON.stringify(failures));

/** Compares a value with the one that the comment behind it states, numbers to the digits that are written. */
function check(actual, stated, expression) {
  const expected = new Function(`return (${stated})`)();
  const decimals = /\.(\d+)/.exec(stated)?.[1].length ?? 0;
  if (!agrees(plain(actual), expected, 0.5000001 * 10 ** -decimals))
    throw new Error(`${expression} is ${JSON.stringify(plain(actual))}, not ${stated}`);
}

function agrees(actual, expected, tolerance) {
  if (typeof expected === 'number' && Number.isFinite(expected)) return Math.abs(actual - expected) <= tolerance;
  if (typeof expected !== 'object' || expected === null) return Object.is(actual, expected);
  if (typeof actual !== 'object' || actual === null) return false;
  const keys = Object.keys(expected);
  const sameKeys = isDeepStrictEqual(Object.keys(actual).sort(), [...keys].sort());
  return sameKeys && keys.every(key => agrees(actual[key], expected[key], tolerance));
}

function plain(value) {
  return ArrayBuffer.isView(value) ? Array.from(value) : value;
}
