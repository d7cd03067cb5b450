/** Reads 200 headers into a table in a fresh process, like `openSeries`. Peer: ccdproc's ImageFileCollection (warm). */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshNode, lastingPython } from './tools/processes.mjs';

const COUNT = 200;
const BLOCK = 2880;
const root = join(import.meta.dirname, '../..');
/** Real headers if available, otherwise those of the samples. */
const night = [join(root, '../shared/data/raw/arcsat-xo1/science'), join(root, 'data-samples/transit')].find(
  existsSync,
);

export default [
  {
    name: '200 headers to a table',
    peerName: 'ccdproc ImageFileCollection',
    asked: '10',
    repeats: 7,
    prepare: async folder => {
      const headers = readdirSync(night)
        .filter(file => file.endsWith('.fits'))
        .map(file => smallFile(readFileSync(join(night, file))));
      for (let k = 0; k < COUNT; k++) writeFileSync(join(folder, `${1000 + k}.fits`), headers[k % headers.length]);
      return { ours: async () => freshNode('headers-run.mjs', folder), peer: lastingPython('headers', folder) };
    },
  },
];

/** The header of a file with an image of only 16 x 16 pixels, since a header reader must not read the pixels. */
function smallFile(bytes) {
  const text = bytes.toString('latin1');
  const end = text.search(/END {77}/);
  const length = Math.ceil((end + 80) / BLOCK) * BLOCK;
  const header = text
    .slice(0, length)
    .replace(/(NAXIS[12] +=) +\d+/g, (card, name) => name + '16'.padStart(card.length - name.length));
  return Buffer.concat([Buffer.from(header, 'latin1'), Buffer.alloc(BLOCK)]);
}
