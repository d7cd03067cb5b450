import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import type { ImageToWrite } from '../../lib/fits/write/encode-hdu.js';
import { writeHdus } from '../../lib/fits/write/write-fits.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { describeShared, shared } from '../helpers/shared.js';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-fits-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes one image and reads it back in float64. */
async function thereAndBack(image: ImageToWrite) {
  const file = await openFitsSource(encodeFits([image]));
  return { file, hdu: file.hdus[0], image: await file.readImage(0, 'float64') };
}

describe('writing and reading an image', () => {
  const integers: [string, fc.Arbitrary<number[]>, Partial<ImageToWrite>, number][] = [
    ['unsigned bytes', whole(0, 255), { bitpix: 8 }, 255],
    ['signed bytes', whole(-128, 127), { bitpix: 8, unsigned: false }, 127],
    ['16-bit integers', whole(-32768, 32767), { bitpix: 16 }, 32767],
    ['unsigned 16-bit integers', whole(0, 65535), { bitpix: 16, unsigned: true }, 65535],
    ['32-bit integers', whole(-(2 ** 31), 2 ** 31 - 1), { bitpix: 32 }, 2 ** 31 - 1],
    ['unsigned 32-bit integers', whole(0, 2 ** 32 - 1), { bitpix: 32, unsigned: true }, 2 ** 32 - 1],
    ['64-bit integers', whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), { bitpix: 64 }, 2 ** 63],
    ['unsigned 64-bit integers', whole(0, Number.MAX_SAFE_INTEGER), { bitpix: 64, unsigned: true }, 2 ** 64],
  ];

  it.each(integers)('keeps %s', async (_, values, form, largest) => {
    await fc.assert(
      fc.asyncProperty(values, async pixels => {
        const { image } = await thereAndBack({ width: pixels.length, height: 1, pixels, ...form });
        expect([...image.pixels]).toEqual(pixels);
        expect(image.mask).toBeUndefined();
        expect(image.rawMaximum).toBe(largest);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('keeps float64 and float32 bit for bit, including NaN, infinity and negative zero', async () => {
    const pixels = Float64Array.of(1 / 3, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, -1.7e308);
    const double = await thereAndBack({ width: 3, height: 2, pixels });
    expect(double.hdu.bitpix).toBe(-64);
    expect([...double.image.pixels]).toEqual([...pixels]);
    expect([...(double.image.mask ?? [])]).toEqual([0, 0, PixelFlag.noData, PixelFlag.noData, 0, 0]);
    const single = await thereAndBack({ width: 3, height: 2, pixels: Float32Array.from(pixels) });
    expect(single.hdu.bitpix).toBe(-32);
    expect([...single.image.pixels]).toEqual([...Float32Array.from(pixels)]);
    expect(single.image.rawMaximum).toBeNaN();
  });

  it.each([
    [new Uint8Array(2), 8, null],
    [new Int8Array(2), 8, -128],
    [new Int16Array(2), 16, null],
    [new Uint16Array(2), 16, 32768],
    [new Int32Array(2), 32, null],
    [new Uint32Array(2), 32, 2 ** 31],
    [new BigInt64Array(2), 64, null],
    [new BigUint64Array(2), 64, BigInt(2 ** 63)],
    [new Float32Array(2), -32, null],
    [[0, 0], -64, null],
  ])('stores %o as its own type', async (pixels, bitpix, zero) => {
    const { hdu } = await thereAndBack({ width: 2, height: 1, pixels });
    expect([hdu.bitpix, hdu.header.get('BZERO')]).toEqual([bitpix, zero]);
  });

  it('keeps big integers that a float64 can hold exactly, and rounds the rest to the nearest', async () => {
    const pixels = BigUint64Array.of(2n ** 64n - 2048n, 5n, 2n ** 53n + 1n);
    const { image } = await thereAndBack({ width: 3, height: 1, pixels });
    expect([...image.pixels]).toEqual([2 ** 64 - 2048, 5, 2 ** 53]);
  });

  it('reads unsigned 64-bit pixels whose BZERO was rounded to 15 digits', async () => {
    const bytes = encodeFits([{ width: 2, height: 1, pixels: BigUint64Array.of(5n, 2n ** 64n - 2048n) }]);
    const text = new TextDecoder('latin1').decode(bytes.subarray(0, 2880));
    const rounded = text.replace(/BZERO {3}= .{20}/, 'BZERO   = 9.22337203685478E+18');
    expect(rounded).not.toBe(text);
    bytes.set(new TextEncoder().encode(rounded));
    const { pixels } = await (await openFitsSource(bytes)).readImage(0, 'float64');
    expect([...pixels]).toEqual([5, 2 ** 64 - 2048]);
  });

  it('rounds to the nearest integer', async () => {
    const { image } = await thereAndBack({ width: 4, height: 1, pixels: [0.4, 0.6, -1.2, 299.5], bitpix: 16 });
    expect([...image.pixels]).toEqual([0, 1, -1, 300]);
  });

  it('stores NaN as BLANK if it is given', async () => {
    for (const bitpix of [8, 16, 32, 64] as const) {
      const { image, hdu } = await thereAndBack({ width: 3, height: 1, pixels: [1, Number.NaN, 3], bitpix, blank: 99 });
      expect([...image.pixels]).toEqual([1, Number.NaN, 3]);
      expect([...(image.mask ?? [])]).toEqual([0, PixelFlag.noData, 0]);
      expect(hdu.header.get('BLANK')).toBe(99);
    }
  });

  it('writes cubes whose planes can be read separately', async () => {
    const file = await openFitsSource(
      encodeFits([{ width: 2, height: 2, planes: 3, pixels: Int16Array.from({ length: 12 }, (_, i) => i) }]),
    );
    const last = await file.readImage(0, 'float32', { plane: 2 });
    expect([...last.pixels]).toEqual([8, 9, 10, 11]);
    expect([last.planes, last.plane]).toEqual([3, 2]);
    await expect(file.readImage(0, 'float32', { plane: 3 })).rejects.toThrow(/3 planes, numbered from 0; plane 3/);
  });

  it.each<[string, ImageToWrite, RegExp]>([
    [
      'a value that does not fit',
      { width: 2, height: 1, pixels: [1, 40_000], bitpix: 16 },
      /pixel 1 is 40000.*-32768 to 32767/,
    ],
    ['NaN among integers', { width: 1, height: 1, pixels: [Number.NaN], bitpix: 16 }, /pixel 0 is NaN.*blank/],
    [
      'infinity among 64-bit integers',
      { width: 1, height: 1, pixels: [Number.POSITIVE_INFINITY], bitpix: 64 },
      /pixel 0 is Infinity/,
    ],
    ['inconsistent sizes', { width: 3, height: 3, pixels: [1] }, /width 3 x height 3.*1 pixels/],
    [
      'unsigned floating point',
      { width: 1, height: 1, pixels: [1], bitpix: -32, unsigned: true },
      /-32.*cannot be unsigned/,
    ],
  ])('refuses %s', (_, image, message) => {
    expect(() => encodeFits([image])).toThrow(message);
  });

  function whole(min: number, max: number) {
    return fc.array(fc.integer({ min, max }), { minLength: 1, maxLength: 20 });
  }
});

describe('writing headers', () => {
  const header = Header.fromObject({
    SIMPLE: true,
    BITPIX: 8,
    NAXIS: 3,
    NAXIS3: 9,
    BSCALE: 2,
    BZERO: 7,
    BLANK: -1,
    CHECKSUM: 'old',
    GAIN: 1.5,
  })
    .with('HISTORY', 'was flat-fielded')
    .with('ESO DET NAME', 'chip');

  it('generates the structural cards and keeps the others', async () => {
    const file = await openFitsSource(encodeFits([{ header, width: 2, height: 1, pixels: Float32Array.of(1, 2) }]));
    const keywords = file.hdus[0].header.cards.map(card => card.keyword);
    expect(keywords).toEqual(['SIMPLE', 'BITPIX', 'NAXIS', 'NAXIS1', 'NAXIS2', 'GAIN', 'HISTORY', 'ESO DET NAME']);
    expect([...(await file.readImage(0)).pixels]).toEqual([1, 2]);
  });

  it('writes all images but the first as extensions, and declares them in the first', async () => {
    const image = { header: header.with('EXTNAME', 'SCI'), width: 1, height: 1, pixels: [1] };
    const file = await openFitsSource(
      encodeFits([
        { header: Header.fromObject({ OBJECT: 'M13' }) },
        image,
        { ...image, header: image.header.with('EXTVER', 2) },
      ]),
    );
    expect(file.hdus.map(hdu => [hdu.kind, hdu.name, hdu.version])).toEqual([
      ['image', 'PRIMARY', 1],
      ['image', 'SCI', 1],
      ['image', 'SCI', 2],
    ]);
    expect(file.hdus[0].header.get('EXTEND')).toBe(true);
    expect(file.hdus[0].header.text('OBJECT')).toBe('M13');
    expect(file.hdus[1].header.cards.slice(0, 7).map(card => card.keyword)).toEqual([
      'XTENSION',
      'BITPIX',
      'NAXIS',
      'NAXIS1',
      'NAXIS2',
      'PCOUNT',
      'GCOUNT',
    ]);
    expect(file.hdu('sci,2').index).toBe(2);
  });

  it('writes an empty primary HDU before a table, and the table unchanged', async () => {
    const table = Header.fromObject({
      XTENSION: 'TABLE',
      BITPIX: 8,
      NAXIS: 2,
      NAXIS1: 5,
      NAXIS2: 2,
      PCOUNT: 0,
      GCOUNT: 1,
      TFIELDS: 0,
    });
    const bytes = encodeFits([{ header: table, data: new TextEncoder().encode('helloworld') }]);
    const file = await openFitsSource(bytes);
    expect(file.hdus.map(hdu => hdu.kind)).toEqual(['image', 'table']);
    expect(new TextDecoder().decode(await file.readData(1))).toBe('helloworld');
    expect(bytes.at(-1)).toBe(32);
    expect(bytes.length % 2880).toBe(0);
  });

  it('refuses an object with data but no pixels, instead of silently writing an empty HDU', async () => {
    const file = await openFitsSource(encodeFits([{ width: 2, height: 1, pixels: [1, 2] }]));
    const strange: [object, RegExp][] = [
      [file.hdus[0], /HDU 0 to write: it has no `pixels`, but `dataStart`.*file\.readData\(0\)/],
      [{ width: 2, height: 1, data: new Float32Array(2) }, /no `pixels`, but `data`/],
      [{ width: 2, height: 1 }, /no `pixels`, but `width`/],
      [{ width: 2, height: 1, pixels: [1, 2], header: { OBJECT: 'M13' } }, /`header` is not a Header/],
    ];
    for (const [hdu, message] of strange) expect(() => encodeFits([hdu as ImageToWrite])).toThrow(message);
  });

  it('writes a file with one empty HDU if there are no HDUs', async () => {
    expect((await openFitsSource(encodeFits([]))).hdus.map(hdu => hdu.shape)).toEqual([[]]);
  });
});

describe('writing files', () => {
  it('compresses a file whose name ends in .gz, and leaves nothing else behind', async () => {
    const image = { width: 50, height: 50, pixels: new Float32Array(2500) };
    await writeHdus(join(folder, 'new', 'a.fits.gz'), [image]);
    await writeHdus(join(folder, 'new', 'a.fits'), [image]);
    expect(readdirSync(join(folder, 'new')).sort()).toEqual(['a.fits', 'a.fits.gz']);
    expect([...readFileSync(join(folder, 'new', 'a.fits.gz')).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    for (const name of ['a.fits', 'a.fits.gz']) {
      const file = await openFitsSource(join(folder, 'new', name));
      expect((await file.readImage(0)).pixels).toEqual(image.pixels);
      await file.close();
    }
  });

  it('does not change the old file if the new one cannot be written', async () => {
    const path = join(folder, 'kept.fits');
    await writeHdus(path, [{ width: 1, height: 1, pixels: [1] }]);
    const before = readFileSync(path);
    await expect(writeHdus(path, [{ width: 1, height: 1, pixels: [1e9], bitpix: 16 }])).rejects.toThrow('pixel 0');
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });
});

describeShared('reading and writing real files', () => {
  it.each([
    'raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits',
    'raw/m13-orion/M13_blue_0001.fits',
    'detection/sep/rms.fits',
    'hst/psf/acs_wfc_f475w.fits',
  ])('keeps every byte of %s', async path => {
    const bytes = readFileSync(shared(`data/${path}`));
    const file = await openFitsSource(bytes);
    const { header, bitpix } = file.hdus[0];
    const { width, height, pixels } = await file.readImage(0, 'float64');
    const again = encodeFits([{ header, width, height, pixels, bitpix, unsigned: header.get('BZERO') === 32768 }]);
    expect(Buffer.compare(Buffer.from(again), bytes)).toBe(0);
  });
});
