/**
 * Files written by us and opened by astropy and fitsio, with warnings treated as errors and checksums verified.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendFits, createFits, Header, Lists, Table, updateHeader, Vectors, writeFits } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const PYTHON = '/usr/bin/python3';

/** Prints the pixel sum of each image HDU as read by astropy and by fitsio, and the number of HDUs. */
const READ = `
import json, sys, warnings
import fitsio
from astropy.io import fits
warnings.simplefilter('error')
with fits.open(sys.argv[1], checksum=True) as file:
    file.verify('exception')
    sums = [float(hdu.data.sum(dtype='float64')) for hdu in file if hdu.is_image and hdu.data is not None]
    rows = [len(hdu.data) for hdu in file if not hdu.is_image]
    cards = [hdu.header.get('OBSERVER') for hdu in file]
peer = [float(hdu.read().sum(dtype='float64')) for hdu in fitsio.FITS(sys.argv[1]) if hdu.get_exttype() == 'IMAGE_HDU' and hdu.has_data()]
print(json.dumps({'sums': sums, 'peer': peer, 'rows': rows, 'observer': cards}))
`;

interface Peers {
  readonly sums: readonly number[];
  readonly peer: readonly number[];
  readonly rows: readonly number[];
  readonly observer: readonly (string | null)[];
}

function readByPeers(path: string): Peers {
  return JSON.parse(execFileSync(PYTHON, ['-c', READ, path], { encoding: 'utf8' }));
}

function hasPeers(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import astropy, fitsio'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = temporaryFolder();

const stars = Table.fromColumns({
  id: [1n, 2n ** 60n],
  mag: [12.5, 13.25],
  name: ['a', 'bcd'],
  ok: [true, null],
  aperture: new Vectors(Float64Array.of(1, 2, 3, 4), 2),
  spectrum: new Lists(Float32Array.of(1, 2, 3), [0, 1, 3]),
});

const header = Header.fromObject({ OBJECT: "it's M13", LONGTEXT: 'a long text '.repeat(20), 'ESO DET X': 1.5 });
const integers = { header, width: 5, height: 3, pixels: Uint16Array.from({ length: 15 }, (_, i) => 60_000 + i) };
const SUM = 900_105;
const cube = { width: 4, height: 3, planes: 2, pixels: Float32Array.from({ length: 24 }, (_, i) => i / 4) };
const CUBE_SUM = 69;

describe.skipIf(!hasPeers())('astropy and fitsio (skipped if not installed)', () => {
  it('read images, binary tables and ASCII tables with valid checksums', async () => {
    const path = join(folder, 'all.fits');
    const text = { table: stars.select('id', 'mag', 'name'), name: 'TEXT', ascii: true };
    await writeFits(path, [integers, stars, text, cube], { checksum: true });
    const { sums, peer, rows } = readByPeers(path);
    expect(sums).toEqual([SUM, CUBE_SUM]);
    expect(peer).toEqual([SUM, CUBE_SUM]);
    expect(rows).toEqual([2, 2]);
  });

  it.each(['RICE_1', 'GZIP_1', 'GZIP_2'] as const)('read images compressed with %s', async compress => {
    const path = join(folder, `${compress}.fits`);
    await writeFits(path, [integers, cube], { checksum: true, compress, quantize: 'lossless' });
    const { sums, peer } = readByPeers(path);
    expect(sums).toEqual([SUM, CUBE_SUM]);
    expect(peer).toEqual([SUM, CUBE_SUM]);
  });

  it('read files that were streamed, appended to, or had their headers edited', async () => {
    const path = join(folder, 'stream.fits');
    const writer = await createFits(path, { checksum: true });
    await writer.beginImage({ width: 7, height: 5, bitpix: 8 });
    for (let i = 0; i < 35; i++) await writer.writePixels([i]);
    await writer.finish();
    await appendFits(path, [integers, stars], { checksum: true });
    const history = Array.from({ length: 90 }, (_, i) => ({ keyword: 'HISTORY', value: `step ${i}`, comment: '' }));
    await updateHeader(path, 0, cards => cards.with('OBSERVER', 'A. Student'));
    await updateHeader(path, 1, cards => cards.append(...history).with('OBSERVER', 'B. Student'));
    const { sums, peer, rows, observer } = readByPeers(path);
    expect(sums).toEqual([595, SUM]);
    expect(peer).toEqual([595, SUM]);
    expect(rows).toEqual([2]);
    expect(observer).toEqual(['A. Student', 'B. Student', null]);
  });
});
