/** VOTables of 1e5 rows and ten columns, read by us and by astropy; both sides are warm. */
import { join } from 'node:path';
import { readTable, Table } from 'skyframe';
import { lastingPython, warm } from './tools/processes.mjs';

const ROWS = 100_000;

export default ['TABLEDATA', 'BINARY2'].map(form => ({
  name: `votable ${form}, 1e5 rows x 10 columns`,
  peerName: 'astropy',
  asked: '1',
  repeats: 5,
  prepare: async folder => {
    const path = join(folder, 'stars.vot');
    await stars().write(path, { compress: form });
    return { ours: warm(() => readTable(path)), peer: lastingPython('votable', folder) };
  },
}));

/** A Gaia-like catalogue from a seeded generator. */
function stars() {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const reals = scale => Float64Array.from({ length: ROWS }, () => scale * random());
  return Table.fromColumns({
    source_id: BigInt64Array.from({ length: ROWS }, () => BigInt(Math.floor(random() * 2 ** 53)) * 512n),
    ra: reals(360),
    dec: reals(90),
    pmra: Float32Array.from(reals(10)),
    pmdec: Float32Array.from(reals(10)),
    g: reals(20),
    bp: reals(20),
    rp: reals(20),
    n: Int32Array.from({ length: ROWS }, (_, i) => i % 99),
    name: Array.from({ length: ROWS }, (_, i) => `star ${i}`),
  });
}
