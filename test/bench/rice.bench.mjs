/**
 * Rice tiles compared with astropy, which uses CFITSIO's C code: 4096 x 4096 pixels, one thread, alternating runs.
 *
 *   npm run bench -- rice
 *
 * CPU time is more reliable than wall-clock time on a busy machine. Our reader returns float32 and astropy the stored
 * type, so reading is timed both ways. When reading 64 MB of float32, a third or more of the time is the system
 * allocating memory, for which numpy uses larger pages.
 */
import { join } from 'node:path';
import { partner } from './tools/partner.mjs';
import { whyNoPeers } from './tools/processes.mjs';

const ROUNDS = Number(process.env.RICE_ROUNDS ?? 9);

/** Our case, the peer's case, and a description. */
const CASES = [
  ['decode int16', 'decode int16', 'decode 16-bit tiles in memory'],
  ['decode float', 'decode float', 'decode tiles of dithered float32 in memory'],
  ['read int16', 'read int16', 'read a 16-bit file, astropy to int16'],
  ['read int16', 'read int16 as float32', 'read a 16-bit file, both to float32'],
  ['read float', 'read float', 'read a file of dithered float32'],
];

export default [{ name: 'rice', table: compare }];

async function compare(folder) {
  const noPeers = whyNoPeers();
  if (noPeers) return `Left out, since astropy makes the files: ${noPeers}`;
  const peer = partner('/usr/bin/python3', [join(import.meta.dirname, 'rice-peer.py'), folder]);
  await peer('make');
  const ours = partner(process.execPath, ['--expose-gc', join(import.meta.dirname, 'rice-run.mjs'), folder]);
  const lines = ['| ms of processor time | ours | astropy | astropy / ours |', '|---|---:|---:|---:|'];
  try {
    for (const [own, other, title] of CASES) {
      const best = { ours: Number.POSITIVE_INFINITY, peer: Number.POSITIVE_INFINITY };
      for (let round = 0; round < ROUNDS; round++) {
        best.ours = Math.min(best.ours, (await ours(own)).cpu);
        best.peer = Math.min(best.peer, (await peer(other)).cpu);
      }
      const ms = seconds => (seconds * 1000).toFixed(0);
      lines.push(`| ${title} | ${ms(best.ours)} | ${ms(best.peer)} | ${(best.peer / best.ours).toFixed(1)} |`);
    }
  } finally {
    ours.end();
    peer.end();
  }
  return lines.join('\n');
}
