/** Our side of the tables benchmark: tables-run.mjs FOLDER ROWS; runs the cases named on stdin. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { count, cumulative, max, mean, median, min, readTable, rolling, std, sum, Table } from 'skyframe';

const [folder, rows] = [process.argv[2], Number(process.argv[3])];
const path = join(folder, 'tables.csv');
const RAD = Math.PI / 180;
const FILTERS = ['B', 'V', 'R', 'I', 'g', 'r', 'i'];
const MAGS = Array.from({ length: 10 }, (_, k) => `mag${k}`);
let made = makeTable(rows);
writeArrays(made);
let other = Table.fromColumns({
  source_id: made.columns.source_id.values.slice().reverse(),
  parallax: Float64Array.from({ length: rows }, (_, i) => i),
});
const bands = Table.fromColumns({ filter: FILTERS, wavelength: FILTERS.map((_, k) => 400 + 50 * k) });
const epochs = Table.fromColumns({
  flags: Int32Array.from({ length: Math.ceil(rows / 10) }, (_, i) => i % 64),
  id: Int32Array.from({ length: Math.ceil(rows / 10) }, (_, i) => i * 10),
  epoch: Float64Array.from({ length: Math.ceil(rows / 10) }, (_, i) => i / 7),
});

// eight measurements of each of n/8 stars, and two tables that each lack columns of the other
const visits = Table.fromColumns({
  star: Int32Array.from({ length: rows }, (_, i) => (i / 8) | 0),
  visit: Int32Array.from({ length: rows }, (_, i) => i % 8),
  mag: made.columns.mag0.values,
});
const half = { left: made.select('ra', 'id', 'filter', 'mag0'), right: made.select('ra', 'id', 'filter', 'mag1') };

const cases = {
  'csv write': () => made.write(path),
  'csv read': async () => all(await readTable(path)),
  'csv read fast': async () => all(await readTable(path)),
  filter: () => all(made.filter(row => row.mag0 < 18 && row.flags < 32)),
  'filter some': () => some(made.filter(row => row.mag0 < 18 && row.flags < 32)),
  derive: () => all(made.derive({ colour: row => row.mag0 - row.mag1 })),
  'derive sky': () =>
    all(
      made.derive({
        x: row => Math.cos(row.dec * RAD) * Math.cos(row.ra * RAD),
        y: row => Math.cos(row.dec * RAD) * Math.cos((row.ra - 90) * RAD),
      }),
    ),
  'sort float': () => all(made.sortBy('flux0')),
  'sort some': () => some(made.sortBy('flux0')),
  'sort int64': () => all(made.sortBy('source_id')),
  'sort string': () => all(made.sortBy(['filter', 'flux0'])),
  'group int': () => all(made.groupBy('group').aggregate({ n: count(), mag: mean('mag0') })),
  'group string': () => all(made.groupBy('filter').aggregate({ m: mean('mag0'), d: median('mag1'), s: std('mag2') })),
  'group two': () => all(made.groupBy('filter', 'flags').aggregate({ d: median('flux0') })),
  median: () => MAGS.map(name => made.columns[name].median()),
  std: () => MAGS.map(name => [made.columns[name].mean(), made.columns[name].std()]),
  'join int64': () => all(made.join(other, { on: 'source_id' })),
  'join string': () => all(made.join(bands, { on: 'filter' })),
  'join two': () => all(made.join(epochs, { on: ['id', 'flags'], how: 'left' })),
  unique: () => all(made.unique('filter', 'flags')),
  concat: () => all(made.concat(made)),
  'concat fill': () => all(half.left.concat(half.right, { missing: 'fill' })),
  describe: () => made.select('mag0', 'flux0').describe(),
  'rolling mean': () => all(made.select('mag0').window({ m: rolling(mean('mag0'), 11) })),
  'rolling std': () => all(made.select('mag0').window({ m: rolling(std('mag0'), 11) })),
  'rolling max': () => all(made.select('mag0').window({ m: rolling(max('mag0'), 11) })),
  'rolling median': () => all(made.select('mag0').window({ m: rolling(median('mag0'), 11) })),
  'rolling within': () => all(visits.window({ m: rolling(mean('mag'), 3) }, { within: 'star' })),
  cumulative: () => all(made.select('mag0').window({ s: cumulative(sum('mag0')), h: cumulative(max('mag0')) })),
  rank: () => all(made.select('flux0').rank('flux0')),
  'rank ties': () => all(made.select('mag0').rank('mag0')),
  pivot: () => all(visits.pivot({ rows: 'star', columns: 'visit', values: 'mag' })),
  'pivot mean': () =>
    all(made.pivot({ rows: 'group', columns: 'filter', values: 'mag0', aggregate: column => mean(column) })),
  'group small': () =>
    all(made.groupBy('flags').aggregate({ m: mean('mag0'), d: std('mag1'), low: min('mag2'), total: sum('flux0') })),
};
for await (const name of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(name === 'memory' ? await memory() : await timed(cases[name])));
}

/** Does the work once, after collecting garbage left by earlier work. */
async function timed(work) {
  globalThis.gc();
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

/** Memory held for a table read from CSV, and the size of its columns. */
async function memory() {
  made = null;
  other = null;
  const held = () => {
    for (let i = 0; i < 3; i++) globalThis.gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  const table = await readTable(path);
  return { held: held() - before, columns: columnBytes(table) };
}

/** Size of the values in bytes. A string counts as its characters plus a pointer. */
function columnBytes(table) {
  let bytes = 0;
  for (const { values, valid } of table.data.stored.values())
    bytes += (valid?.byteLength ?? 0) + (values.byteLength ?? values.reduce((sum, text) => sum + text.length + 8, 0));
  return bytes;
}

/** Reads the columns that a plot and a fit would need. */
function some(table) {
  return ['ra', 'dec', 'mag0', 'mag1', 'err0'].map(name => table.columns[name].values);
}

/** Reads every column, so that none is computed later. */
function all(table) {
  for (const column of table.data.stored.values()) if (column.values.length !== table.length) throw new Error('length');
  return table;
}

function makeTable(n) {
  const random = mulberry32(7);
  const floats = make => Float64Array.from({ length: n }, () => make(random()));
  const columns = {
    source_id: BigInt64Array.from({ length: n }, () => BigInt(Math.floor(random() * 2 ** 53)) * 700n),
    id: Int32Array.from({ length: n }, (_, i) => i),
    ra: floats(u => 360 * u),
    dec: floats(u => Math.asin(2 * u - 1) / RAD),
    group: Int32Array.from({ length: n }, () => Math.floor(random() * (n / 10))),
    flags: Int32Array.from({ length: n }, () => Math.floor(random() * 64)),
    filter: Array.from({ length: n }, () => FILTERS[Math.floor(random() * FILTERS.length)]),
    name: Array.from({ length: n }, () => `star ${Math.floor(random() * 1e6)}`),
  };
  for (const name of MAGS) columns[name] = floats(u => Math.round((12 + 10 * u) * 1e4) / 1e4);
  for (let k = 0; k < 6; k++) columns[`flux${k}`] = floats(u => 10 ** (1 + 5 * u));
  for (let k = 0; k < 6; k++) columns[`err${k}`] = floats(u => Math.round(u * 5e4) / 1e5);
  return Table.fromColumns(columns);
}

/** Writes the columns for the peer, each to its own file. */
function writeArrays(table) {
  for (const [name, { values }] of table.data.stored)
    writeFileSync(join(folder, name), Array.isArray(values) ? values.join('\n') : values);
}

/** Reproducible random numbers (mulberry32). */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
