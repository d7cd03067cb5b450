/** Our side of the Rice benchmark: rice-run.mjs FOLDER; runs the cases named on stdin. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fromSources } from './tools/from-sources.mjs';

const { decodeRice, openFitsSource, readTileTable, unquantize } = await fromSources('rice', [
  'lib/fits/compression/dither.ts',
  'lib/fits/compression/rice.ts',
  'lib/fits/compression/tile-table.ts',
  'lib/fits/open-fits.ts',
]);

const folder = process.argv[2];
const tiles = { int16: await tilesOf('int16'), float: await tilesOf('float') };
const scratch = new Float32Array(4096);
const cases = {
  'decode int16': () => {
    for (const { bytes, form } of tiles.int16) decodeRice(bytes, form);
  },
  'decode float': () => {
    for (const { bytes, form, quantization } of tiles.float) unquantize(decodeRice(bytes, form), quantization, scratch);
  },
  'read int16': () => read('int16'),
  'read float': () => read('float'),
};
for await (const name of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await timed(cases[name])));

async function read(name) {
  const file = await openFitsSource(join(folder, `${name}.fits`));
  await file.readImage(1);
  await file.close();
}

/** The tiles of a file in memory. */
async function tilesOf(name) {
  const file = await openFitsSource(join(folder, `${name}.fits`));
  const hdu = file.hdus[1];
  const table = await readTileTable(file.bytes, hdu, name);
  const data = await file.bytes.read(hdu.dataStart, hdu.dataStart + hdu.dataLength);
  const header = hdu.storedHeader;
  const parameters = new Map([1, 2].map(i => [header.text(`ZNAME${i}`), header.number(`ZVAL${i}`)]));
  return Array.from({ length: table.rows }, (_, row) => {
    const { start, length } = table.extent('COMPRESSED_DATA', row);
    return {
      bytes: data.subarray(start, start + length),
      form: { count: 4096, size: [4096, 1], bitpix: 16, parameters, place: name },
      quantization: {
        method: header.text('ZQUANTIZ'),
        scale: table.number('ZSCALE', row),
        zero: table.number('ZZERO', row),
        blank: Number.NaN,
        seed: header.number('ZDITHER0') - 1 + row,
      },
    };
  });
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
