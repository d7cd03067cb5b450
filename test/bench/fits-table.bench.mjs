/**
 * FITS tables compared with astropy: 1,000,000 rows x 30 columns, alternating in one run.
 *
 *   npm run bench -- fits-table
 *   FITS_ROWS=100000 npm run bench -- fits-table
 *
 * Our reader returns native columns; astropy's Table.read returns views of the file's big-endian rows and defers the
 * conversion, so it is timed with and without conversion. Text is decoded to strings on first access (astropy keeps
 * bytes), so reading it is a separate case. Reading a whole table computes a checksum of the file for its provenance,
 * which astropy does not do; reading all columns by name does not. CPU time is more reliable than wall-clock time on a
 * busy machine.
 */
import { join } from 'node:path';
import { partner } from './tools/partner.mjs';
import { whyNoPeers } from './tools/processes.mjs';

const ROWS = Number(process.env.FITS_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.FITS_ROUNDS ?? 5);

/** Our case, the peer's case, and a description. */
const CASES = [
  ['read', 'read', 'read, with the checksum for the provenance'],
  ['read bare', 'read', 'read, without the checksum'],
  ['read bare', 'read native', "the same, astropy's columns native"],
  ['read text', 'read text', 'the same, every text a string'],
  ['read 3', 'read 3', 'read 3 of the columns'],
  ['read rows', 'read rows', 'read 1000 rows in the middle'],
  ['write', 'write', 'write'],
];

export default [{ name: 'fits-table', table: compare }];

async function compare(folder) {
  const ours = partner(process.execPath, [
    '--expose-gc',
    join(import.meta.dirname, 'fits-table-run.mjs'),
    folder,
    ROWS,
  ]);
  await ours('write'); // the file read by both sides
  const noPeers = whyNoPeers();
  const peer = noPeers ? null : partner('/usr/bin/python3', [join(import.meta.dirname, 'fits-table-peer.py'), folder]);
  const lines = [
    '| ms | ours: processor | clock | astropy: processor | clock | astropy / ours |',
    '|---|---:|---:|---:|---:|---:|',
  ];
  try {
    for (const [own, other, title] of CASES) {
      const runs = { ours: [], peer: [] };
      for (let round = 0; round < ROUNDS; round++) {
        runs.ours.push(await ours(own));
        if (peer) runs.peer.push(await peer(other));
      }
      lines.push(row(title, runs));
    }
    const { held, columns, peak } = await ours('memory');
    const mb = bytes => `${(bytes / 2 ** 20).toFixed(0)} MB`;
    lines.push(
      '',
      `Memory for the table: ${mb(held)} for ${mb(columns)} of columns; the process at its most ${mb(peak)}.`,
    );
  } finally {
    ours.end();
    peer?.end();
  }
  return lines.join('\n');
}

function row(title, { ours, peer }) {
  const best = (runs, key) => Math.min(...runs.map(run => run[key]));
  const ms = seconds => (Number.isFinite(seconds) ? (seconds * 1000).toFixed(0) : '');
  const figures = [ours, peer].flatMap(runs => [ms(best(runs, 'cpu')), ms(best(runs, 'seconds'))]);
  const ratio = best(peer, 'cpu') / best(ours, 'cpu');
  return `| ${title} | ${figures.join(' | ')} | ${Number.isFinite(ratio) ? ratio.toFixed(1) : ''} |`;
}
