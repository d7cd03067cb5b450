import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { openFits } from '../../lib/fluent/fits-file.js';
import { Frame, openFrame } from '../../lib/fluent/frame.js';
import { appendFits, writeFits } from '../../lib/fluent/write-fits.js';
import { Table } from '../../lib/table/table.js';
import { samplePath, temporaryFolder } from '../helpers/sample-nights.js';
import { describeShared, shared } from '../helpers/shared.js';

const folder = temporaryFolder();
const light = samplePath('transit', '20250810-114000-light.fits');
const stars = Table.fromColumns(
  { id: [1n, 2n ** 60n], mag: [12.5, 13.25], aperture: [Float64Array.of(1, 2), Float64Array.of(3, 4)] },
  { units: { mag: 'mag' } },
);

const image = { width: 2, height: 1, pixels: [1, 2] };

/** What is printed on the console while `action` runs. */
function printed(action: () => unknown): string {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    action();
    return log.mock.calls.flat().join('\n');
  } finally {
    log.mockRestore();
  }
}

describe('writing frames and tables', () => {
  it('round-trips them, with the mask of the frame and the units of the table', async () => {
    const path = join(folder, 'field.fits');
    const raw = await openFrame(light);
    const mask = new Uint8Array(raw.pixels.length);
    mask[77] = 1;
    const frame = new Frame({ ...raw.image, mask });
    await writeFits(path, [frame, { table: stars, name: 'STARS' }, stars, image], {
      checksum: true,
    });
    const file = await openFits(path);
    expect(file.hdus.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'PRIMARY image',
      'MASK image',
      'STARS bintable',
      ' bintable',
      ' image',
    ]);
    expect((await file.verify()).length).toBe(0);
    const again = await file.image(0);
    expect(again.pixels).toEqual(frame.pixels);
    expect(again.mask?.[77]).toBe(1);
    expect(again.header.text('OBJECT')).toBe(frame.header.text('OBJECT'));
    for (const which of ['STARS', 2, 3]) {
      const table = await file.table<Record<string, unknown>>(which);
      expect(table.toObjects()).toEqual(stars.toObjects());
      expect(table.columns.mag.unit).toBe('mag');
    }
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    expect((await file.table()).provenance).toEqual([
      { verb: 'readTable', options: { hdu: 2 }, files: [{ path, sha256 }] },
    ]);
    expect((await file.image(0)).provenance.at(-1)?.files).toEqual([{ path, sha256 }]);
    expect((await file.table(2, { rows: [0, 1] })).provenance.at(-1)?.files).toEqual([{ path, sha256: '' }]);
    await file.close();
  });

  it('copies HDUs of another file byte by byte', async () => {
    const from = join(folder, 'from.fits');
    const to = join(folder, 'to.fits');
    await writeFits(from, [{ width: 2, height: 2, pixels: [1, 2, 3, 4] }, stars, { width: 1, height: 1, pixels: [5] }]);
    const file = await openFits(from);
    const raw = await Promise.all(
      file.hdus.map(async ({ index, storedHeader }) => ({ header: storedHeader, data: await file.readData(index) })),
    );
    await file.close();
    await writeFits(to, raw);
    expect(readFileSync(to)).toEqual(readFileSync(from));
    await writeFits(to, raw.slice(1));
    expect((await (await openFits(to)).table()).toObjects()).toEqual(stars.toObjects());
    await expect(writeFits(to, [raw[1], raw[0]])).rejects.toThrow(/HDU 2: its header begins with SIMPLE/);
  });

  it('rejects values that cannot be written', async () => {
    const path = join(folder, 'odd.fits');
    const write = (hdus: unknown) => writeFits(path, hdus as Parameters<typeof writeFits>[1]);
    await expect(write([image, null])).rejects.toThrow(
      /HDU 1 to write: expected a frame, a table or an image, got null/,
    );
    await expect(write(image)).rejects.toThrow(/expected a list of HDUs/);
    await expect(write([{ frame: image, name: 'A' }])).rejects.toThrow(/no `pixels`, but `frame`/);
  });

  it('writes an empty primary HDU before a table, and compresses .gz files', async () => {
    const path = join(folder, 'stars.fits.gz');
    await writeFits(path, [stars]);
    expect([...readFileSync(path).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    const file = await openFits(path);
    expect(file.hdus.map(({ kind }) => kind)).toEqual(['image', 'bintable']);
    expect((await file.table()).toObjects()).toEqual(stars.toObjects());
  });

  it('compresses images on request and reads them back', async () => {
    const path = join(folder, 'packed.fits');
    const raw = { width: 40, height: 30, pixels: Uint16Array.from({ length: 1200 }, (_, i) => 30_000 + (i % 7)) };
    const noise = { width: 40, height: 30, pixels: Float32Array.from({ length: 1200 }, (_, i) => Math.sin(i * i)) };
    await writeFits(path, [raw, stars, noise], { compress: 'RICE_1', checksum: true });
    const file = await openFits(path);
    expect(file.hdus.map(({ kind }) => kind)).toEqual(['image', 'compressed-image', 'bintable', 'compressed-image']);
    expect((await file.verify()).length).toBe(0);
    expect([...(await file.readImage(1)).pixels]).toEqual([...raw.pixels]);
    const { pixels } = await file.readImage(3);
    noise.pixels.forEach((value, i) => {
      expect(Math.abs(pixels[i] - value)).toBeLessThan(0.2);
    });
    await file.close();
    await writeFits(path, [noise], { compress: 'GZIP_2' });
    expect((await (await openFits(path)).readImage(1)).pixels).toEqual(noise.pixels);
  });

  it('compresses a frame with its mask', async () => {
    const path = join(folder, 'frame.fits');
    const raw = await openFrame(light);
    const mask = new Uint8Array(raw.pixels.length);
    mask[77] = 1;
    await new Frame({ ...raw.image, mask }).write(path, { compress: 'GZIP_2', checksum: true });
    const again = await openFrame(path);
    expect(again.pixels).toEqual(raw.pixels);
    expect(again.mask?.[77]).toBe(1);
    expect(again.header.text('OBJECT')).toBe(raw.header.text('OBJECT'));
    expect(again.gain).toBe(raw.gain);
    expect((await (await openFits(path)).verify()).length).toBe(0);
  });

  it('keeps the masks of two frames separate', async () => {
    const path = join(folder, 'two.fits');
    const frame = await openFrame(light);
    const masked = (at: number): Frame => {
      const mask = new Uint8Array(frame.pixels.length);
      mask[at] = 1;
      return new Frame({ ...frame.image, mask });
    };
    await writeFits(path, [masked(5)]);
    await appendFits(path, [
      { frame: masked(6), name: 'SECOND' },
      { name: 'BARE', ...image },
    ]);
    const file = await openFits(path);
    expect(file.hdus.map(({ name }) => name)).toEqual(['PRIMARY', 'MASK', 'SECOND', 'MASK', 'BARE']);
    expect((await file.image(0)).mask?.indexOf(1)).toBe(5);
    expect((await file.image('SECOND')).mask?.indexOf(1)).toBe(6);
    await file.close();
  });
});

describe('an open file', () => {
  const hdus = [
    { header: Header.fromObject({ OBJECT: 'M13', FILTER: 'V', GAIN: 2 }) },
    { header: Header.fromObject({ EXTNAME: 'SCI' }), width: 3, height: 2, pixels: new Uint16Array(6).fill(40_000) },
    { header: Header.fromObject({ EXTNAME: 'SCI', EXTVER: 2, INHERIT: false }), width: 1, height: 1, pixels: [7] },
    { table: stars, name: 'STARS' },
  ];
  const path = join(folder, 'open.fits');

  it('prints its HDUs and their contents', async () => {
    await writeFits(path, hdus);
    const file = await openFits(path);
    const text = printed(() => file.info());
    for (const word of ['SCI', 'STARS', '3 x 2', 'uint16', '2 rows x 3 columns']) expect(text).toContain(word);
    let kinds: unknown = null;
    printed(() => {
      kinds = file.info().columns.kind.values;
    });
    expect(kinds).toEqual(['image', 'image', 'image', 'bintable']);
    expect(printed(() => file.hdus[1].info())).toBe(
      [
        'HDU 1 SCI: an image, 3 x 2 uint16',
        `  header: ${file.hdus[1].storedHeader.cards.length} cards from byte 2880`,
        '  data: 12 bytes from byte 5760',
      ].join('\n'),
    );
    expect(String(file)).toMatch(/^FITS file .*open\.fits\nHDU 0 PRIMARY: an image, without data\nHDU 1 SCI: /);
    await file.close();
  });

  it('passes inherited keywords to extensions, unless INHERIT = F', async () => {
    const file = await openFits(path);
    expect(file.header('SCI').text('FILTER')).toBe('V');
    expect(file.header('SCI,2').has('FILTER')).toBe(false);
    expect(file.header().text('OBJECT')).toBe('M13');
    expect((await file.image('SCI')).gain).toBe(2);
    expect((await file.image()).pixels[0]).toBe(40_000);
    await file.close();
  });

  it('lists the available HDUs when an unknown one is requested', async () => {
    const file = await openFits(path);
    await expect(file.image('STARS')).rejects.toMatchObject({
      code: 'no-such-hdu',
      message: expect.stringMatching(/no image in HDU 3; its HDUs: 0 PRIMARY \(image\), 1 SCI/),
    });
    await expect(file.table('SCI')).rejects.toThrow(/HDU 1 is not a table: it is an image/);
    expect(() => file.hdu('STARZ')).toThrow(/nearest: STARS/);
    await file.close();
  });

  it('reads some columns and rows of a table', async () => {
    const file = await openFits(path);
    const table = await file.table('STARS', { columns: ['mag'], rows: [1, 2] });
    expect(table.toObjects()).toEqual([{ mag: 13.25 }]);
    await file.close();
  });
});

describeShared('files of others', () => {
  it('opens compressed files', async () => {
    const file = await openFits(shared('data/catalogs/misc/wasp-10-tiny.fit.bz2'));
    expect((await file.image()).width).toBe(file.hdus[0].shape[0]);
  });

  it('the chips of an HST exposure inherit the primary header', async () => {
    const file = await openFits(shared('data/hst/j94f05bgq_flt.fits'));
    const chip = await file.image('SCI', { section: { x: 0, y: 0, width: 1, height: 1 } });
    expect([chip.width, chip.height]).toEqual([1, 1]);
    expect(chip.header.text('TELESCOP')).toBe('HST');
    await file.close();
  });
});
