/**
 * Our side of the match benchmark: match-run.mjs FOLDER ROWS LARGE; runs the cases named on stdin. `make` creates the
 * lists.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Catalog, matchSky, Table } from 'skyframe';

const [folder, rows, large] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const WITHIN = 1 / 3600;

for await (const name of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(name)));

async function answer(name) {
  switch (name) {
    case 'make':
      for (const sky of ['whole sky', 'fields']) {
        const first = positions(sky, rows, 1);
        write(`${sky} 1`, first);
        write(`${sky} 2`, again(first, positions(sky, rows, 2), 3));
      }
      return {};
    case 'catalog':
      return catalogs();
    case 'large':
      return largeLists();
    default:
      return match(read(`${name} 1`), read(`${name} 2`));
  }
}

function match(a, b) {
  globalThis.gc();
  const start = performance.now();
  const before = process.cpuUsage();
  const { index1 } = matchSky(a.ra, a.dec, b.ra, b.dec, WITHIN);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, pairs: index1.length };
}

function catalogs() {
  const [a, b] = ['whole sky 1', 'whole sky 2'].map(name => Catalog.of(Table.fromColumns(read(name))));
  const start = performance.now();
  const found = a.match(b, { within: WITHIN });
  for (const column of found.names) found.values(column);
  return { seconds: (performance.now() - start) / 1000, pairs: found.length };
}

/** Peak memory above the initial level, sampled while the match runs. */
async function largeLists() {
  const few = read('whole sky 1');
  const many = again(few, positions('whole sky', large, 5), 6);
  globalThis.gc();
  const held = process.memoryUsage().rss;
  const start = performance.now();
  const { index1 } = matchSky(many.ra, many.dec, few.ra, few.dec, WITHIN);
  const seconds = (performance.now() - start) / 1000;
  const peak = Math.max(0, process.resourceUsage().maxRSS * 1024 - held);
  return { seconds, peak, lists: 16 * (many.ra.length + few.ra.length), pairs: index1.length };
}

/** Positions over the whole sky, or in 200 fields of half a degree, like those of a survey. */
function positions(sky, count, seed) {
  const random = generator(seed);
  const fields = generator(99);
  const centres = Array.from({ length: 200 }, () => [360 * fields(), 140 * fields() - 70]);
  const [ra, dec] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    if (sky === 'fields') {
      const [ra0, dec0] = centres[Math.floor(random() * centres.length)];
      dec[i] = dec0 + 0.5 * random();
      ra[i] = (ra0 + (0.5 * random()) / Math.cos((dec0 * Math.PI) / 180)) % 360;
    } else {
      ra[i] = 360 * random();
      dec[i] = (Math.asin(2 * random() - 1) * 180) / Math.PI;
    }
  }
  return { ra, dec };
}

/** Replaces every second position by one from another list, with errors of 0.1 arcsec. */
function again(from, fresh, seed) {
  const random = generator(seed);
  const error = () => ((random() + random() + random() - 1.5) * 0.2) / 3600;
  const n = Math.min(from.ra.length, fresh.ra.length);
  for (let i = 0; i < n; i += 2) {
    fresh.dec[i] = Math.max(-90, Math.min(90, from.dec[i] + error()));
    fresh.ra[i] = (from.ra[i] + error() / Math.max(1e-6, Math.cos((from.dec[i] * Math.PI) / 180)) + 360) % 360;
  }
  return fresh;
}

/** Mulberry32. */
function generator(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => (Math.floor(next() * 2 ** 26) * 2 ** 27 + Math.floor(next() * 2 ** 27)) / 2 ** 53;
}

function write(name, { ra, dec }) {
  writeFileSync(join(folder, `${name}.ra`), ra);
  writeFileSync(join(folder, `${name}.dec`), dec);
}

function read(name) {
  const numbers = end => new Float64Array(new Uint8Array(readFileSync(join(folder, `${name}.${end}`))).buffer);
  return { ra: numbers('ra'), dec: numbers('dec') };
}
