/**
 * Table verbs and CSV compared with pandas: 1,000,000 rows x 30 columns, one core, alternating in one run.
 *
 *   npm run bench -- tables                    all of them
 *   TABLES_ROWS=100000 npm run bench -- tables  fewer rows
 *   TABLES_CASES=sort,csv npm run bench -- tables
 *
 * Our result columns are lazy, so every column is read, except in the cases that state that five columns are read.
 * pandas runs on one thread. Both CPU time and wall-clock time are printed; CPU time is more reliable on a busy
 * machine. Memory is the increase of the process after reading, shown with the size of the columns themselves.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { partner } from './tools/partner.mjs';

const PYTHON = '/usr/bin/python3';
const ROWS = Number(process.env.TABLES_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.TABLES_ROUNDS ?? 5);
const CASES = [
  ['csv write', 'CSV, written'],
  ['csv read', 'CSV, read exactly'],
  ['csv read fast', 'CSV, read; pandas within 1 ulp'],
  ['filter', 'filter, two conditions'],
  ['filter some', 'the same, five columns read after'],
  ['derive', 'derive, a difference'],
  ['derive sky', 'derive, four cosines'],
  ['sort float', 'sort by a float'],
  ['sort some', 'the same, five columns read after'],
  ['sort int64', 'sort by a 64-bit id'],
  ['sort string', 'sort by text, then a float'],
  ['group int', 'group by id (n/10), count mean'],
  ['group string', 'group by text (7), mean median std'],
  ['group two', 'group by text and flags, median'],
  ['median', 'median of ten columns'],
  ['std', 'mean and std of ten columns'],
  ['join int64', 'join n x n by a 64-bit id'],
  ['join string', 'join n x 7 by text'],
  ['join two', 'join n x n/10, left, by two keys'],
  ['unique', 'unique rows of two columns'],
  ['concat', 'concat of two tables'],
  ['concat fill', 'concat, each lacks a column'],
  ['describe', 'describe two columns; ours counts different values'],
  ['rolling mean', 'rolling mean of 11 rows'],
  ['rolling std', 'rolling std of 11 rows'],
  ['rolling max', 'rolling max of 11 rows'],
  ['rolling median', 'rolling median of 11 rows'],
  ['rolling within', 'rolling mean of 3 within n/8 groups'],
  ['cumulative', 'cumulative sum and max'],
  ['rank', 'rank of a float'],
  ['rank ties', 'rank, ten rows of each value'],
  ['pivot', 'pivot to n/8 x 8'],
  ['pivot mean', 'pivot to n/10 x 7, mean'],
  ['group small', 'group by flags (64), mean std min sum'],
];

export default [{ name: 'tables', table: compare }];

async function compare(folder) {
  const wanted = process.env.TABLES_CASES?.split(',') ?? [''];
  const cases = CASES.filter(([name]) => wanted.some(word => name.includes(word)));
  const ours = partner(process.execPath, ['--expose-gc', join(import.meta.dirname, 'tables-run.mjs'), folder, ROWS]);
  await ours('csv write'); // the file read by both sides
  const hasPeer = spawnSync(PYTHON, ['-c', 'import pandas'], { stdio: 'ignore' }).status === 0;
  const peer = hasPeer ? partner(PYTHON, [join(import.meta.dirname, 'tables-peer.py'), folder, ROWS]) : null;
  const lines = [
    '| 1 core, ms | ours: processor | clock | pandas: processor | clock | pandas / ours |',
    '|---|---:|---:|---:|---:|---:|',
  ];
  try {
    for (const [name, title] of cases) lines.push(row(title, await inTurns(name, ours, peer)));
    const { held, columns } = await ours('memory');
    const mb = bytes => `${(bytes / 2 ** 20).toFixed(0)} MB`;
    lines.push(
      '',
      `Memory after reading the CSV: ${mb(held)} for ${mb(columns)} of columns, ${(held / columns).toFixed(2)} times.`,
    );
  } finally {
    ours.end();
    peer?.end();
  }
  return lines.join('\n');
}

async function inTurns(name, ours, peer) {
  const times = { ours: [], peer: [] };
  const rounds = name === 'csv write' ? 1 : name.startsWith('csv') ? Math.min(2, ROUNDS) : ROUNDS;
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await ours(name));
    if (peer) times.peer.push(await peer(name));
  }
  return times;
}

function row(title, { ours, peer }) {
  const best = (runs, key) => Math.min(...runs.map(run => run[key]));
  const ms = seconds => (seconds * 1000).toFixed(0);
  const of = runs => (runs.length > 0 ? [ms(best(runs, 'cpu')), ms(best(runs, 'seconds'))] : ['no pandas', '']);
  const ratio = peer.length > 0 ? (best(peer, 'cpu') / best(ours, 'cpu')).toFixed(1) : '';
  return `| ${title} | ${[...of(ours), ...of(peer), ratio].join(' | ')} |`;
}
