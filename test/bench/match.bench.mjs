/**
 * Catalogue matching on the sky, compared with scipy's cKDTree (two threads) and astropy, alternating in one run.
 *
 *   npm run bench -- match
 *   MATCH_ROWS=100000 MATCH_LARGE=1000000 npm run bench -- match   smaller lists
 *
 * Matches a million positions, over the whole sky or in survey fields, with a million others within 1 arcsec. Half of
 * the others are the same stars with measurement errors. All sides start from arrays in degrees and return row indices
 * and separations. Our code and astropy run on one thread; the CPU time of cKDTree is the sum of both threads.
 */
import { join } from 'node:path';
import { partner } from './tools/partner.mjs';
import { whyNoPeers } from './tools/processes.mjs';

const ROWS = Number(process.env.MATCH_ROWS ?? 1_000_000);
const LARGE = Number(process.env.MATCH_LARGE ?? 10_000_000);
const ROUNDS = Number(process.env.MATCH_ROUNDS ?? 3);

export default [{ name: 'match', table: compare }];

async function compare(folder) {
  const ours = partner(process.execPath, [
    '--expose-gc',
    join(import.meta.dirname, 'match-run.mjs'),
    folder,
    ROWS,
    LARGE,
  ]);
  const noPeers = whyNoPeers();
  const lines = [
    '| seconds: clock (processor) | ours | cKDTree, 2 threads | astropy | cKDTree / ours | astropy / ours | pairs |',
    '|---|---:|---:|---:|---:|---:|---:|',
  ];
  try {
    await ours('make');
    const peer = noPeers ? null : partner('/usr/bin/python3', [join(import.meta.dirname, 'match-peer.py'), folder]);
    for (const sky of ['whole sky', 'fields']) {
      const [own, tree, astropy] = [[], [], []];
      for (let round = 0; round < ROUNDS; round++) {
        own.push(await ours(sky));
        if (peer === null) continue;
        tree.push(await peer(`cKDTree ${sky}`));
        if (round === 0) astropy.push(await peer(`astropy ${sky}`));
      }
      const counts = new Set([...own, ...tree, ...astropy].map(({ pairs }) => pairs));
      const [a, b, c] = [own, tree, astropy].map(best);
      lines.push(
        `| ${ROWS} x ${ROWS}, ${sky} | ${text(a)} | ${text(b)} | ${text(c)} | ${ratio(b, a)} | ${ratio(c, a)} | ${[...counts].join(' or ')} |`,
      );
    }
    peer?.end();
    const verb = await ours('catalog');
    lines.push('', `catalog.match of the same, all columns read: ${verb.seconds.toFixed(2)} s for ${verb.pairs} rows.`);
    const { seconds, peak, lists, pairs } = await ours('large');
    const mb = bytes => `${(bytes / 2 ** 20).toFixed(0)} MB`;
    lines.push(
      `${LARGE} x ${ROWS}: ${seconds.toFixed(2)} s, ${pairs} pairs, ${mb(peak)} at the most beyond the lists' own ${mb(lists)}.`,
    );
  } finally {
    ours.end();
  }
  return lines.join('\n');
}

function best(runs) {
  const least = key => Math.min(...runs.map(run => run[key]));
  return runs.length === 0 ? null : { seconds: least('seconds'), cpu: least('cpu') };
}

function text(run) {
  return run === null ? '' : `${run.seconds.toFixed(2)} (${run.cpu.toFixed(2)})`;
}

function ratio(peer, own) {
  return peer === null ? '' : (peer.seconds / own.seconds).toFixed(1);
}
