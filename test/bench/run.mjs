/**
 * Runs benchmarks and prints our time, the peer's time (alternating in one run), their ratio and the required ratio.
 *
 *   npm run bench                     all of them
 *   npm run bench -- first-light      those whose name contains the given word
 *
 * Each `*.bench.mjs` in this folder exports a list of benchmarks `{ name, peerName, asked, repeats, prepare }`, where
 * `prepare(folder)` returns `{ ours, peer }`: functions that do the work once and resolve to seconds; `skip` is the
 * reason for skipping it. A benchmark that compares more than two sides has `{ name, table }` instead, where `table`
 * resolves to a Markdown table. Benchmarks run on `dist` (npm run bench builds it). The peers need Debian's
 * python3-ccdproc, python3-photutils and python3-sep; without them, only our own times are printed.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopPeers, whyNoPeers } from './tools/processes.mjs';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter(file => file.endsWith('.bench.mjs'));
const all = (await Promise.all(files.sort().map(file => import(`./${file}`)))).flatMap(module => module.default);
const chosen = all.filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)));
if (chosen.length === 0) {
  console.error(`No benchmark is called ${wanted.join(' or ')}; there are ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const noPeers = whyNoPeers();
if (noPeers) console.log(`The peers are left out: ${noPeers}\n`);
for (const benchmark of chosen) await run(benchmark);
stopPeers();

async function run({ name, peerName, asked, repeats, prepare, table }) {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-bench-'));
  try {
    if (table) return console.log(`${name}:\n\n${await table(folder)}\n`);
    const { ours, peer, skip } = await prepare(folder);
    if (skip) return console.log(`${name}: left out, ${skip}`);
    const times = { ours: [], peer: [] };
    for (let i = 0; i < repeats; i++) {
      times.ours.push(await ours());
      if (!noPeers) times.peer.push(await peer());
    }
    console.log(`${name}: ours ${describe(times.ours)}`);
    if (noPeers) return;
    const ratio = (median(times.peer) / median(times.ours)).toFixed(1);
    const best = (Math.min(...times.peer) / Math.min(...times.ours)).toFixed(1);
    console.log(`${' '.repeat(name.length)}  ${peerName} ${describe(times.peer)}`);
    console.log(
      `${' '.repeat(name.length)}  ${ratio} times faster by the medians, ${best} by the minima; asked for: ${asked}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function describe(seconds) {
  const unit = median(seconds) < 1 ? ['ms', 1000, 1] : ['s', 1, 2];
  const text = value => (value * unit[1]).toFixed(unit[2]);
  return `min ${text(Math.min(...seconds))}, median ${text(median(seconds))} ± ${text(spread(seconds))} ${unit[0]} of ${seconds.length}`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** 1.4826 times the median absolute deviation, which is robust against a single outlier. */
function spread(values) {
  const middle = median(values);
  return 1.4826 * median(values.map(value => Math.abs(value - middle)));
}
