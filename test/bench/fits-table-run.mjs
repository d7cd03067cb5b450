/** Our side of the FITS table benchmark: fits-table-run.mjs FOLDER ROWS; runs the cases named on stdin. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openFits, Table } from 'skyframe';

const [folder, rows] = [process.argv[2], Number(process.argv[3])];
const path = join(folder, 'table.fits');
const FILTERS = ['B', 'V', 'R', 'I', 'g', 'r', 'i'];
let made = makeTable(rows);

const middle = Math.floor(rows / 2);
const cases = {
  write: () => made.write(path),
  read: () => read({}),
  'read bare': () => read({ columns: made.names }),
  'read text': async () => texts(await read({ columns: made.names })),
  'read 3': () => read({ columns: ['ra', 'dec', 'source_id'] }),
  'read rows': () => read({ rows: [middle, middle + 1000] }),
};
for await (const name of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(name === 'memory' ? await memory() : await timed(cases[name])));

async function read(options) {
  const file = await openFits(path);
  const table = await file.table(undefined, options);
  await file.close();
  return table;
}

/** Reads every string, so that none is decoded later. */
function texts(table) {
  for (const column of table.data.stored.values()) if (column.values.length !== table.length) throw new Error('length');
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

/** Memory held for a table after reading, and the size of its columns in the file. */
async function memory() {
  made = null;
  const held = () => {
    for (let i = 0; i < 3; i++) globalThis.gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  const file = await openFits(path);
  const table = await file.table();
  await file.close();
  const columns = file.hdus[1].dataLength;
  return { held: held() - before, columns, peak: process.resourceUsage().maxRSS * 1024, rows: table.length };
}

function makeTable(n) {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const floats = make => Float64Array.from({ length: n }, () => make(random()));
  const columns = {
    source_id: BigInt64Array.from({ length: n }, () => BigInt(Math.floor(random() * 2 ** 53)) * 700n),
    id: Int32Array.from({ length: n }, (_, i) => i),
    ra: floats(u => 360 * u),
    dec: floats(u => 180 * u - 90),
    flags: Int32Array.from({ length: n }, () => Math.floor(random() * 64)),
    isGood: Array.from({ length: n }, () => random() < 0.9),
    filter: Array.from({ length: n }, () => FILTERS[Math.floor(random() * FILTERS.length)]),
    name: Array.from({ length: n }, () => `star ${Math.floor(random() * 1e6)}`),
  };
  for (let k = 0; k < 16; k++) columns[`mag${k}`] = floats(u => 12 + 10 * u);
  for (let k = 0; k < 6; k++) columns[`err${k}`] = Float32Array.from({ length: n }, random);
  return Table.fromColumns(columns);
}
